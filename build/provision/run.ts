import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { ProvisionError } from "./provision-error.ts";

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end and gives its stdout. Fails with the last lines that it wrote, and where it is not there. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { signal, ...where } = options;
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  // A group of its own, so that what the command started ends with it: a compiler's driver leaves its parts at work.
  const detached = process.platform !== "win32";
  const child = spawn(command, args, { ...where, detached, stdio: ["ignore", "pipe", "pipe"] });
  const stop = (): void => {
    endGroup(child, detached);
  };
  signal.addEventListener("abort", stop);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  child.on("error", (error) => {
    reject(new ProvisionError(startFailure(command, error)));
  });
  child.on("close", (code, killer) => {
    if (code === 0) resolve(Buffer.concat(stdout).toString());
    else reject(new ProvisionError(`${command} ended with ${killer ?? String(code)}: ${lastLine(stderr, stdout)}`));
  });
  try {
    return await promise;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function endGroup({ pid }: ChildProcess, isGroup: boolean): void {
  if (pid === undefined) return;
  try {
    process.kill(isGroup ? -pid : pid, "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}

/** Whether the command is there and answers to `question`. */
export async function isInstalled(command: string, signal: AbortSignal, question = "--version"): Promise<boolean> {
  try {
    await run(command, [question], { signal });
    return true;
  } catch (error) {
    if (error instanceof ProvisionError) return false;
    throw error;
  }
}

function startFailure(command: string, error: Error): string {
  return "code" in error && error.code === "ENOENT" ? `${command} is not installed` : `${command}: ${error.message}`;
}

/** What a tool says last is why it gave up; npm and compilers also say much else. */
function lastLine(...outputs: readonly (readonly Buffer[])[]): string {
  for (const output of outputs) {
    const lines = Buffer.concat(output).toString().trim().split("\n");
    const error = lines.find((line) => /\berror\b/i.test(line)) ?? lines.at(-1) ?? "";
    if (error !== "") return error.slice(0, 300);
  }
  return "it said nothing";
}
