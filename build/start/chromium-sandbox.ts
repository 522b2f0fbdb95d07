import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** Why Chromium would refuse to start with its own sandbox here; null where it wouldn't. */
export function sandboxProblem(executable: string): string | null {
  if (process.platform !== "linux") return null;
  if (process.getuid?.() === 0) return "Chromium refuses its sandbox to root";
  if (hasHelper(executable)) return null;
  // Without its helper Chromium makes the sandbox of user namespaces, which some distributions keep from ordinary programs.
  const forbidden =
    setting("kernel/apparmor_restrict_unprivileged_userns") === "1" ||
    setting("kernel/unprivileged_userns_clone") === "0" ||
    setting("user/max_user_namespaces") === "0";
  return forbidden ? "this system gives Chromium no user namespaces for its sandbox" : null;
}

/** The helper works only where it belongs to root and runs as root: mode 4755. */
function hasHelper(executable: string): boolean {
  const stats = statSync(join(dirname(executable), "chrome-sandbox"), { throwIfNoEntry: false });
  return stats?.uid === 0 && (stats.mode & 0o4001) === 0o4001;
}

function setting(name: string): string | null {
  try {
    return readFileSync(join("/proc/sys", name), "utf8").trim();
  } catch {
    return null;
  }
}
