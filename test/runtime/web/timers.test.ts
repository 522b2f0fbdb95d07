import { expect, test } from "vitest";
import { differential } from "./differential";
import type { Guest } from "./guest-harness";
import { createGuest } from "./guest-harness";

const WAIT = "const wait = (ms) => new Promise((done) => setTimeout(done, ms)); const log = [];";

differential("timers", {
  "run in the order they are due": `${WAIT} setTimeout(() => log.push('c'), 15); setTimeout(() => log.push('a'), 1); setTimeout(() => log.push('b'), 8); await wait(40); return log`,
  "run in the order they were set when due at once": `${WAIT} for (let i = 0; i < 5; i++) setTimeout(() => log.push(i), 2); await wait(20); return log`,
  "get their arguments": `${WAIT} setTimeout((...args) => log.push(args), 1, 1, 'b', null); await wait(10); return log`,
  "microtasks run between timers": `${WAIT} setTimeout(() => { log.push(1); Promise.resolve().then(() => log.push('micro')); }, 1); setTimeout(() => log.push(2), 1); await wait(20); return log`,
  "come after microtasks": `${WAIT} setTimeout(() => log.push('timer'), 0); queueMicrotask(() => log.push('queued')); Promise.resolve().then(() => log.push('then')); await wait(10); return log`,
  "can be cleared": `${WAIT} const id = setTimeout(() => log.push(1), 1); clearTimeout(id); await wait(10); return log`,
  "can be cleared by the other name": `${WAIT} clearInterval(setTimeout(() => log.push(1), 1)); clearTimeout(setInterval(() => log.push(2), 1)); await wait(10); return log`,
  "clearing what is none is nothing":
    "clearTimeout(); clearTimeout(undefined); clearTimeout(null); clearTimeout(-1); clearTimeout(123456789); clearTimeout('x'); return 1",
  "can be cleared by one that is due at the same time": `${WAIT} let b; setTimeout(() => { log.push('a'); clearTimeout(b); }, 1); b = setTimeout(() => log.push('b'), 1); await wait(20); return log`,
  "intervals repeat until cleared": `${WAIT} await new Promise((done) => { const id = setInterval((x) => { log.push(x); if (log.length === 3) { clearInterval(id); done(); } }, 2, 'tick'); }); await wait(15); return log`,
  "an interval cleared in itself stops": `${WAIT} const id = setInterval(() => { log.push(1); clearInterval(id); }, 1); await wait(15); return log`,
  "a negative delay is none": `${WAIT} setTimeout(() => log.push(1), -50); await wait(10); return log`,
  "a delay that is no number is none": `${WAIT} setTimeout(() => log.push(1), 'soon'); setTimeout(() => log.push(2), NaN); setTimeout(() => log.push(3)); await wait(10); return log`,
  "a delay may be text": `${WAIT} setTimeout(() => log.push(1), '3'); await wait(15); return log`,
  "a delay that does not fit wraps to none": `${WAIT} setTimeout(() => log.push(1), 2 ** 31); await wait(10); return log`,
  "code as text is refused":
    "return [await caught(() => setTimeout('1', 1)), await caught(() => setInterval('1')), await caught(() => setTimeout()), await caught(() => setTimeout(null, 1))]",
  "wait at least as long as asked": `${WAIT} const start = performance.now(); await wait(12); return performance.now() - start >= 11`,
  "identifiers are positive integers": {
    body: "const a = setTimeout(() => {}, 0), b = setInterval(() => {}, 5); clearInterval(b); return [Number.isInteger(a) && a > 0, Number.isInteger(b) && b > a]",
    expected: [true, true],
  },
  "this is the global scope": {
    body: `${WAIT} setTimeout(function () { log.push(this === globalThis); }, 0); await wait(5); return log`,
    expected: [true],
  },
  "deeply nested timers slow down": {
    body: "let depth = 0; const start = performance.now(); await new Promise((done) => { const next = () => { if (++depth === 9) done(); else setTimeout(next, 0); }; setTimeout(next, 0); }); return performance.now() - start >= 11",
    expected: true,
  },
  "their number is bounded": {
    body: "const ids = []; const failure = await caught(() => { for (let i = 0; i < 20000; i++) ids.push(setTimeout(() => {}, 60000)); }); ids.forEach(clearTimeout); return [failure, ids.length, typeof setTimeout(() => {}, 0)]",
    expected: [{ dom: "QuotaExceededError", code: 22 }, 10000, "number"],
  },
  "functions have their looks": {
    body: "return ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'].map((name) => [globalThis[name].name, globalThis[name].length, shapeOf(globalThis, name).enumerable])",
    expected: [
      ["setTimeout", 1, false],
      ["setInterval", 1, false],
      ["clearTimeout", 0, false],
      ["clearInterval", 0, false],
    ],
  },
});

differential("queueMicrotask", {
  "runs before timers and in order":
    "const log = []; queueMicrotask(() => log.push(1)); Promise.resolve().then(() => log.push(2)); queueMicrotask(() => log.push(3)); await nextTurn(); return log",
  "needs a function": "return [await caught(() => queueMicrotask()), await caught(() => queueMicrotask('x'))]",
});

test("a timer's error is reported and the next timer runs", async () => {
  using guest = await createGuest();
  const result = await guest.evaluate(
    "const log = []; setTimeout(() => { throw new Error('late'); }, 1); setTimeout(() => log.push('next'), 1); await new Promise((done) => setTimeout(done, 15)); return log",
  );
  expect(result).toEqual(["next"]);
  const lines = guest.calls.filter(({ name }) => name === "log").map(({ args }) => args);
  expect(lines).toEqual([["error", expect.stringMatching(/^Uncaught Error: late/)]]);
});

test("the host is asked only for the earliest timer, and for none when there is none", async () => {
  using guest = await createGuest({ now: () => 100, wakeAt: () => undefined });
  await guest.evaluate(
    "const a = setTimeout(() => {}, 50); const b = setTimeout(() => {}, 20); setTimeout(() => {}, 70); clearTimeout(b); clearTimeout(a); return 1",
  );
  const asked = guest.calls.filter(({ name }) => name === "wakeAt").map(({ args }) => args[0]);
  expect(asked).toEqual([150, 120, 150, 170]);
});

test("a host that enters too early finds no timer run", async () => {
  let now = 0;
  using guest = await createGuest({ now: () => now, wakeAt: () => undefined });
  await guest.evaluate(
    "globalThis.ran = []; setTimeout(() => ran.push(1), 10); setTimeout(() => ran.push(2), 10); return 1",
  );
  guest.enter("timers");
  expect(await guest.evaluate("return ran")).toEqual([]);
  now = 10;
  guest.enter("timers");
  expect(await guest.evaluate("return ran")).toEqual([1]);
  guest.enter("timers");
  expect(await guest.evaluate("return ran")).toEqual([1, 2]);
});

function wakes(guest: Guest): unknown[] {
  return guest.calls.filter(({ name }) => name === "wakeAt").map(({ args }) => args[0]);
}

/** A call begins: whatever comes of it, the guest's clock and timers are renewed. */
function beginCall(guest: Guest): void {
  guest.enter("event", "{}");
}

test("timers of the top level go on in the first call, on its clock", async () => {
  let now = 1000;
  using guest = await createGuest({ now: () => now, wakeAt: () => undefined });
  await guest.evaluate("globalThis.ran = []; setTimeout(() => ran.push('init'), 30); return 1");
  expect(wakes(guest)).toEqual([1030]);
  now = 5;
  beginCall(guest);
  expect(wakes(guest).at(-1)).toBe(35);
  now = 35;
  guest.enter("timers");
  expect(await guest.evaluate("return ran")).toEqual(["init"]);
});

test("timers of one call don't run in the next", async () => {
  let now = 0;
  using guest = await createGuest({ now: () => now, wakeAt: () => undefined });
  beginCall(guest);
  await guest.evaluate(
    "globalThis.ran = []; setTimeout(() => ran.push('old'), 1); setInterval(() => ran.push('old'), 1); return 1",
  );
  beginCall(guest);
  await guest.evaluate("setTimeout(() => ran.push('new'), 1); return 1");
  now = 10;
  for (let i = 0; i < 4; i++) guest.enter("timers");
  expect(await guest.evaluate("return ran")).toEqual(["new"]);
});
