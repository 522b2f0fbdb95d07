import { runCommandLine } from "./terminal/program";
import { endWithLauncher, flush, processTerminal } from "./terminal/terminal";

/** The terminal entry: the same workbench, without a window. */
async function main(): Promise<void> {
  endWithLauncher();
  const code = await runCommandLine(process.argv.slice(2), processTerminal());
  await flush();
  // A pipe on stdin, or a thread that is still ending, must not keep a finished command alive.
  process.exit(code);
}

// Not awaited here: chunks that are loaded on demand import what they share with this file, and would wait for it for ever.
void main();
