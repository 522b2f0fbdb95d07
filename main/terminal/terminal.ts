import pc from "picocolors";

type Colors = ReturnType<typeof pc.createColors>;

/** Where a command reads and writes: a process's streams, or a test's. */
export interface Terminal {
  /** A line (or several) of the answer, on stdout. */
  print(text: string): void;
  /** A line of progress, of the function's console, or an error: stderr. */
  note(text: string): void;
  /** Everything that comes in on stdin. */
  readonly readInput: () => Promise<Uint8Array>;
  /** Colours for stdout and for stderr: plain text where it is not a terminal or `NO_COLOR` is set. */
  readonly colors: Colors;
  readonly noteColors: Colors;
  /** Whether a person reads stdout. */
  readonly interactive: boolean;
  /** Width of a line on stdout, in columns. */
  readonly columns: number;
  /** Aborted at the first Ctrl-C or SIGTERM; a second one ends the process. */
  readonly signal: AbortSignal;
}

/** Ctrl-C reaches the whole process group and is also passed on by npm and by the launcher: one press can arrive thrice. */
const SAME_PRESS_MS = 150;
const COLUMNS_WITHOUT_TERMINAL = 100;

/** The terminal of this process. Ctrl-C aborts `signal`; a second one ends the process at once. */
export function processTerminal(): Terminal {
  const { stdout, stderr, stdin, env } = process;
  for (const stream of [stdout, stderr]) stream.on("error", ignoreClosedPipe);
  return {
    print: (text) => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    readInput: () => readAll(stdin),
    colors: pc.createColors(wantsColor(stdout.isTTY, env)),
    noteColors: pc.createColors(wantsColor(stderr.isTTY, env)),
    interactive: stdout.isTTY,
    columns: stdout.isTTY ? stdout.columns : COLUMNS_WITHOUT_TERMINAL,
    signal: interruptSignal(),
  };
}

/** Resolves when everything written so far has left the process. */
export async function flush(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.destroyed || stream.writableLength === 0) continue;
    await new Promise<void>((resolve) => {
      stream.once("close", resolve);
      stream.write("", () => {
        resolve();
      });
    });
  }
}

/**
 * Ends this process as SIGTERM does where the launcher that handed over to it (build/bin/own-node.js) is gone: killed in a way that it
 * could not pass on. Otherwise a gateway would keep its port with nobody there to end it.
 */
export function endWithLauncher(): void {
  if (process.channel == null) return;
  process.once("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
  });
  // Last: listening for the end of the channel alone would keep this process alive.
  process.channel.unref();
}

/**
 * Text from a function, safe to show: control characters other than tab and line feed become visible escapes, so that a
 * function can't move the cursor, recolour or retitle its user's terminal.
 */
export function visible(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (character) =>
    character === "\r" ? "\\r" : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  let pressedAt = 0;
  const press = (code: number) => {
    const now = performance.now();
    if (!controller.signal.aborted) {
      pressedAt = now;
      controller.abort(new Error("interrupted"));
    } else if (now - pressedAt > SAME_PRESS_MS) process.exit(code);
  };
  // 128 and the signal's number, as shells say it.
  process.on("SIGINT", () => {
    press(130);
  });
  process.on("SIGTERM", () => {
    press(143);
  });
  return controller.signal;
}

/** `NO_COLOR`: https://no-color.org, any value that is not empty. */
function wantsColor(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  return isTerminal && env["TERM"] !== "dumb";
}

/** The reader went away (`| head`): what is left to say has no listener, and the command still ends as it should. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

async function readAll(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}
