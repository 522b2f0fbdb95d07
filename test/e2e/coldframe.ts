import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";

export const LAUNCHER = resolve("build/bin/coldframe.js");
export const EXAMPLES = resolve("build/examples");

/** What a run of the real command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly home: string;
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another script than the launcher. */
  readonly launcher?: string;
  /** Given the running process, to signal it. */
  readonly started?: (child: ChildProcess) => void;
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "coldframe-e2e-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs `coldframe` as a user does, by the launcher, and waits for its end. */
export function coldframe(args: readonly string[], options: RunOptions): Promise<Finished> {
  const { promise, resolve: done, reject } = Promise.withResolvers<Finished>();
  const child = spawn(process.execPath, [options.launcher ?? LAUNCHER, ...args], {
    cwd: options.cwd ?? process.cwd(),
    env: { PATH: process.env["PATH"] ?? "", COLDFRAME_HOME: options.home, ...options.env },
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  child.on("error", reject);
  child.on("close", (code, signal) => {
    done({ code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
  });
  // The command may end without reading its input.
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  options.started?.(child);
  return promise;
}
