import type { Clock, Engine, GarbageCollection, MonotonicUs } from "../model";
import type { SandboxCall } from "../sandbox/call-packing";
import { unpackResults } from "../sandbox/call-packing";
import { ControlWords } from "../sandbox/control-words";
import type { Binding, FromSandbox, Image, SandboxResult, ToSandbox } from "../sandbox/protocol";
import { Offers } from "./offers";
import type { LoadedEngine, SandboxInfo, SandboxState } from "./pool-types";
import type { Candidate } from "./scheduler/choose";
import { Step } from "./step";
import { Thread } from "./thread";
import type { Watchdog } from "./watchdog";

const BYTES_PER_MB = 1024 * 1024;
/** Pages of linear memory (64 KiB each) in a MiB. */
const PAGES_PER_MB = 16;
/** A busy machine may take long to start a thread. */
const BOOT_LIMIT_US = 30_000_000;
/** Resets and binds take a fraction of a millisecond; a thread that needs this long is stuck. */
const STEP_LIMIT_US = 5_000_000;

/** Who a sandbox's thread is talking with: a call, or one step of its upkeep. One at a time. */
export interface Partner {
  message(message: FromSandbox): void;
  /** A call ended. Only calls have results. */
  result?(result: SandboxResult): void;
  /** The thread is gone, and no further message comes. */
  ended(reason: string): void;
}

/** What the thread is at. Only an `idle` one can be taken. */
type Activity = "starting" | "idle" | "work" | "gone";

export interface SandboxHost {
  readonly engine: Engine;
  readonly workerFile: string;
  readonly clock: Clock;
  readonly watchdog: Watchdog;
  /** Whether its thread notes its garbage collections. */
  readonly logCollections: boolean;
  /** State or binding changed. */
  changed(sandbox: Sandbox): void;
  /** The thread has ended; the sandbox holds nothing any more. */
  gone(sandbox: Sandbox): void;
}

/**
 * One sandbox, seen from outside of its thread: `starting → blank → bound → busy → bound | blank | dead`. It does as it is
 * told; which call it gets, and when it is reset, is the pool's to decide.
 */
export class Sandbox implements Candidate {
  readonly id: number;
  readonly engine: Engine;
  readonly createdAtMs: number;
  readonly spawnedUs: MonotonicUs;
  /** When its first instance was ready; Infinity before. */
  readyUs: MonotonicUs = Number.POSITIVE_INFINITY;
  /** What the thread's start took, for the `spawn` span of a call that waited for it. */
  startAttributes: Readonly<Record<string, number>> = {};
  memoryMb: number;
  /** What the instance was last bound to, and the function's name. */
  bound: { readonly to: Binding; readonly functionName: string } | null = null;
  /** Calls since the instance was last fresh. */
  uses = 0;
  /** The call that it serves, or served last. */
  callId: string | null = null;
  idleSinceUs: MonotonicUs = 0;
  /** When its thread was given to whom it works for. */
  busySinceUs: MonotonicUs = 0;
  /** Kept for somebody: it is no supply for the queue while it starts or is reset. */
  reserved: boolean;
  /** Ends as soon as nothing runs on it. */
  retiring = false;
  /** Resolves when the thread has ended. */
  readonly gone: Promise<void>;
  /** Calls that wait for the one that runs. */
  readonly offers: Offers;
  readonly #host: SandboxHost;
  readonly #thread: Thread;
  readonly #control = new ControlWords();
  #activity: Activity = "starting";
  /** Is being started, reset or bound. */
  #upkeep = true;
  #partner: Partner | null = null;
  #memoryBytes = 0;
  #exited = false;
  /** Who waits for the thread's garbage collections. */
  #collectors: ((collections: readonly GarbageCollection[]) => void)[] = [];

  constructor(id: number, memoryMb: number, reserved: boolean, host: SandboxHost) {
    this.id = id;
    this.engine = host.engine;
    this.memoryMb = memoryMb;
    this.reserved = reserved;
    this.#host = host;
    this.createdAtMs = host.clock.epochMs();
    this.spawnedUs = host.clock.nowUs();
    this.offers = new Offers(this.#control);
    let tellGone: () => void = () => undefined;
    this.gone = new Promise((resolve) => {
      tellGone = resolve;
    });
    this.#thread = new Thread(host.workerFile, {
      message: (message) => {
        this.#receive(message);
      },
      died: (reason) => {
        this.#die(reason);
      },
      exited: () => {
        this.#exited = true;
        this.#die("the thread exited");
        host.gone(this);
        tellGone();
      },
    });
  }

  get state(): SandboxState {
    if (this.#activity === "gone") return "dead";
    if (this.#activity === "idle") return this.bound === null ? "blank" : "bound";
    return this.#activity === "starting" ? "starting" : "busy";
  }

  get boundKey(): string | null {
    return this.bound === null ? null : this.bound.to.key;
  }

  /** Is or soon will be ready for whoever comes first. */
  get supply(): boolean {
    return !this.reserved && !this.retiring && this.#upkeep && this.#activity !== "gone";
  }

  get idle(): boolean {
    return this.#activity === "idle";
  }

  get info(): SandboxInfo {
    const { clock } = this.#host;
    const idleMs = (clock.nowUs() - this.idleSinceUs) / 1000;
    return {
      id: this.id,
      engine: this.engine,
      state: this.state,
      functionName: this.bound?.functionName ?? null,
      version: this.bound?.to.version ?? null,
      memoryBytes: this.#memoryBytes,
      memoryLimitBytes: this.memoryMb * BYTES_PER_MB,
      uses: this.uses,
      callId: this.callId,
      createdAtMs: this.createdAtMs,
      idleSinceMs: this.idle ? Math.round(clock.epochMs() - idleMs) : null,
    };
  }

  /** Waits for the engine and instantiates it. @throws {SandboxEnded} */
  async boot(engine: Promise<LoadedEngine>): Promise<void> {
    const { parts } = await this.#whileStarting(engine);
    const maxPages = this.memoryMb * PAGES_PER_MB;
    const control = this.#control.memory;
    const step = this.#begin(new Step(this, "ready", BOOT_LIMIT_US));
    const postedUs = this.#host.clock.nowUs();
    this.post({ type: "boot", parts, maxPages, control, logCollections: this.#host.logCollections });
    const answer = await step.answer;
    this.#memoryBytes = answer.memoryBytes;
    this.readyUs = this.#host.clock.nowUs();
    const { startedUs, readyUs, warmUpUs } = answer;
    this.startAttributes = {
      "coldframe.thread.boot_us": Math.max(0, startedUs - this.spawnedUs),
      "coldframe.thread.instantiate_us": Math.max(0, readyUs - Math.max(startedUs, postedUs) - warmUpUs),
      ...(warmUpUs > 0 && { "coldframe.engine.warm_up_us": warmUpUs }),
    };
  }

  /** Makes the instance blank again, of this tier. @throws {SandboxEnded} */
  async reset(memoryMb: number): Promise<void> {
    const step = this.#begin(new Step(this, "ready", STEP_LIMIT_US));
    this.bound = null;
    this.uses = 0;
    this.memoryMb = memoryMb;
    this.post({ type: "reset", maxPages: memoryMb * PAGES_PER_MB });
    this.#memoryBytes = (await step.answer).memoryBytes;
  }

  /** Binds a blank instance. @throws {SandboxEnded} */
  async bind(image: Image, functionName: string): Promise<void> {
    const step = this.#begin(new Step(this, "bound", STEP_LIMIT_US));
    this.post({ type: "bind", image });
    this.#memoryBytes = (await step.answer).memoryBytes;
    this.bound = { to: image, functionName };
  }

  /** Gives the thread to `partner` until `finish`. The first message is the partner's to post. */
  start(partner: Partner): void {
    this.#partner = partner;
    this.busySinceUs = this.#host.clock.nowUs();
    if (this.#activity === "idle") this.#thread.hold(true);
    this.#activity = "work";
    this.#upkeep = false;
    this.#host.changed(this);
  }

  /** The partner is done; what comes next is the pool's to say. */
  finish(memoryBytes?: number): void {
    this.#partner = null;
    this.#control.clearStop();
    if (memoryBytes !== undefined) this.#memoryBytes = memoryBytes;
  }

  /** Ready to be taken. An idle thread does not keep the process alive. */
  rest(nowUs: MonotonicUs): void {
    this.reserved = false;
    this.idleSinceUs = nowUs;
    this.#activity = "idle";
    this.#upkeep = false;
    this.#hold();
    this.#host.changed(this);
  }

  /** Kept for one call until it starts on it or `rest` is called. */
  reserve(): void {
    this.reserved = true;
    this.#activity = "work";
    this.#thread.hold(true);
    this.#host.changed(this);
  }

  post(message: ToSandbox): void {
    this.#thread.post(message);
  }

  /** Hands a call to the thread: to run it now, or as an offer behind the running one. With `binding`, binds first. */
  call(call: SandboxCall, binding: Binding | null): void {
    this.#control.setAtWork(true);
    this.#thread.call(call, binding);
  }

  /** Whether the thread may look out for a next call before it sleeps. */
  linger(may: boolean): void {
    this.#control.setMayLinger(may);
  }

  /** A call's guest code runs or is about to, or its result is on its way. */
  get atWork(): boolean {
    return this.#partner?.result !== undefined && this.#control.atWork;
  }

  /** The garbage collections of its thread since they were asked for last; none of a thread that is not ready yet, or gone. */
  collections(): Promise<readonly GarbageCollection[]> {
    if (this.#activity === "starting" || this.#activity === "gone") return Promise.resolve([]);
    return new Promise((resolve) => {
      this.#collectors.push(resolve);
      this.#hold();
      this.post({ type: "collections" });
    });
  }

  /** Stops guest code that runs without a pause. */
  interrupt(mark: number): void {
    this.#control.stop(mark);
  }

  /** Ends the thread, whatever it is at; its partner is told at once. Resolves when the thread is gone. */
  async end(reason: string): Promise<void> {
    const terminated = this.#exited ? null : this.#thread.terminate();
    this.#die(reason);
    await terminated;
  }

  #receive(message: FromSandbox): void {
    if (message.type === "collections") {
      this.#collectors.shift()?.(message.collections);
      this.#hold();
      return;
    }
    if (message.type !== "results") {
      this.#partner?.message(message);
      return;
    }
    for (const result of unpackResults(message.results)) {
      if (this.#partner?.result === undefined) void this.end("the thread sent a result that nobody waited for");
      else this.#partner.result(result);
    }
  }

  /** Whoever waits for the thread keeps the process alive. */
  #hold(): void {
    this.#thread.hold(!this.idle || this.#collectors.length > 0);
  }

  #begin<T extends "ready" | "bound">(step: Step<T>): Step<T> {
    step.dueUs += this.#host.clock.nowUs();
    step.watch(this.#host.watchdog);
    if (this.#activity === "starting") this.#partner = step;
    else this.start(step);
    this.#upkeep = true;
    return step;
  }

  /** A thread may die before there is an engine to boot it with. */
  async #whileStarting<T>(promise: Promise<T>): Promise<T> {
    const waiting = new Step(this, "ready", Number.POSITIVE_INFINITY);
    this.#partner = waiting;
    const value = await Promise.race([promise, waiting.answer]);
    this.#partner = null;
    return value as T;
  }

  #die(reason: string): void {
    if (this.#activity === "gone") return;
    this.#activity = "gone";
    const partner = this.#partner;
    this.#partner = null;
    this.#host.changed(this);
    for (const collected of this.#collectors.splice(0)) collected([]);
    partner?.ended(reason);
  }
}
