import { execFile } from "node:child_process";

/** What a tool that ran wrote, and how it ended. */
export interface ToolRun {
  /** Null: it was ended, by its time limit or by a signal. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolOptions {
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** More a compiler need not say. */
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

/**
 * Runs a program of the machine's own, without a shell. It gets the process's environment: compilers find their linker and their
 * libraries by it. Null: it could not be started.
 */
export function runTool(
  executable: string,
  args: readonly string[],
  { folder, env = {}, timeoutMs }: ToolOptions,
): Promise<ToolRun | null> {
  return new Promise((resolve) => {
    const child = execFile(
      executable,
      [...args],
      {
        ...(folder !== undefined && { cwd: folder }),
        // Messages are parsed, and so asked for in English and without colours.
        env: { ...process.env, LC_ALL: "C", NO_COLOR: "1", ...env },
        timeout: timeoutMs,
        killSignal: "SIGKILL",
        maxBuffer: MAX_OUTPUT_BYTES,
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (child.pid === undefined) resolve(null);
        else
          resolve({
            exitCode: child.exitCode,
            timedOut: error?.killed === true && child.signalCode === "SIGKILL",
            stdout,
            stderr,
          });
      },
    );
    child.stdin?.end();
  });
}
