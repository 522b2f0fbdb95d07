import type { HostFunctions } from "./bridge";
import { clonePlain } from "./clone.guest";
import { dictionary, EventTarget } from "./events.guest";
import { defineGlobal, exposeInterface, setLengths } from "./interfaces.guest";
import type { BareMap } from "./primordials.guest";
import {
  append,
  bareMap,
  DOMException,
  isFiniteNumber,
  isObject,
  toNumber,
  toText,
  TypeError,
} from "./primordials.guest";

type PerformanceHost = Pick<HostFunctions, "now" | "epochNow" | "span">;

const token = {};

interface EntryState {
  readonly name: string;
  readonly entryType: "mark" | "measure";
  readonly startTime: number;
  readonly duration: number;
  readonly detail: unknown;
}

interface MarkOptions {
  readonly detail?: unknown;
  readonly startTime?: unknown;
}

interface MeasureOptions {
  readonly detail?: unknown;
  readonly start?: unknown;
  readonly end?: unknown;
  readonly duration?: unknown;
}

let lent: PerformanceHost;
let stateOf: (entry: unknown) => EntryState;

class PerformanceEntry {
  #state: EntryState;
  static {
    stateOf = (entry) => {
      if (!isObject(entry) || !(#state in entry)) throw new TypeError("Illegal invocation");
      return entry.#state;
    };
  }
  constructor(given?: object, state?: EntryState) {
    if (given !== token || state === undefined) throw new TypeError("Illegal constructor");
    this.#state = state;
  }
  get name(): string {
    return stateOf(this).name;
  }
  get entryType(): string {
    return stateOf(this).entryType;
  }
  get startTime(): number {
    return stateOf(this).startTime;
  }
  get duration(): number {
    return stateOf(this).duration;
  }
  toJSON(): object {
    const { name, entryType, startTime, duration, detail } = stateOf(this);
    return { name, entryType, startTime, duration, detail };
  }
}

class PerformanceMark extends PerformanceEntry {
  constructor(name: unknown, options: MarkOptions | null = null) {
    if (arguments.length === 0) throw new TypeError("PerformanceMark needs a name.");
    const given = dictionary<MarkOptions>(options);
    const startTime = given?.startTime === undefined ? lent.now() : timeOf(given.startTime);
    super(token, { name: toText(name), entryType: "mark", startTime, duration: 0, detail: detailOf(given) });
  }
  get detail(): unknown {
    return stateOf(this).detail;
  }
}

class PerformanceMeasure extends PerformanceEntry {
  get detail(): unknown {
    return stateOf(this).detail;
  }
}

function detailOf(options: { readonly detail?: unknown } | null): unknown {
  const detail = options?.detail;
  return detail === undefined || detail === null ? null : clonePlain(detail);
}

function timeOf(value: unknown): number {
  const time = toNumber(value);
  if (!isFiniteNumber(time)) throw new TypeError("A time is not a finite number.");
  if (time < 0) throw new TypeError("A time is negative.");
  return time;
}

/** Entries in the order of their times. Of one call: the clock begins anew with the next one. */
class Timeline {
  #entries: PerformanceEntry[] = [];
  /** The latest mark of each name. */
  readonly #marks: BareMap<string, PerformanceEntry> = bareMap();

  add(entry: PerformanceEntry): void {
    const { entryType, name, startTime } = stateOf(entry);
    if (entryType === "mark") this.#marks.set(name, entry);
    append(this.#entries, entry);
    // Mostly it is the latest: a measure began earlier.
    for (let at = this.#entries.length - 1; at > 0; at--) {
      const before = this.#entries[at - 1] as PerformanceEntry;
      if (stateOf(before).startTime <= startTime) break;
      this.#entries[at - 1] = entry;
      this.#entries[at] = before;
    }
  }

  list(name: string | null, type: string | null): PerformanceEntry[] {
    const found: PerformanceEntry[] = [];
    for (let i = 0; i < this.#entries.length; i++) {
      const entry = this.#entries[i] as PerformanceEntry;
      const state = stateOf(entry);
      if ((name === null || state.name === name) && (type === null || state.entryType === type)) append(found, entry);
    }
    return found;
  }

  clear(type: string, name: string | null): void {
    const kept: PerformanceEntry[] = [];
    for (let i = 0; i < this.#entries.length; i++) {
      const entry = this.#entries[i] as PerformanceEntry;
      const state = stateOf(entry);
      if (state.entryType !== type || (name !== null && state.name !== name)) append(kept, entry);
      else if (type === "mark") this.#marks.delete(state.name);
    }
    this.#entries = kept;
  }

  forget(): void {
    this.#entries = [];
    this.#marks.clear();
  }

  /** A time as `measure` is given it: a number, or the name of a mark. */
  timeOf(markOrTime: unknown): number {
    if (typeof markOrTime === "number") return timeOf(markOrTime);
    const name = toText(markOrTime);
    const mark = this.#marks.get(name);
    if (mark === undefined) throw new DOMException(`There is no mark '${name}'.`, "SyntaxError");
    return stateOf(mark).startTime;
  }
}

/** User Timing's rules for what `measure` is given: two marks, or one dictionary with two of start, end and duration. */
function measured(timeline: Timeline, name: string, startOrOptions: unknown, endMark: unknown): PerformanceMeasure {
  const options = isObject(startOrOptions) ? (startOrOptions as MeasureOptions) : null;
  const { start, end, duration } = options ?? {
    start: startOrOptions ?? undefined,
    end: undefined,
    duration: undefined,
  };
  const hasOptions = options !== null && [start, end, duration, options.detail].some((member) => member !== undefined);
  if (hasOptions && endMark !== undefined) throw new TypeError("measure takes either options or an end mark.");
  if (hasOptions && start === undefined && end === undefined) throw new TypeError("measure needs a start or an end.");
  if (start !== undefined && end !== undefined && duration !== undefined) {
    throw new TypeError("measure takes two of start, end and duration.");
  }
  const length = duration === undefined ? null : timeOf(duration);
  let endTime: number;
  if (endMark !== undefined) endTime = timeline.timeOf(endMark);
  else if (end !== undefined) endTime = timeline.timeOf(end);
  else if (start !== undefined && length !== null) endTime = timeline.timeOf(start) + length;
  else endTime = lent.now();
  let startTime = 0;
  if (start !== undefined) startTime = timeline.timeOf(start);
  else if (length !== null) startTime = endTime - length;
  const state = {
    name,
    entryType: "measure",
    startTime,
    duration: endTime - startTime,
    detail: detailOf(options),
  } as const;
  return new PerformanceMeasure(token, state);
}

export interface PerformanceTimeline {
  /** A call begins, and its clock with it. */
  refresh(): void;
}

/** Installs `performance` with its timeline. What is measured becomes a span of the call as well. */
export function installPerformance(host: PerformanceHost): PerformanceTimeline {
  lent = host;
  const timeline = new Timeline();

  class Performance extends EventTarget {
    #own = true;
    // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- it is taken off its class and called alone
    static check(this: void, value: object): void {
      if (!(#own in value)) throw new TypeError("Illegal invocation");
    }
    constructor(given?: object) {
      if (given !== token) throw new TypeError("Illegal constructor");
      super();
    }
    get timeOrigin(): number {
      check(this);
      return host.epochNow() - host.now();
    }
    now(): number {
      check(this);
      return host.now();
    }
    toJSON(): { timeOrigin: number } {
      check(this);
      return { timeOrigin: host.epochNow() - host.now() };
    }
    mark(name: unknown, options: MarkOptions | null = null): PerformanceMark {
      check(this);
      if (arguments.length === 0) throw new TypeError("mark needs a name.");
      const mark = new PerformanceMark(name, options);
      timeline.add(mark);
      return mark;
    }
    measure(name: unknown, startOrOptions?: unknown, endMark?: unknown): PerformanceMeasure {
      check(this);
      if (arguments.length === 0) throw new TypeError("measure needs a name.");
      const measure = measured(timeline, toText(name), startOrOptions, endMark);
      timeline.add(measure);
      const { startTime, duration } = stateOf(measure);
      host.span(stateOf(measure).name, startTime, startTime + duration, "{}");
      return measure;
    }
    clearMarks(name?: unknown): void {
      check(this);
      timeline.clear("mark", name === undefined ? null : toText(name));
    }
    clearMeasures(name?: unknown): void {
      check(this);
      timeline.clear("measure", name === undefined ? null : toText(name));
    }
    getEntries(): PerformanceEntry[] {
      check(this);
      return timeline.list(null, null);
    }
    getEntriesByType(type: unknown): PerformanceEntry[] {
      check(this);
      if (arguments.length === 0) throw new TypeError("getEntriesByType needs a type.");
      return timeline.list(null, toText(type));
    }
    getEntriesByName(name: unknown, type?: unknown): PerformanceEntry[] {
      check(this);
      if (arguments.length === 0) throw new TypeError("getEntriesByName needs a name.");
      return timeline.list(toText(name), type === undefined ? null : toText(type));
    }
  }
  const { check } = Performance;
  Reflect.deleteProperty(Performance, "check");
  exposeInterface(PerformanceEntry, "PerformanceEntry", 0);
  exposeInterface(PerformanceMark, "PerformanceMark", 1);
  exposeInterface(PerformanceMeasure, "PerformanceMeasure", 0);
  exposeInterface(Performance, "Performance", 0);
  setLengths(Performance.prototype, { mark: 1, measure: 1, clearMarks: 0, clearMeasures: 0, getEntriesByName: 1 });
  defineGlobal("performance", new Performance(token));
  return {
    refresh() {
      timeline.forget();
    },
  };
}
