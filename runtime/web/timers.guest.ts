import type { HostFunctions } from "./bridge";
import { eventHooks } from "./events.guest";
import { defineGlobals } from "./interfaces.guest";
import type { BareMap } from "./primordials.guest";
import { apply, bareArray, bareMap, DOMException, TypeError } from "./primordials.guest";

interface Timer {
  readonly id: number;
  readonly run: () => void;
  /** Milliseconds between runs; negative for one run only. */
  readonly everyMs: number;
  /** How many timers set this one off, one inside the other. */
  nesting: number;
  /** In the host's `now()`. */
  dueMs: number;
  /** Order among timers that are due at the same time. */
  turn: number;
  readonly call: number;
  cleared: boolean;
}

export interface Timers {
  /** Runs the earliest timer that is due, and asks to be woken for the next. One per entry: the engine's jobs run between. */
  runDue(): void;
  /** A call begins, on a new clock: see `Core.refresh`. */
  refresh(): void;
  /** Asks for an entry as soon as the engine's jobs are done. */
  wakeSoon(): void;
  /** Runs a function once, after some milliseconds. */
  start(delayMs: number, run: () => void): void;
}

/** More live timers than this at once are refused: a function that leaks timers finds out before its memory does. */
const MAX_TIMERS = 10_000;
/** The HTML standard's clamp: a timer nested deeper than this waits at least four milliseconds. */
const NESTING_LIMIT = 5;
const NESTED_MIN_MS = 4;

function before(a: Timer, b: Timer): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.turn < b.turn);
}

function siftUp(heap: Timer[], from: number): void {
  const timer = heap[from] as Timer;
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(timer, heap[parent] as Timer)) break;
    heap[at] = heap[parent] as Timer;
    at = parent;
  }
  heap[at] = timer;
}

function siftDown(heap: Timer[], from: number): void {
  const timer = heap[from] as Timer;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Timer, heap[child] as Timer)) child++;
    if (!before(heap[child] as Timer, timer)) break;
    heap[at] = heap[child] as Timer;
    at = child;
  }
  heap[at] = timer;
}

function removeFirst(heap: Timer[]): void {
  const last = heap[heap.length - 1] as Timer;
  heap.length--;
  if (heap.length === 0) return;
  heap[0] = last;
  siftDown(heap, 0);
}

class TimerQueue implements Timers {
  readonly #host: Pick<HostFunctions, "now" | "wakeAt">;
  #heap: Timer[] = bareArray();
  readonly #live: BareMap<number, Timer> = bareMap();
  #count = 0;
  #nextId = 1;
  #nextTurn = 0;
  /** Which call the guest is in; 0 is the top level. */
  #call = 0;
  #nesting = 0;
  #lastNowMs = 0;
  /** What the host was last asked for; negative for nothing. */
  #askedMs = -1;

  constructor(host: Pick<HostFunctions, "now" | "wakeAt">) {
    this.#host = host;
  }

  #now(): number {
    return (this.#lastNowMs = this.#host.now());
  }

  #ask(): void {
    while (this.#heap.length > 0 && this.#heap[0]?.cleared === true) removeFirst(this.#heap);
    const atMs = this.#heap[0]?.dueMs ?? -1;
    if (atMs !== this.#askedMs) this.#wakeAt(atMs);
  }

  #wakeAt(atMs: number): void {
    this.#askedMs = atMs;
    this.#host.wakeAt(atMs);
  }

  #put(timer: Timer, delayMs: number): void {
    const clamped = timer.nesting > NESTING_LIMIT && delayMs < NESTED_MIN_MS ? NESTED_MIN_MS : delayMs;
    timer.dueMs = this.#now() + clamped;
    timer.turn = this.#nextTurn++;
    this.#heap[this.#heap.length] = timer;
    siftUp(this.#heap, this.#heap.length - 1);
  }

  add(delayMs: number, repeat: boolean, run: () => void): number {
    if (this.#count >= MAX_TIMERS) {
      throw new DOMException(`More than ${MAX_TIMERS} timers at once.`, "QuotaExceededError");
    }
    const id = this.#nextId++;
    const nesting = this.#nesting + 1;
    const everyMs = repeat ? delayMs : -1;
    const timer = { id, run, everyMs, nesting, dueMs: 0, turn: 0, call: this.#call, cleared: false };
    this.#live.set(id, timer);
    this.#count++;
    this.#put(timer, delayMs);
    this.#ask();
    return id;
  }

  start(delayMs: number, run: () => void): void {
    this.add(delayMs, false, run);
  }

  clear(id: number): void {
    const timer = this.#live.get(id);
    if (!timer) return;
    this.#forget(timer);
    // Cleared timers leave the heap when they come up, or here when they are the most of it.
    if (this.#heap.length > 32 && this.#heap.length > 2 * this.#count) this.#sweep();
    this.#ask();
  }

  #forget(timer: Timer): void {
    timer.cleared = true;
    if (this.#live.delete(timer.id)) this.#count--;
  }

  #sweep(): void {
    const heap = bareArray<Timer>();
    for (let i = 0; i < this.#heap.length; i++) {
      const timer = this.#heap[i] as Timer;
      if (timer.cleared) continue;
      heap[heap.length] = timer;
      siftUp(heap, heap.length - 1);
    }
    this.#heap = heap;
  }

  #repeat(timer: Timer): void {
    if (timer.cleared) return;
    timer.nesting++;
    this.#put(timer, timer.everyMs);
  }

  runDue(): void {
    this.#askedMs = -1;
    const timer = this.#heap[0];
    if (timer && !timer.cleared && timer.dueMs <= this.#now()) {
      removeFirst(this.#heap);
      if (timer.everyMs < 0) this.#forget(timer);
      this.#nesting = timer.nesting;
      timer.run();
      this.#nesting = 0;
      this.#repeat(timer);
    }
    this.#ask();
  }

  refresh(): void {
    this.#call++;
    this.#askedMs = -1;
    this.#nesting = 0;
    if (this.#heap.length > 0) this.#adopt();
  }

  /** Forgets the last call's timers, and puts those of the top level on the new clock. */
  #adopt(): void {
    const before = this.#lastNowMs;
    const shift = this.#now() - before;
    for (let i = 0; i < this.#heap.length; i++) {
      const timer = this.#heap[i] as Timer;
      if (timer.call !== 0) this.#forget(timer);
      else timer.dueMs += shift;
    }
    this.#sweep();
    if (this.#heap.length > 0) this.#ask();
  }

  wakeSoon(): void {
    if (this.#askedMs !== 0) this.#wakeAt(0);
  }
}

function runHandler(handler: (...args: unknown[]) => unknown, args: unknown[]): void {
  try {
    apply(handler, globalThis, args);
  } catch (error) {
    eventHooks.report(error);
  }
}

/** Installs `setTimeout` and its kin. Code as text is refused, as every edge platform does. */
export function installTimers(host: Pick<HostFunctions, "now" | "wakeAt">): Timers {
  const queue = new TimerQueue(host);
  function add(name: string, repeat: boolean, handler: unknown, delay: unknown, args: unknown[]): number {
    if (typeof handler !== "function") throw new TypeError(`${name} needs a function; code as text is not run here.`);
    // Web IDL `long`: what does not fit wraps around, and what is negative counts as zero.
    const delayMs = (delay as number) | 0;
    return queue.add(delayMs < 0 ? 0 : delayMs, repeat, () => {
      runHandler(handler as () => unknown, args);
    });
  }
  const globals = {
    setTimeout(handler: unknown, delay: unknown = 0, ...args: unknown[]): number {
      return add("setTimeout", false, handler, delay, args);
    },
    setInterval(handler: unknown, delay: unknown = 0, ...args: unknown[]): number {
      return add("setInterval", true, handler, delay, args);
    },
    clearTimeout(id: unknown = 0): void {
      queue.clear((id as number) | 0);
    },
    clearInterval(id: unknown = 0): void {
      queue.clear((id as number) | 0);
    },
  };
  defineGlobals(globals);
  return queue;
}
