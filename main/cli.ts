import { runCommandLine } from "./terminal/program";
import { flush, processTerminal } from "./terminal/terminal";

/** The terminal entry: the same workbench, without a window. */
const code = await runCommandLine(process.argv.slice(2), processTerminal());
await flush();
// A pipe on stdin, or a thread that is still ending, must not keep a finished command alive.
process.exit(code);
