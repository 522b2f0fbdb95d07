import { readFile } from "node:fs/promises";
import { run } from "./run.ts";
import type { Work } from "./work.ts";

/** Whether this is Debian or Ubuntu: apt-get is there, and the packages have the names that we know. */
export async function isDebian(): Promise<boolean> {
  return /^ID(?:_LIKE)?=.*\b(?:debian|ubuntu)\b/m.test(await osRelease());
}

/** Whether packages may be installed without a question: as root on Debian or Ubuntu, so in containers and CI. */
export async function isDebianRoot(): Promise<boolean> {
  return process.getuid?.() === 0 && (await isDebian());
}

/** Since Debian 13 and Ubuntu 24.04 the packages whose programs count seconds in 64 bits are named after that. */
const RENAMED = new Set([
  "libatk1.0-0",
  "libatk-bridge2.0-0",
  "libatspi2.0-0",
  "libasound2",
  "libcups2",
  "libglib2.0-0",
  "libgtk-3-0",
]);
const RENAMED_SINCE: Readonly<Record<string, number>> = { debian: 13, ubuntu: 24.04 };

/** These packages by the names that they have in the system that /etc/os-release tells of. */
export function packageNames(packages: readonly string[], osRelease: string): readonly string[] {
  const [, id = ""] = /^ID="?([\w-]+)/m.exec(osRelease) ?? [];
  const [, version = "0"] = /^VERSION_ID="?([\d.]+)/m.exec(osRelease) ?? [];
  const isRenamed = Number(version) >= (RENAMED_SINCE[id] ?? Infinity);
  return packages.map((name) => (isRenamed && RENAMED.has(name) ? `${name}t64` : name));
}

export async function osRelease(): Promise<string> {
  return readFile("/etc/os-release", "utf8").catch(() => "");
}

export function installCommand(packages: readonly string[]): string {
  return `apt-get install --yes --no-install-recommends ${packages.join(" ")}`;
}

/** Another process may be installing as well: apt-get waits for its lock. */
const WAIT = ["-o", "DPkg::Lock::Timeout=300"];

export async function installPackages(packages: readonly string[], work: Work): Promise<void> {
  work.say(installCommand(packages));
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { signal: work.signal, env };
  const install = ["install", ...WAIT, "--yes", "--no-install-recommends", ...packages];
  try {
    await run("apt-get", install, options);
  } catch {
    // The list of packages is missing (as in a fresh container) or old.
    work.signal.throwIfAborted();
    await run("apt-get", ["update", ...WAIT], options);
    await run("apt-get", install, options);
  }
}
