/**
 * The sandbox's thread: one engine with at most one Wasm instance, and messages in and out. Everything that Node lends a thread is
 * taken away below; what is left to reach the outside with is the message port.
 */
import type { MessagePort } from "node:worker_threads";
import { parentPort } from "node:worker_threads";
import type { LogLine } from "../model";
import type { UnpackedCall } from "./call-packing";
import { unpackCalls } from "./call-packing";
import { CollectionLog } from "./collection-log";
import { ControlWords } from "./control-words";
import type {
  CallOutput,
  EngineCall,
  EngineHost,
  EngineRun,
  InitEnd,
  MakeEngine,
  RunLimits,
  SandboxEngine,
} from "./engine";
import type { Boot, Receiver } from "./inbox";
import { Inbox } from "./inbox";
import { Lingering } from "./lingering";
import { Outbox } from "./outbox";
import type { Bundle, FromSandbox, Image, SandboxResult, ThreadSpan, ToCall, ToSandbox } from "./protocol";
import { takeAwayGlobals } from "./take-away-globals";
import { nowUs } from "./thread-clock";

type Calls = Extract<ToSandbox, { type: "calls" }>;

class SandboxThread implements CallOutput, EngineHost, Receiver {
  readonly control: ControlWords;
  readonly #engine: SandboxEngine;
  readonly #outbox: Outbox;
  readonly #lingering: Lingering;
  readonly #collections: CollectionLog | null;
  /** The call or top level that runs, or ran last. */
  #run: EngineRun | null = null;
  #call: EngineCall | null = null;
  /** Calls that were handed over or offered, in order. */
  #calls: UnpackedCall[] = [];
  /** Calls came since the pool was last told that they wait. */
  #untold = false;
  /** The instance's state can't be trusted: no call may run in it. */
  #spoilt = false;
  /** Messages are being taken: what a call's end leaves to do is done there. */
  #taking = false;

  constructor(port: MessagePort, boot: Boot, makeEngine: MakeEngine) {
    this.#collections = boot.logCollections ? new CollectionLog() : null;
    this.control = new ControlWords(boot.control);
    this.#lingering = new Lingering(this.control);
    this.#outbox = new Outbox((message) => {
      port.postMessage(message);
    });
    this.#engine = makeEngine(boot.parts, boot.maxPages, this);
  }

  async start(startedUs: number): Promise<void> {
    await this.#engine.start();
    this.#ready(startedUs);
  }

  /** What messages leave to do is done once, after the last of them. */
  take(receive: () => void): void {
    this.control.setAtWork(true);
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
      case "make-image":
        this.#makeImage(message);
        return null;
      case "bind":
        return this.#bindOnly(message.image);
      case "calls":
        return this.#takeCalls(message);
      case "reset":
        return this.#reset(message.maxPages);
      case "collections":
        return this.#tellCollections();
      case "tell":
        this.#tell(message.mark, message.message);
        return null;
    }
  }

  say(message: FromSandbox): void {
    this.#outbox.say(message);
  }

  flush(): void {
    this.#outbox.flush();
  }

  ended(result: SandboxResult): void {
    this.#outbox.add(result);
    if (!result.sound) {
      this.#spoilt = true;
      this.#calls = [];
    }
    if (this.#taking) return;
    // A timer's turn ended it.
    this.control.setAtWork(true);
    this.#runCalls();
    this.#rest();
  }

  #takeCalls({ binding, calls }: Calls): Promise<void> | null {
    this.#calls.push(...unpackCalls(calls));
    if (binding !== null && "engine" in binding) return this.#bindAndRun(binding);
    if (binding !== null) this.#evaluateAndRun(binding);
    this.#untold = true;
    this.#runCalls();
    return null;
  }

  async #bindAndRun(image: Image): Promise<void> {
    const receivedUs = nowUs();
    this.#forget();
    const { instantiated, spans } = await this.#engine.bind(image, false);
    const attributes = { "coldframe.image.bytes": image.memoryBytes, "coldframe.instantiated": instantiated };
    const bindSpan = { name: "bind", startUs: receivedUs, endUs: nowUs(), parent: null, attributes };
    this.#untold = true;
    this.take(() => {
      const call = this.#calls.shift();
      if (call !== undefined) this.#begin(call, receivedUs, withParts(bindSpan, spans), []);
      this.#runCalls();
    });
  }

  /** Runs the top level for the first call that is at hand, and then that call. */
  #evaluateAndRun(bundle: Bundle): void {
    const receivedUs = nowUs();
    const call = this.#calls.shift();
    if (call === undefined) throw new Error("a bundle came without a call");
    this.#forget();
    this.#evaluate(bundle, call, (end) => {
      const { startUs, endUs } = end;
      const initSpans = withParts({ name: "init", startUs, endUs, parent: null, attributes: {} }, end.spans);
      const goOn = (): void => {
        if (end.failure === null) this.#begin(call, receivedUs, initSpans, end.logs);
        else this.ended(this.#endedInInit(call, receivedUs, initSpans, end));
      };
      // A turn of its own may end a top level.
      if (this.#taking) goOn();
      else this.take(goOn);
    });
  }

  #endedInInit(
    { mark }: UnpackedCall,
    receivedUs: number,
    spans: readonly ThreadSpan[],
    { outcome, failure, endUs, activeCpuUs, logs }: InitEnd,
  ): SandboxResult {
    const { memoryBytes } = this.#engine;
    return {
      ...{ mark, outcome, failure, response: null, logs, droppedLogLines: 0, spans },
      ...{ receivedUs, handledUs: endUs, activeCpuUs, memoryBytes, sound: false },
    };
  }

  #evaluate(bundle: Bundle, limits: RunLimits, done: (end: InitEnd) => void): void {
    this.#run = this.#engine.evaluate(bundle, limits, done);
    this.#run.begin();
  }

  /** Runs the calls that are at hand, one after the other, up to the first that waits for something. */
  #runCalls(): void {
    while (this.#run?.over !== false && !this.#spoilt) {
      const call = this.#calls.shift();
      if (call === undefined) return;
      if (this.control.claim(call.slot, call.mark)) this.#begin(call, nowUs(), [], []);
    }
  }

  #begin(
    unpacked: UnpackedCall,
    receivedUs: number,
    bindSpans: readonly ThreadSpan[],
    initLogs: readonly LogLine[],
  ): void {
    const call = this.#engine.call({ ...unpacked, receivedUs, bindSpans, initLogs }, this);
    this.#run = call;
    this.#call = call;
    call.begin();
  }

  /** The event loop has its turn: everything that was said goes out. */
  #rest(): void {
    this.#outbox.flush();
    if (this.#untold && this.#calls.length > 0) this.say({ type: "waits" });
    this.#untold = false;
    // A thread that has no call left stays at work for the pool until that hears of its results.
    if (this.#run?.over === false) this.control.setAtWork(false);
  }

  /** Answers may come after the call that asked for them is over. */
  #tell(mark: number, message: ToCall): void {
    const call = this.#call;
    if (call === null || call.over || call.mark !== mark) return;
    if (message.type === "cancel") call.cancel();
    else call.reply(message);
    this.#runCalls();
  }

  #makeImage({ bundle, ...limits }: Extract<ToSandbox, { type: "make-image" }>): void {
    this.#forget();
    this.#evaluate(bundle, limits, ({ outcome, failure, startUs, endUs, logs: lines, spans }) => {
      const initUs = endUs - startUs;
      const logs = lines.map((line) => ({ ...line, atUs: line.atUs - startUs }));
      const { memoryBytes } = this.#engine;
      if (failure !== null) this.say({ type: "image-failed", outcome, failure, init: { initUs, memoryBytes, logs } });
      else this.say({ type: "image", image: this.#engine.image(bundle, { initUs, initLogs: logs, initSpans: spans }) });
    });
  }

  async #bindOnly(image: Image): Promise<void> {
    this.#forget();
    await this.#engine.bind(image, true);
    this.say({ type: "bound", memoryBytes: this.#engine.memoryBytes });
  }

  async #reset(maxPages: number): Promise<void> {
    const startedUs = nowUs();
    this.#forget();
    await this.#engine.reset(maxPages);
    this.#ready(startedUs);
  }

  async #tellCollections(): Promise<void> {
    this.say({ type: "collections", collections: (await this.#collections?.take()) ?? [] });
  }

  #ready(startedUs: number): void {
    const { memoryBytes, warmUpUs = 0 } = this.#engine;
    this.say({ type: "ready", startedUs, readyUs: nowUs(), warmUpUs, memoryBytes });
  }

  /** The instance gets another state: nothing of the last one counts. */
  #forget(): void {
    this.#run = null;
    this.#call = null;
    this.#spoilt = false;
  }
}

/** A span with what lies below it. */
function withParts(whole: ThreadSpan, parts: readonly ThreadSpan[]): ThreadSpan[] {
  return [whole, ...parts.map((part) => ({ ...part, parent: part.parent === null ? 0 : part.parent + 1 }))];
}

/** What each engine's thread runs: takes away the thread's globals and serves the pool. */
export function serveSandbox(makeEngine: MakeEngine): void {
  if (parentPort === null) throw new Error("the sandbox's script runs in a worker thread");
  takeAwayGlobals();
  serve(parentPort, makeEngine);
}

function serve(port: MessagePort, makeEngine: MakeEngine): void {
  const startedUs = nowUs();
  const inbox = new Inbox(port, (boot) => {
    const thread = new SandboxThread(port, boot, makeEngine);
    return { receiver: thread, ready: thread.start(startedUs) };
  });
  port.on("message", (message: ToSandbox) => {
    inbox.take(message);
  });
}
