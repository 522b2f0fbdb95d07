import { expect, test } from "vitest";
import { differential } from "./differential";
import { createGuest } from "./guest-harness";

differential("Event", {
  "has its defaults":
    "const e = new Event('x'); return [e.type, e.bubbles, e.cancelable, e.composed, e.defaultPrevented, e.eventPhase, e.target, e.currentTarget, e.isTrusted, e.returnValue, e.cancelBubble]",
  "takes its dictionary":
    "const e = new Event('x', { bubbles: 1, cancelable: 'yes', composed: {} }); return [e.bubbles, e.cancelable, e.composed]",
  "needs a type": "return caught(() => new Event())",
  "converts its type": "return [new Event(null).type, new Event({}).type, new Event(1).type]",
  "refuses a symbol as its type": "return caught(() => new Event(Symbol()))",
  "refuses a dictionary that is none": "return caught(() => new Event('x', 1))",
  "takes null for a dictionary": "return new Event('x', null).bubbles",
  "needs new": "return caught(() => Event('x'))",
  "has constants": {
    body: "return [Event.NONE, Event.CAPTURING_PHASE, Event.AT_TARGET, Event.BUBBLING_PHASE, Event.prototype.AT_TARGET, shapeOf(Event, 'NONE')]",
    // Node has none on the prototype.
    expected: [0, 1, 2, 3, 2, { configurable: false, enumerable: true, writable: false, value: "number" }],
  },
  "has a name, a length and a tag":
    "return [Event.name, Event.length, Object.prototype.toString.call(new Event('x')), shapeOf(globalThis, 'Event')]",
  "cancels only what is cancelable":
    "return [true, false].map((cancelable) => { const e = new Event('x', { cancelable }); e.preventDefault(); return [e.defaultPrevented, e.returnValue]; })",
  "is canceled by returnValue":
    "const e = new Event('x', { cancelable: true }); e.returnValue = true; const a = e.defaultPrevented; e.returnValue = false; return [a, e.defaultPrevented]",
  "is stopped by cancelBubble":
    "const e = new Event('x'); e.cancelBubble = false; const a = e.cancelBubble; e.cancelBubble = true; return [a, e.cancelBubble]",
  "has a time":
    "const e = new Event('x'); return [typeof e.timeStamp, e.timeStamp >= 0, e.timeStamp <= performance.now()]",
  "has isTrusted as its own": {
    body: "const e = new Event('x'); const d = Object.getOwnPropertyDescriptor(e, 'isTrusted'); return [typeof d.get, d.configurable, d.enumerable, caught.length]",
    // Node puts it on the instance in some versions only; Web IDL: [LegacyUnforgeable].
    expected: ["function", false, true, 1],
  },
  "knows its own kind": {
    body: "return caught(() => Object.getOwnPropertyDescriptor(Event.prototype, 'type').get.call({}))",
    expected: { error: "TypeError" },
  },
  "can be subclassed":
    "class E extends Event { get type2() { return this.type + '!'; } } const e = new E('x'); return [e.type2, e instanceof Event]",
  "CustomEvent carries a detail":
    "return [new CustomEvent('x').detail, new CustomEvent('x', { detail: { a: 1 } }).detail, new CustomEvent('x') instanceof Event]",
  "CustomEvent has its looks": "return [CustomEvent.name, CustomEvent.length, String(new CustomEvent('x'))]",
  "initEvent changes an event": {
    body: "const e = new Event('x'); e.initEvent('y', true, true); return [e.type, e.bubbles, e.cancelable]",
    expected: ["y", true, true],
  },
  "ErrorEvent carries what went wrong": {
    body: "const e = new ErrorEvent('error', { message: 'm', filename: 'f', lineno: 3, colno: 4, error: 5 }); return [e.message, e.filename, e.lineno, e.colno, e.error]",
    expected: ["m", "f", 3, 4, 5],
  },
});

const LOG = "const log = []; const target = new EventTarget(); const say = (text) => () => { log.push(text); };";

differential("EventTarget", {
  "calls listeners in order": `${LOG} target.addEventListener('x', say('a')); target.addEventListener('x', say('b')); target.addEventListener('y', say('c')); return [target.dispatchEvent(new Event('x')), log]`,
  "takes a listener once": `${LOG} const f = say('a'); target.addEventListener('x', f); target.addEventListener('x', f); target.addEventListener('x', f, true); target.dispatchEvent(new Event('x')); return log`,
  "takes a listener off": `${LOG} const f = say('a'); target.addEventListener('x', f); target.removeEventListener('x', f); target.dispatchEvent(new Event('x')); return log`,
  "tells capture from not when it takes off": {
    body: `${LOG} const f = say('a'); target.addEventListener('x', f); target.removeEventListener('x', f, true); target.dispatchEvent(new Event('x')); return log`,
    // Node does not read a boolean here.
    expected: ["a"],
  },
  "once runs once": `${LOG} target.addEventListener('x', say('a'), { once: true }); target.dispatchEvent(new Event('x')); target.dispatchEvent(new Event('x')); return log`,
  "a once listener that dispatches again is not called twice": `${LOG} target.addEventListener('x', () => { log.push('a'); target.dispatchEvent(new Event('x')); }, { once: true }); target.dispatchEvent(new Event('x')); return log`,
  "passive listeners can't cancel": `${LOG} target.addEventListener('x', (e) => e.preventDefault(), { passive: true }); return target.dispatchEvent(new Event('x', { cancelable: true }))`,
  "answers whether it was canceled": `${LOG} target.addEventListener('x', (e) => e.preventDefault()); return [target.dispatchEvent(new Event('x', { cancelable: true })), target.dispatchEvent(new Event('x'))]`,
  "handleEvent is looked up at each call": `${LOG} const o = { handleEvent() { log.push(this === o); } }; target.addEventListener('x', o); target.dispatchEvent(new Event('x')); o.handleEvent = say('b'); target.dispatchEvent(new Event('x')); return log`,
  "this is the target": `${LOG} target.addEventListener('x', function (e) { log.push(this === target, e.target === target, e.currentTarget === target, e.eventPhase, e.composedPath().length); }); const e = new Event('x'); target.dispatchEvent(e); return [log, e.target === target, e.currentTarget, e.eventPhase, e.composedPath().length]`,
  "stopImmediatePropagation stops the rest": `${LOG} target.addEventListener('x', (e) => { log.push('a'); e.stopImmediatePropagation(); }); target.addEventListener('x', say('b')); target.dispatchEvent(new Event('x')); return log`,
  "stopPropagation does not stop the same target": `${LOG} target.addEventListener('x', (e) => { log.push('a'); e.stopPropagation(); }); target.addEventListener('x', say('b')); target.dispatchEvent(new Event('x')); return log`,
  "capture listeners come first": {
    body: `${LOG} target.addEventListener('x', say('bubble')); target.addEventListener('x', say('capture'), true); target.dispatchEvent(new Event('x')); return log`,
    // Node keeps the order of adding.
    expected: ["capture", "bubble"],
  },
  "listeners added meanwhile wait": `${LOG} target.addEventListener('x', () => { log.push('a'); target.addEventListener('x', say('b')); }); target.dispatchEvent(new Event('x')); return log`,
  "listeners removed meanwhile don't run": `${LOG} const f = say('b'); target.addEventListener('x', () => { log.push('a'); target.removeEventListener('x', f); }); target.addEventListener('x', f); target.dispatchEvent(new Event('x')); return log`,
  "a signal takes a listener off": `${LOG} const c = new AbortController(); target.addEventListener('x', say('a'), { signal: c.signal }); target.dispatchEvent(new Event('x')); c.abort(); target.dispatchEvent(new Event('x')); return log`,
  "an aborted signal adds nothing": `${LOG} target.addEventListener('x', say('a'), { signal: AbortSignal.abort() }); target.dispatchEvent(new Event('x')); return log`,
  "a signal must be one": `${LOG} return [await caught(() => target.addEventListener('x', say('a'), { signal: {} })), await caught(() => target.addEventListener('x', say('a'), { signal: null }))]`,
  "null is no listener": `${LOG} return [await caught(() => { target.addEventListener('x', null); return 1; }), await caught(() => { target.addEventListener('x', undefined); return 1; })]`,
  "a listener must be an object": {
    body: `${LOG} return caught(() => target.addEventListener('x', 1))`,
    expected: { error: "TypeError" },
  },
  "an event can't be dispatched twice at once": {
    body: `${LOG} let again; target.addEventListener('x', (e) => { try { target.dispatchEvent(e); } catch (error) { again = [error instanceof DOMException, error.name]; } }); target.dispatchEvent(new Event('x')); return again`,
    // Node throws an error of its own.
    expected: [true, "InvalidStateError"],
  },
  "an event can be dispatched again": `${LOG} target.addEventListener('x', say('a')); const e = new Event('x'); target.dispatchEvent(e); target.dispatchEvent(e); return log`,
  "dispatches events only": `${LOG} return [await caught(() => target.dispatchEvent({ type: 'x' })), await caught(() => target.dispatchEvent())]`,
  "operations belong to event targets": `return caught(() => EventTarget.prototype.addEventListener.call({}, 'x', () => {}))`,
  "the class has its looks":
    "return [EventTarget.name, EventTarget.length, String(new EventTarget()), shapeOf(EventTarget.prototype, 'addEventListener').enumerable]",
  "can be subclassed":
    "class T extends EventTarget { fire() { return this.dispatchEvent(new Event('x')); } } const t = new T(); let n = 0; t.addEventListener('x', () => n++); t.fire(); return n",
  "a trusted event loses its trust when dispatched by hand": {
    body: `${LOG} const c = new AbortController(); let kept; c.signal.addEventListener('abort', (e) => { kept = e; log.push(e.isTrusted); }); c.abort(); target.dispatchEvent(kept); log.push(kept.isTrusted); return log`,
    // Node keeps it.
    expected: [true, false],
  },
});

async function withLog(body: string): Promise<{ result: unknown; lines: unknown[] }> {
  using guest = await createGuest();
  const result = await guest.evaluate(body);
  return { result, lines: guest.calls.filter(({ name }) => name === "log").map(({ args }) => args) };
}

test("a listener that throws is reported, and the next one runs", async () => {
  const { result, lines } = await withLog(
    "let n = 0; const t = new EventTarget(); t.addEventListener('x', () => { throw new Error('broken'); }); t.addEventListener('x', () => n++); return [t.dispatchEvent(new Event('x')), n]",
  );
  expect(result).toEqual([true, 1]);
  expect(lines).toEqual([["error", expect.stringMatching(/^Uncaught Error: broken\n {4}at /)]]);
});

test("reportError reaches the global scope's error listeners, who can silence it", async () => {
  const { result, lines } = await withLog(
    "const seen = []; addEventListener('error', (e) => { seen.push(e.error, e.message, e.target === globalThis); e.preventDefault(); }); reportError('one'); return seen",
  );
  expect(result).toEqual(["one", "Uncaught one", true]);
  expect(lines).toEqual([]);
});

test("an error listener that throws does not report for ever", async () => {
  const { lines } = await withLog("addEventListener('error', () => { throw 'again'; }); reportError('one'); return 1");
  expect(lines).toEqual([
    ["error", "Uncaught again"],
    ["error", "Uncaught one"],
  ]);
});

test("a promise's rejection that nobody handles is logged; one that is handled in time is not", async () => {
  const { lines } = await withLog(
    "Promise.reject(new RangeError('lost')); const late = Promise.reject(1); Promise.resolve().then(() => late.catch(() => {})); await new Promise((done) => setTimeout(done, 5)); return 1",
  );
  expect(lines).toEqual([["error", expect.stringMatching(/^Uncaught \(in promise\) RangeError: lost/)]]);
});

test("unhandledrejection listeners get the promise and can silence the report", async () => {
  const { result, lines } = await withLog(
    "const seen = []; addEventListener('unhandledrejection', (e) => { seen.push(e.reason, e.promise instanceof Promise); e.preventDefault(); }); Promise.reject('gone'); await new Promise((done) => setTimeout(done, 5)); return seen",
  );
  expect(result).toEqual(["gone", true]);
  expect(lines).toEqual([]);
});
