// `npm start`: the window, or the terminal where there is no display. The scripts are TypeScript, which the project's own
// Node runs as it is; an older one hands over to it.
import { fail, handOver, newerNode, OWN_MAJOR, runningMajor } from "./own-node.js";

const program = new URL("../start/start.ts", import.meta.url);
const own = newerNode();

if (own !== null) handOver(own, program);
else if (runningMajor() < OWN_MAJOR)
  fail(`Coldframe needs Node ${OWN_MAJOR}, and this is ${process.version}: run npm ci`);
else await import(program.href);
