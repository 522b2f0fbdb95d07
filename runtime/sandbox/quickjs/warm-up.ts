import { NO_SLOT } from "../control-words";
import type { CallOutput, SandboxEngine } from "../engine";
import { nowUs } from "../thread-clock";

/** What nearly every function does, and no more: what only some do would cost all of them. */
const SOURCE = `
const greetings = { en: "Hello", la: "Salve" };
function greet(name, language = "en") {
  return \`\${greetings[language]}, \${name}!\`;
}
export default {
  fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (request.headers.get("accept") === "text/plain") return new Response(pathname);
    return Response.json({ greeting: greet(searchParams.get("name") ?? "world"), pathname });
  },
};
`;
const NAMES = { key: "warm-up", version: "warm-up", fileName: "warm-up.js" } as const;
const BUNDLE = { ...NAMES, code: new TextEncoder().encode(SOURCE), env: {}, files: {} } as const;
const URL = "http://warm-up.local/?name=Ada";
const REQUEST = { trigger: "http", method: "GET", url: URL, headers: "accept\n*/*", body: null } as const;
/** No call has it. */
const MARK = -1;
const LIMIT_US = 2_000_000;
const LIMITS = { responseBytes: 65_536, logLines: 0, logCharacters: 0 } as const;

function nothing(): void {
  // Nobody waits for its answer.
}
const UNHEARD: CallOutput = { say: nothing, ended: nothing };

/**
 * Calls a small function on what is blank, which is to be reset then. V8 compiles each function of the engine when it is first called, for
 * all instances of the process: some forty milliseconds, which would be measured as the top level and the handler of whichever
 * function came first.
 */
export function warmUp(engine: SandboxEngine): void {
  const limits = { mark: MARK, deadlineUs: nowUs() + LIMIT_US, limits: LIMITS };
  const run = engine.evaluate(BUNDLE, limits, ({ failure }) => {
    if (failure !== null) return;
    const parts = { slot: NO_SLOT, input: REQUEST, sampling: null, receivedUs: nowUs(), bindSpans: [], initLogs: [] };
    engine.call({ ...limits, ...parts }, UNHEARD).begin();
  });
  run.begin();
}
