import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { lineOf, ProvisionError } from "../provision/provision-error.ts";
import { PROJECT, provisionElectron } from "../provision/provision-electron.ts";
import { workInTerminal } from "../provision/work.ts";
import type { Work } from "../provision/work.ts";
import { buildWhenStale } from "./build-when-stale.ts";
import { displayProblem } from "./display.ts";
import { electronCommand } from "./electron-command.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const FAILED = 4;
/** As shells say that a program was interrupted. */
const INTERRUPTED = 130;

const interruption = new AbortController();
for (const signal of SIGNALS) {
  process.on(signal, () => {
    interruption.abort(new Error("interrupted"));
  });
}
process.exitCode = await start(workInTerminal(interruption.signal), process.argv.slice(2));

/** Opens the window, or does the main job in the terminal where no window can be opened. Gives the exit code. */
async function start(work: Work, args: readonly string[]): Promise<number> {
  try {
    await buildWhenStale(work);
    const problem = await displayProblem();
    if (problem !== null) return await startInTerminal(problem, work);
    return await startWindow(work, args);
  } catch (error) {
    if (work.signal.aborted) return INTERRUPTED;
    if (error instanceof ProvisionError) return await startInTerminal(lineOf(error), work);
    work.say(`coldframe: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return FAILED;
  }
}

async function startWindow(work: Work, args: readonly string[]): Promise<number> {
  const { executable, args: all, env, remarks } = electronCommand(await provisionElectron(work), PROJECT, args);
  remarks.forEach(work.say);
  return await runVisibly(executable, all, env, work);
}

async function startInTerminal(problem: string, work: Work): Promise<number> {
  work.say(`No window, because ${problem}. Here is Coldframe in the terminal.\n`);
  const launcher = fileURLToPath(new URL("../bin/coldframe.js", import.meta.url));
  return await runVisibly(process.execPath, [launcher, "start"], process.env, work);
}

/** Runs the program in this one's place: same terminal, same signals, same end. */
function runVisibly(file: string, args: readonly string[], env: NodeJS.ProcessEnv, work: Work): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const child = spawn(file, args, { stdio: "inherit", env });
  const stop = (): void => void child.kill("SIGTERM");
  work.signal.addEventListener("abort", stop);
  child.on("error", reject);
  child.on("exit", (code) => {
    work.signal.removeEventListener("abort", stop);
    resolve(code ?? (work.signal.aborted ? INTERRUPTED : FAILED));
  });
  return promise;
}
