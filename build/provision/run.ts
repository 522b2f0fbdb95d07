import { spawn } from "node:child_process";
import { ProvisionError } from "./provision-error.ts";

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end and gives its stdout. Fails with the last lines that it wrote, and where it is not there. */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  child.on("error", (error) => {
    reject(options.signal.aborted ? asError(options.signal.reason) : new ProvisionError(startFailure(command, error)));
  });
  child.on("close", (code, signal) => {
    if (code === 0) resolve(Buffer.concat(stdout).toString());
    else reject(new ProvisionError(`${command} ended with ${signal ?? String(code)}: ${lastLine(stderr, stdout)}`));
  });
  return promise;
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

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
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
