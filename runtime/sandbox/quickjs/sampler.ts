import type { SampledCall, SampledFunction, SampledNode, StackSample } from "../../model";
import { nowUs } from "../thread-clock";
import type { GuestStack } from "./guest-stack";
import type { InstanceWatcher } from "./host-call";

/**
 * Polls between two looks at the clock, at most; how many is drawn anew each time, since calls that all do the same would else always be
 * seen at the same places. Few enough that a look comes every few microseconds, and many enough that looking costs little: see
 * the benchmark.
 */
const MOST_POLLS = 32;
/** Without a look for so long, the guest was not where it polls. */
const UNPOLLED_US = 50;
/** A shorter call of the host counts as its caller's own time. */
const HOST_LEAST_US = 20;
/** A recursion makes a node at each depth; what comes after so many is counted to the deepest that is known. */
const MAX_NODES = 20_000;
/** Twenty seconds at ten a millisecond. The rest of so long a call stays unaccounted. */
const MAX_SAMPLES = 200_000;

/**
 * Samples a guest's stack at about regular times: at the first look after each. So it sees no single instruction. What a function of the
 * engine's own takes (`JSON.parse`, a regular expression) passes without a poll: a short one counts to whoever is looked at next, mostly
 * its caller; a long one shows as a frame of its own there.
 *
 * A sample stands for the time that the guest ran since the last one, also in the calls before: of many calls, each shorter than
 * the interval, every one is as likely to be hit by the time it takes. The interval is drawn anew each time, from half to one and a half
 * of what is asked for, so that it can't keep step with the calls.
 */
export class Sampler implements InstanceWatcher {
  readonly everyUs: number;
  readonly #stack: GuestStack;
  #record = new SampleRecord();
  #beganUs = 0;
  /** When the guest began to run, or the last sample was taken; moved on by what the host took since. */
  #fromUs = 0;
  /** What ran since the last sample before the guest last paused. */
  #carriedUs = 0;
  #dueUs = 0;
  #waitUs: number;
  /** When the clock was looked at last. */
  #lookedUs = 0;
  #pausedUs: number | null = null;

  /** `everyUs`: about how often, microseconds. */
  constructor(stack: GuestStack, everyUs: number) {
    this.#stack = stack;
    this.everyUs = everyUs;
    this.#waitUs = this.#draw();
  }

  /** A call begins; the guest does not run yet. */
  begin(): void {
    this.#record = new SampleRecord();
    this.#beganUs = nowUs();
    this.#pausedUs = null;
  }

  /** The guest runs. */
  resumed(): void {
    this.#fromUs = nowUs();
    if (this.#pausedUs !== null) this.#record.add([IDLE], this.#fromUs - this.#pausedUs);
    this.#pausedUs = null;
    this.#dueUs = this.#fromUs + this.#waitUs - this.#carriedUs;
    this.#lookedUs = this.#fromUs;
    this.#pollSoon();
  }

  /** The guest runs no more, or waits for something. */
  paused(): void {
    this.#pausedUs = nowUs();
    this.#carriedUs += this.#pausedUs - this.#fromUs;
  }

  /** Called by the engine. True where something was seen. */
  polled(): boolean {
    this.#pollSoon();
    const now = nowUs();
    const unpolledUs = now - this.#lookedUs;
    const isLong = unpolledUs >= UNPOLLED_US;
    this.#lookedUs = now;
    if (!isLong && now < this.#dueUs) return false;
    const stack = this.#read();
    if (isLong) this.#addAside([...stack, UNPOLLED], unpolledUs);
    if (now >= this.#dueUs) this.#sample(stack, now);
    // What looking took is nobody's time: it stays unaccounted.
    const ownUs = nowUs() - now;
    this.#lookedUs += ownUs;
    this.#fromUs += ownUs;
    this.#dueUs += ownUs;
    return true;
  }

  #sample(stack: readonly SampledFunction[], now: number): void {
    this.#record.add(stack, this.#carriedUs + now - this.#fromUs);
    this.#carriedUs = 0;
    this.#fromUs = now;
    this.#waitUs = this.#draw();
    this.#dueUs = now + this.#waitUs;
  }

  /** The guest called the host, which is about to answer. */
  hosted(name: string, beganUs: number): void {
    const tookUs = nowUs() - beganUs;
    if (tookUs < HOST_LEAST_US) return;
    // The innermost is the function that is lent: the host's name for it says more.
    this.#addAside([...this.#read().slice(0, -1), { kind: "host", name, file: null, line: 0, column: 0 }], tookUs);
    this.#lookedUs += tookUs;
  }

  /** The call is over: what was seen of it. */
  end(): SampledCall {
    const { functions, nodes, samples } = this.#record;
    return { functions, nodes, samples, wallUs: nowUs() - this.#beganUs };
  }

  #read(): SampledFunction[] {
    return this.#stack.read().reverse();
  }

  /** Time that is known of its own: the next sample does not stand for it. */
  #addAside(stack: readonly SampledFunction[], tookUs: number): void {
    this.#record.add(stack, tookUs);
    this.#fromUs += tookUs;
    this.#dueUs += tookUs;
  }

  #pollSoon(): void {
    this.#stack.pollAfter(1 + Math.floor(Math.random() * MOST_POLLS));
  }

  #draw(): number {
    return this.everyUs * (0.5 + Math.random());
  }
}

const IDLE: SampledFunction = { kind: "idle", name: "", file: null, line: 0, column: 0 };
const UNPOLLED: SampledFunction = { kind: "unpolled", name: "", file: null, line: 0, column: 0 };

/** The samples of one call. */
class SampleRecord {
  readonly functions: SampledFunction[] = [];
  readonly nodes: SampledNode[] = [];
  readonly samples: StackSample[] = [];
  readonly #functionIndexes = new Map<SampledFunction, number>();
  /** Of each node, and of the root before them. */
  readonly #children: Map<number, number>[] = [new Map<number, number>()];

  /** `stack`: outermost first. */
  add(stack: readonly SampledFunction[], durationUs: number): void {
    let node = -1;
    for (const each of stack) {
      const next = this.#child(node, this.#functionIndex(each));
      if (next === null) break;
      node = next;
    }
    if (node >= 0 && this.samples.length < MAX_SAMPLES) this.samples.push({ node, durationUs });
  }

  #child(parent: number, index: number): number | null {
    const children = this.#children[parent + 1];
    const known = children?.get(index);
    if (known !== undefined || children === undefined) return known ?? null;
    if (this.nodes.length >= MAX_NODES) return null;
    const made = this.nodes.push({ function: index, parent }) - 1;
    this.#children.push(new Map());
    children.set(index, made);
    return made;
  }

  #functionIndex(each: SampledFunction): number {
    let index = this.#functionIndexes.get(each);
    if (index === undefined) {
      index = this.functions.push(each) - 1;
      this.#functionIndexes.set(each, index);
    }
    return index;
  }
}
