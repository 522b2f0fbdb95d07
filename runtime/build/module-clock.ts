/**
 * What runs in the guest to time a bundle's modules. Plain JavaScript, as text: it is bundled with the function, and its names are its own.
 * The first statement of each module calls `begin`, the last one `end`; a module that another one runs (CommonJS) begins and ends within
 * that one. A module that is left in the middle (a `return` at its top) ends with the one around it.
 */

/** The global by which modules reach the clock while the top level runs. */
export const CLOCK = "__coldframeModuleClock";
/** Reads of one kind at one place are counted, not listed; of so many places at most. */
const MOST_READS = 50;

export const CLOCK_SOURCE = `
const now = performance.now.bind(performance);
const startedMs = now();
const ownMs = [];
const open = [];
let markMs = startedMs;
function charge() {
  const atMs = now();
  const top = open[open.length - 1];
  if (top !== undefined) ownMs[top] = (ownMs[top] ?? 0) + atMs - markMs;
  markMs = atMs;
}
const reads = new Map();
const undo = [];
function note(what) {
  const stack = String(new Error().stack);
  const key = what + stack;
  const known = reads.get(key);
  if (known !== undefined) known.count++;
  else if (reads.size < ${MOST_READS}) reads.set(key, { what, stack, count: 1 });
}
function watch(target, name, what) {
  const real = target[name];
  if (typeof real !== "function") return;
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, {
    configurable: true, writable: true, enumerable: own?.enumerable ?? false,
    value: function (...args) { note(what); return Reflect.apply(real, this, args); },
  });
  undo.push(() => { if (own === undefined) delete target[name]; else Object.defineProperty(target, name, own); });
}
const RealDate = Date;
watch(RealDate, "now", "Date.now()");
globalThis.Date = new Proxy(RealDate, {
  construct(target, args, newTarget) {
    if (args.length === 0) note("new Date()");
    return Reflect.construct(target, args, newTarget);
  },
  apply(target, self, args) { note("Date()"); return Reflect.apply(target, self, args); },
});
undo.push(() => { globalThis.Date = RealDate; });
watch(Math, "random", "Math.random()");
watch(crypto, "getRandomValues", "crypto.getRandomValues()");
watch(crypto, "randomUUID", "crypto.randomUUID()");
watch(performance, "now", "performance.now()");
globalThis.${CLOCK} = {
  begin(index) { charge(); open.push(index); ownMs[index] ??= 0; },
  end(index) {
    if (!open.includes(index)) return;
    charge();
    while (open.pop() !== index);
  },
};
export function report() {
  for (const restore of undo.splice(0)) restore();
  return { startedMs, endedMs: now(), ownMs: ownMs.map((ms) => ms ?? null), reads: [...reads.values()] };
}
`;
