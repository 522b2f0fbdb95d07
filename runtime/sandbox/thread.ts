/**
 * The sandbox's thread: one Wasm instance, and messages in and out. Everything that Node lends a thread is taken away below;
 * what is left to reach the outside with is the message port.
 */
import type { MessagePort } from "node:worker_threads";
import { parentPort } from "node:worker_threads";
import guestSource from "../web/index.guest?guest";
import { CallRun } from "./call-run";
import { hostHandlers } from "./host-handlers";
import { InitRun } from "./init-run";
import type { Base, EngineModules, FromSandbox, Image, Snapshot, ThreadSpan, ToSandbox } from "./protocol";
import type { InstanceHooks } from "./quickjs/instance";
import { Instance } from "./quickjs/instance";
import type { Run } from "./running";
import { nowUs } from "./thread-clock";
import { takeAwayGlobals } from "./take-away-globals";

type Boot = Extract<ToSandbox, { type: "boot" }>;

class SandboxThread {
  readonly #port: MessagePort;
  readonly #modules: EngineModules;
  readonly #base: Base | null;
  readonly #interrupt: Int32Array;
  readonly #hooks: InstanceHooks;
  #maxPages: number;
  #instance: Instance | null = null;
  /** The instance is as the base is: nothing has run in it. */
  #blank = false;
  #run: CallRun | InitRun | null = null;

  constructor(port: MessagePort, boot: Boot) {
    this.#port = port;
    this.#modules = boot.modules;
    this.#base = boot.base;
    this.#maxPages = boot.maxPages;
    this.#interrupt = new Int32Array(boot.interrupt);
    const current = (): Run | null => this.#run;
    this.#hooks = { host: hostHandlers(current), interrupted: () => this.#run?.interrupted() ?? false };
  }

  async start(startedUs: number): Promise<void> {
    if (this.#base !== null) {
      this.#instance = await this.#restore(this.#base.snapshot);
      this.#blank = true;
    }
    this.#ready(startedUs);
  }

  async receive(message: ToSandbox): Promise<void> {
    switch (message.type) {
      case "boot":
        throw new Error("a sandbox boots once");
      case "make-base":
        await this.#makeBase();
        break;
      case "make-image":
        this.#makeImage(message);
        break;
      case "bind":
        await this.#bind(message.image);
        this.#post({ type: "bound", memoryBytes: this.#live().memoryBytes });
        break;
      case "invoke":
        await this.#invoke(message);
        break;
      case "reset":
        await this.#reset(message.maxPages);
        break;
      case "cancel":
        this.#run?.cancel();
        break;
      default:
        // Answers may come after the call that asked for them is over.
        if (this.#run instanceof CallRun) this.#run.reply(message);
    }
  }

  async #makeBase(): Promise<void> {
    const instance = await Instance.create(this.#modules, this.#maxPages, this.#hooks, guestSource);
    this.#post({ type: "base", base: { snapshot: instance.snapshot() } });
  }

  #makeImage(message: Extract<ToSandbox, { type: "make-image" }>): void {
    const run = new InitRun(
      {
        instance: this.#live(),
        deadlineUs: message.deadlineUs,
        limits: message.limits,
        interrupt: this.#interrupt,
        codes: { deadline: "init-timeout", memory: "init-out-of-memory" },
      },
      message,
      this.#knownBase().snapshot,
      this.#post,
    );
    this.#blank = false;
    this.#run = run;
    run.begin();
  }

  async #invoke(message: Extract<ToSandbox, { type: "invoke" }>): Promise<void> {
    const receivedUs = nowUs();
    let bindSpan: ThreadSpan | null = null;
    if (message.image !== null) {
      const instantiated = await this.#bind(message.image);
      const attributes = {
        "coldframe.image.bytes": message.image.snapshot.memory.byteLength,
        "coldframe.instantiated": instantiated,
      };
      bindSpan = { name: "bind", startUs: receivedUs, endUs: nowUs(), parent: null, attributes };
    }
    const run = new CallRun(
      {
        instance: this.#live(),
        deadlineUs: message.deadlineUs,
        limits: message.limits,
        interrupt: this.#interrupt,
        codes: { deadline: "deadline", memory: "memory-limit" },
      },
      receivedUs,
      bindSpan,
      this.#post,
    );
    this.#run = run;
    run.begin(message.input);
  }

  /** True when the instance had to be made anew. */
  async #bind(image: Image): Promise<boolean> {
    this.#run = null;
    const ranges = this.#blank ? image.changed : undefined;
    this.#blank = false;
    if (this.#instance?.overwrite(image.snapshot, ranges) === true) return false;
    this.#instance = await this.#restore(image.snapshot);
    return true;
  }

  async #reset(maxPages: number): Promise<void> {
    const startedUs = nowUs();
    const base = this.#knownBase();
    this.#run = null;
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
    this.#post({ type: "ready", startedUs, readyUs: nowUs(), memoryBytes: this.#instance?.memoryBytes ?? 0 });
  }

  readonly #post = (message: FromSandbox): void => {
    this.#port.postMessage(message);
  };
}

/** Messages are handled one after the other, also where handling one takes a turn of the event loop. */
function serve(port: MessagePort): void {
  const startedUs = nowUs();
  let thread: SandboxThread | null = null;
  let last: Promise<void> | null = null;
  const handle = async (message: ToSandbox): Promise<void> => {
    if (message.type !== "boot") return thread?.receive(message);
    thread = new SandboxThread(port, message);
    return thread.start(startedUs);
  };
  port.on("message", (message: ToSandbox) => {
    const next = last === null ? handle(message) : last.then(() => handle(message));
    const settled = next.then(() => {
      if (last === settled) last = null;
    });
    last = settled;
    // A host error is a bug of ours: it ends the thread, and the pool answers for it.
    settled.catch((error: unknown) => {
      queueMicrotask(() => {
        throw error;
      });
    });
  });
}

if (parentPort === null) throw new Error("the sandbox's script runs in a worker thread");
takeAwayGlobals();
serve(parentPort);
