/**
 * The sandbox's thread: one Wasm instance, and messages in and out. Everything that Node lends a thread is taken away below;
 * what is left to reach the outside with is the message port.
 */
import type { MessagePort } from "node:worker_threads";
import { parentPort } from "node:worker_threads";
import type { LogLine } from "../model";
import guestSource from "../web/index.guest?guest";
import type { UnpackedCall } from "./call-packing";
import { unpackCalls } from "./call-packing";
import type { CallOutput } from "./call-run";
import { CallRun } from "./call-run";
import { ControlWords } from "./control-words";
import { hostHandlers } from "./host-handlers";
import type { Boot, Receiver } from "./inbox";
import { Inbox } from "./inbox";
import { changedRanges } from "./changed-ranges";
import type { InitEnd } from "./init-run";
import { InitRun } from "./init-run";
import { Outbox } from "./outbox";
import type {
  Base,
  Bundle,
  CallLimits,
  EngineModules,
  FromSandbox,
  Image,
  SandboxResult,
  Snapshot,
  ThreadSpan,
  ToCall,
  ToSandbox,
} from "./protocol";
import type { HostHandlers, InstanceHooks } from "./quickjs/instance";
import { Instance } from "./quickjs/instance";
import { Lingering } from "./lingering";
import { SampledRun } from "./sampled-run";
import { Sampler } from "./sampler";
import { nowUs } from "./thread-clock";
import { takeAwayGlobals } from "./take-away-globals";

type Calls = Extract<ToSandbox, { type: "calls" }>;

class SandboxThread implements CallOutput, Receiver {
  readonly #modules: EngineModules;
  readonly #base: Base | null;
  readonly #control: ControlWords;
  readonly #hooks: InstanceHooks;
  readonly #outbox: Outbox;
  readonly #lingering: Lingering;
  #maxPages: number;
  #instance: Instance | null = null;
  /** The instance is as the base is: nothing has run in it. */
  #blank = false;
  #run: CallRun | InitRun | null = null;
  #sampler: Sampler | null = null;
  /** Calls that were handed over or offered, in order. */
  #calls: UnpackedCall[] = [];
  /** Calls came since the pool was last told that they wait. */
  #untold = false;
  /** The instance's state can't be trusted: no call may run in it. */
  #spoilt = false;
  /** Messages are being taken: what a call's end leaves to do is done there. */
  #taking = false;

  constructor(port: MessagePort, boot: Boot) {
    this.#modules = boot.modules;
    this.#base = boot.base;
    this.#maxPages = boot.maxPages;
    this.#control = new ControlWords(boot.control);
    this.#lingering = new Lingering(this.#control);
    this.#outbox = new Outbox((message) => {
      port.postMessage(message);
    });
    this.#hooks = { host: this.#handlers(), interrupted: () => this.#interrupted() };
  }

  async start(startedUs: number): Promise<void> {
    if (this.#base !== null) {
      this.#instance = await this.#restore(this.#base.snapshot);
      this.#blank = true;
    }
    this.#ready(startedUs);
  }

  /** What messages leave to do is done once, after the last of them. */
  take(receive: () => void): void {
    this.#control.setAtWork(true);
    this.#lingering.arrived();
    this.#taking = true;
    receive();
    this.#taking = false;
    this.#rest();
  }

  lookOut(next: () => ToSandbox | null): ToSandbox | null {
    return this.#run?.over === true ? this.#lingering.wait(next) : null;
  }

  receive(message: ToSandbox): Promise<void> | null {
    switch (message.type) {
      case "boot":
        throw new Error("a sandbox boots once");
      case "make-base":
        return this.#makeBase();
      case "make-image":
        this.#makeImage(message);
        return null;
      case "bind":
        return this.#bindOnly(message.image);
      case "calls":
        return this.#takeCalls(message);
      case "reset":
        return this.#reset(message.maxPages);
      case "tell":
        this.#tell(message.mark, message.message);
        return null;
    }
  }

  say(message: FromSandbox): void {
    this.#outbox.say(message);
  }

  ended(result: SandboxResult): void {
    this.#outbox.add(result);
    if (!result.sound) {
      this.#spoilt = true;
      this.#calls = [];
    }
    if (this.#taking) return;
    // A timer's turn ended it.
    this.#control.setAtWork(true);
    this.#runCalls();
    this.#rest();
  }

  #takeCalls({ binding, calls }: Calls): Promise<void> | null {
    this.#calls.push(...unpackCalls(calls));
    if (binding !== null && "snapshot" in binding) return this.#bindAndRun(binding);
    if (binding !== null) this.#evaluateAndRun(binding);
    this.#untold = true;
    this.#runCalls();
    return null;
  }

  async #bindAndRun(image: Image): Promise<void> {
    const receivedUs = nowUs();
    const instantiated = await this.#bind(image);
    const attributes = {
      "coldframe.image.bytes": image.snapshot.memory.byteLength,
      "coldframe.instantiated": instantiated,
    };
    const bindSpan = { name: "bind", startUs: receivedUs, endUs: nowUs(), parent: null, attributes };
    this.#untold = true;
    this.take(() => {
      const call = this.#calls.shift();
      if (call !== undefined) this.#begin(call, receivedUs, bindSpan, []);
      this.#runCalls();
    });
  }

  /** Runs the top level for the first call that is at hand, and then that call. */
  #evaluateAndRun(bundle: Bundle): void {
    const receivedUs = nowUs();
    const call = this.#calls.shift();
    if (call === undefined) throw new Error("a bundle came without a call");
    this.#evaluate(bundle, call, (end) => {
      const { startUs, endUs } = end;
      const initSpan = { name: "init", startUs, endUs, parent: null, attributes: {} };
      const goOn = (): void => {
        if (end.failure === null) this.#begin(call, receivedUs, initSpan, end.logs);
        else this.ended(this.#endedInInit(call, receivedUs, initSpan, end));
      };
      // A timer's turn may end a top level.
      if (this.#taking) goOn();
      else this.take(goOn);
    });
  }

  #endedInInit(
    { mark }: UnpackedCall,
    receivedUs: number,
    initSpan: ThreadSpan,
    { outcome, failure, endUs, activeCpuUs, logs }: InitEnd,
  ): SandboxResult {
    const { memoryBytes } = this.#live();
    return {
      ...{ mark, outcome, failure, response: null, logs, droppedLogLines: 0, spans: [initSpan] },
      ...{ receivedUs, handledUs: endUs, activeCpuUs, memoryBytes, sound: false },
    };
  }

  /** Runs a bundle's top level in the instance, which is blank. */
  #evaluate(
    bundle: Bundle,
    { mark, deadlineUs, limits }: { readonly mark: number; readonly deadlineUs: number; readonly limits: CallLimits },
    done: (end: InitEnd) => void,
  ): void {
    const codes = { deadline: "init-timeout", memory: "init-out-of-memory" } as const;
    const options = { instance: this.#live(), deadlineUs, limits, control: this.#control, mark, codes };
    const run = new InitRun(options, bundle, done);
    this.#blank = false;
    this.#run = run;
    run.begin();
  }

  /** Runs the calls that are at hand, one after the other, up to the first that waits for something. */
  #runCalls(): void {
    while (this.#run?.over !== false && !this.#spoilt) {
      const call = this.#calls.shift();
      if (call === undefined) return;
      if (this.#control.claim(call.slot, call.mark)) this.#begin(call, nowUs(), null, []);
    }
  }

  /** `bindSpan`: how the call's sandbox became its function's, and `logs`, what that wrote; null where it was before. */
  #begin(call: UnpackedCall, receivedUs: number, bindSpan: ThreadSpan | null, logs: readonly LogLine[]): void {
    const { mark, input, deadlineUs, limits, sampleEveryUs } = call;
    const codes = { deadline: "deadline", memory: "memory-limit" } as const;
    const options = { instance: this.#live(), deadlineUs, limits, control: this.#control, mark, codes };
    const run =
      sampleEveryUs === 0
        ? new CallRun(options, receivedUs, bindSpan, this)
        : new SampledRun(options, receivedUs, bindSpan, this, this.#sampling(sampleEveryUs));
    for (const { level, text, atUs } of logs) run.console.add(level, text, atUs);
    this.#run = run;
    run.begin(input);
  }

  /** The same for all calls of a binding: what one leaves over counts for the next. */
  #sampling(everyUs: number): Sampler {
    if (this.#sampler?.everyUs !== everyUs) this.#sampler = new Sampler(this.#live().stack(), everyUs);
    return this.#sampler;
  }

  /** The event loop has its turn: everything that was said goes out. */
  #rest(): void {
    this.#outbox.flush();
    if (this.#untold && this.#calls.length > 0) this.say({ type: "waits" });
    this.#untold = false;
    // A thread that has no call left stays at work for the pool until that hears of its results.
    if (this.#run?.over === false) this.#control.setAtWork(false);
  }

  /** Answers may come after the call that asked for them is over. */
  #tell(mark: number, message: ToCall): void {
    const run = this.#run;
    if (!(run instanceof CallRun) || run.over || run.mark !== mark) return;
    if (message.type === "cancel") run.cancel();
    else run.reply(message);
    this.#runCalls();
  }

  /** Polled while guest code runs: it may run for long, and results of earlier calls must not wait for it. */
  #interrupted(): boolean {
    this.#outbox.flush();
    return this.#run?.interrupted() ?? false;
  }

  #handlers(): HostHandlers {
    const handlers = hostHandlers(() => this.#run);
    return {
      ...handlers,
      // Deriving a key may take long too.
      crypto: (...args) => {
        this.#outbox.flush();
        return handlers.crypto(...args);
      },
    };
  }

  async #makeBase(): Promise<void> {
    const instance = await Instance.create(this.#modules, this.#maxPages, this.#hooks, guestSource);
    this.say({ type: "base", base: { snapshot: instance.snapshot() } });
  }

  #makeImage(message: Extract<ToSandbox, { type: "make-image" }>): void {
    const { key, version } = message.bundle;
    this.#evaluate(message.bundle, message, ({ outcome, failure, startUs, endUs, logs: lines }) => {
      const initUs = endUs - startUs;
      const logs = lines.map((line) => ({ ...line, atUs: line.atUs - startUs }));
      const { memoryBytes } = this.#live();
      if (failure !== null) {
        this.say({ type: "image-failed", outcome, failure, init: { initUs, memoryBytes, logs } });
        return;
      }
      const snapshot = this.#live().snapshot();
      const changed = changedRanges(this.#knownBase().snapshot.memory, snapshot.memory);
      this.say({ type: "image", image: { key, version, snapshot, changed, initUs, initLogs: logs } });
    });
  }

  async #bindOnly(image: Image): Promise<void> {
    await this.#bind(image);
    this.say({ type: "bound", memoryBytes: this.#live().memoryBytes });
  }

  /** True when the instance had to be made anew. */
  async #bind(image: Image): Promise<boolean> {
    this.#forget();
    const ranges = this.#blank ? image.changed : undefined;
    this.#blank = false;
    if (this.#instance?.overwrite(image.snapshot, ranges) === true) return false;
    this.#instance = await this.#restore(image.snapshot);
    return true;
  }

  async #reset(maxPages: number): Promise<void> {
    const startedUs = nowUs();
    const base = this.#knownBase();
    this.#forget();
    const sameTier = maxPages === this.#maxPages;
    this.#maxPages = maxPages;
    if (!sameTier || this.#instance?.overwrite(base.snapshot) !== true) {
      this.#instance = null; // So that the old memory can be collected before the new one is there.
      this.#instance = await this.#restore(base.snapshot);
    }
    this.#blank = true;
    this.#ready(startedUs);
  }

  #knownBase(): Base {
    if (this.#base === null) throw new Error("the sandbox has no base");
    return this.#base;
  }

  #restore(snapshot: Snapshot): Promise<Instance> {
    return Instance.restore(this.#modules, snapshot, this.#maxPages, this.#hooks);
  }

  #live(): Instance {
    if (this.#instance === null) throw new Error("the sandbox has no instance");
    return this.#instance;
  }

  #ready(startedUs: number): void {
    this.say({ type: "ready", startedUs, readyUs: nowUs(), memoryBytes: this.#instance?.memoryBytes ?? 0 });
  }

  /** The instance gets another state: nothing of the last one counts. */
  #forget(): void {
    this.#run = null;
    this.#sampler = null;
    this.#spoilt = false;
  }
}

function serve(port: MessagePort): void {
  const startedUs = nowUs();
  const inbox = new Inbox(port, (boot) => {
    const thread = new SandboxThread(port, boot);
    return { receiver: thread, ready: thread.start(startedUs) };
  });
  port.on("message", (message: ToSandbox) => {
    inbox.take(message);
  });
}

if (parentPort === null) throw new Error("the sandbox's script runs in a worker thread");
takeAwayGlobals();
serve(parentPort);
