/**
 * A process of its own that uses the store, for the tests to start and to kill. `write <file> <first>` holds two calls in flight
 * and writes others until its stdin ends; it prints how many are safely in the file. `read <file>` prints what a user who
 * may not write gets.
 */
import { openStore, openStoreReader, StoreError } from "../../../main/store";
import { idOf, makeInvocation, startedCall } from "./invocations";

const [command, file = "", first = "0"] = process.argv.slice(2);
const AT_ONCE = 200;

async function write(start: number): Promise<void> {
  const store = await openStore({
    file,
    retention: null,
    onProblem: (problem) => {
      console.log(JSON.stringify({ problem }));
    },
  });
  const inFlight = [makeInvocation(start), makeInvocation(start + 1)];
  for (const invocation of inFlight) store.begin(startedCall(invocation));
  const ending = new AbortController();
  process.stdin.on("data", () => {
    ending.abort();
  });
  let written = 0;
  while (!ending.signal.aborted) {
    for (let index = 0; index < AT_ONCE; index += 1) {
      const invocation = makeInvocation(start + 2 + written + index);
      store.begin(startedCall(invocation));
      if (index % 50 === 0) await new Promise(setImmediate);
      store.finish(invocation);
    }
    await store.flush();
    written += AT_ONCE;
    console.log(JSON.stringify({ written }));
  }
  for (const invocation of inFlight) store.finish(invocation);
  await store.close();
}

async function read(): Promise<void> {
  const refused = await openStore({ file, retention: null, onProblem: () => undefined }).catch(
    (error: unknown) => error,
  );
  const reader = openStoreReader({ file });
  const found = reader.invocation(idOf(1));
  const message = refused instanceof StoreError ? refused.message : "";
  const code = refused instanceof StoreError ? refused.code : null;
  console.log(JSON.stringify({ code, message, count: reader.count(), found: found.ok }));
  await reader.close();
}

if (command === "write") await write(Number(first));
else await read();
process.stdin.destroy();
