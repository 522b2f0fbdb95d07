import { expect, test } from "vitest";
import { differential } from "./differential";
import { createGuest } from "./guest-harness";

differential("performance, navigator and self", {
  "performance.now goes on":
    "const a = performance.now(); await nextTurn(); const b = performance.now(); return [typeof a, a >= 0, b > a]",
  "timeOrigin and now make the time of day":
    "return Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000",
  "performance is an event target":
    "return [performance instanceof EventTarget, String(performance), await caught(() => new Performance())]",
  "performance knows its own kind": {
    body: "return caught(() => performance.now.call({}))",
    expected: { error: "TypeError" },
  },
  "navigator names the platform": {
    body: "return [/^Coldframe\\/\\d+\\.\\d+$/.test(navigator.userAgent), String(navigator), await caught(() => new Navigator())]",
    expected: [true, "[object Navigator]", { error: "TypeError" }],
  },
  "self is the global scope": { body: "return self === globalThis", expected: true },
});

test("nothing of a host is there", async () => {
  using guest = await createGuest();
  const found = await guest.evaluate(
    "return ['process', 'require', 'module', 'exports', 'std', 'os', 'scriptArgs', 'print', 'host', 'guest', 'Buffer', 'global', 'setImmediate', '__filename', 'WebAssembly', 'Worker', 'window', 'document'].filter((name) => name in globalThis)",
  );
  expect(found).toEqual([]);
});

test("what is installed is neither listed nor fixed", async () => {
  using guest = await createGuest();
  const names = [
    ...["Event", "EventTarget", "AbortSignal", "ReadableStream", "TextDecoder", "setTimeout", "addEventListener"],
    ...["reportError", "structuredClone", "console", "performance", "navigator", "self"],
  ];
  const shapes = await guest.evaluate(
    `return ${JSON.stringify(names)}.map((name) => { const { writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(globalThis, name); return [writable, enumerable, configurable]; })`,
  );
  expect(shapes).toEqual(names.map(() => [true, false, true]));
});

test("no function that the guest can reach leads to its host", async () => {
  using guest = await createGuest();
  const leaks = await guest.evaluate(`
    const names = new Set(['wakeAt', 'epochNow', 'requestPull', 'fetchPull', 'adopted', 'settled', 'decodeText', 'codecOpen', 'codecWrite']);
    const seen = new Set(), found = [], queue = [globalThis];
    while (queue.length > 0) {
      const object = queue.pop();
      if (object === null || (typeof object !== 'object' && typeof object !== 'function') || seen.has(object)) continue;
      seen.add(object);
      queue.push(Object.getPrototypeOf(object));
      for (const key of Reflect.ownKeys(object)) {
        if (names.has(key)) found.push(key);
        const descriptor = Object.getOwnPropertyDescriptor(object, key);
        queue.push(descriptor.value, descriptor.get, descriptor.set);
      }
    }
    return [seen.size > 500, found];`);
  expect(leaks).toEqual([true, []]);
});

test("a polluted Object.prototype neither reaches the host's functions nor breaks timers, events and signals", async () => {
  using guest = await createGuest();
  const result = await guest.evaluate(`
    const caughtThis = [];
    for (const key of ['value', 'get', 'set', 'once', 'passive', 'signal', 'handleEvent', 'type', 'callback']) {
      Object.defineProperty(Object.prototype, key, { __proto__: null, configurable: true, get() { if (this && typeof this.wakeAt === 'function') caughtThis.push(key); return undefined; }, set() {} });
    }
    const original = Function.prototype.call;
    Function.prototype.call = function (...args) { if (args[0] && typeof args[0].wakeAt === 'function') caughtThis.push('call'); return Reflect.apply(this, args[0], args.slice(1)); };
    Array.prototype[Symbol.iterator] = function () { throw new Error('iterated'); };
    Map.prototype.get = Map.prototype.set = () => { throw new Error('overwritten'); };
    const log = [];
    const target = new EventTarget();
    target.addEventListener('x', () => log.push('event'));
    target.dispatchEvent(new Event('x'));
    const controller = new AbortController();
    controller.signal.addEventListener('abort', () => log.push('abort'));
    controller.abort();
    await new Promise((done) => setTimeout(() => { log.push('timer'); done(); }, 1));
    console.log('printed');
    return { log, caughtThis };`);
  expect(result).toEqual({ log: ["event", "abort", "timer"], caughtThis: [] });
});
