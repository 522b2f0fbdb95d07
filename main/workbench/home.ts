import { resolve } from "node:path";
import envPaths from "env-paths";

/** Where Coldframe keeps what it remembers: `COLDFRAME_HOME`, or the platform's folder for an application's user data. */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string {
  const moved = env["COLDFRAME_HOME"] ?? "";
  return moved === "" ? envPaths("coldframe", { suffix: "" }).data : resolve(moved);
}
