/** Drives one real sandbox thread by its protocol, as the pool does. */
import { Worker } from "node:worker_threads";
import type { PackedValue } from "../../../runtime/sandbox/call-packing";
import { packCall, unpackResults } from "../../../runtime/sandbox/call-packing";
import { ControlWords, NO_SLOT } from "../../../runtime/sandbox/control-words";
import type {
  FromSandbox,
  Image,
  SandboxResult,
  ToCall,
  ToSandbox,
  WireInput,
} from "../../../runtime/sandbox/protocol";
import { compileEngine, readEngine } from "../../../runtime/sandbox/quickjs/engine-modules";
import threadFile from "../../../runtime/sandbox/quickjs/thread?modulePath";
import { nowUs } from "../../../runtime/sandbox/thread-clock";
import guestSource from "../../../runtime/web/index.guest?guest";

const LIMITS = { responseBytes: 1_000_000, logLines: 100, logCharacters: 10_000 };
const TIER_PAGES = 128 * 16;

type Of<T extends FromSandbox["type"]> = Extract<FromSandbox, { type: T }>;

export class ThreadHarness implements AsyncDisposable {
  readonly control = new ControlWords();
  readonly cryptoWord = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  readonly warmUpWord = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  readonly received: FromSandbox[] = [];
  /** Of every call: only one runs at a time. */
  readonly mark = 1;
  readonly #worker: Worker;
  #waiting: (() => void)[] = [];
  #died: Error | null = null;

  private constructor() {
    this.#worker = new Worker(threadFile, { env: {}, argv: [], execArgv: [] });
    this.#worker.on("message", (message: FromSandbox) => {
      this.received.push(message);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.#worker.on("error", (error: Error) => {
      this.#died = error;
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  /** A thread with an instance of the tier `maxPages`, restored from the base; as a process's first, it warms the engine up. */
  static async open(maxPages = TIER_PAGES, isFirst = false): Promise<ThreadHarness> {
    const modules = await engine();
    const harness = new ThreadHarness();
    new Int32Array(harness.warmUpWord)[0] = isFirst ? 0 : 1;
    const { base } = await sharedBase();
    const parts = {
      engine: "quickjs",
      modules,
      base,
      cryptoWord: harness.cryptoWord,
      warmUpWord: harness.warmUpWord,
    } as const;
    harness.send({ type: "boot", parts, maxPages, control: harness.control.memory, logCollections: false });
    await harness.next("ready");
    return harness;
  }

  static async makeBase(): Promise<Of<"base">> {
    await using harness = new ThreadHarness();
    const { cryptoWord, warmUpWord } = harness;
    const parts = {
      engine: "quickjs",
      modules: await engine(),
      base: { guestSource },
      cryptoWord,
      warmUpWord,
    } as const;
    harness.send({ type: "boot", parts, maxPages: TIER_PAGES, control: harness.control.memory, logCollections: false });
    return await harness.next("base");
  }

  send(message: ToSandbox): void {
    this.#worker.postMessage(message);
  }

  /** The next message of one of these types, taken from what came. */
  async next<T extends FromSandbox["type"]>(...types: T[]): Promise<Of<T>> {
    for (;;) {
      const index = this.received.findIndex((message) => (types as string[]).includes(message.type));
      const [message] = index < 0 ? [] : this.received.splice(index, 1);
      if (message !== undefined) return message as Of<T>;
      if (this.#died !== null) throw this.#died;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async tryImage(
    code: string,
    timeoutMs = 5000,
    env: Record<string, string> = {},
  ): Promise<Of<"image" | "image-failed">> {
    const bytes = new TextEncoder().encode(code);
    const deadlineUs = nowUs() + timeoutMs * 1000;
    this.send({
      type: "make-image",
      mark: this.mark,
      bundle: { key: code, version: code, code: bytes, fileName: "test.js", env, files: {} },
      deadlineUs,
      limits: LIMITS,
    });
    const answer = await this.next("image", "image-failed");
    await this.reset();
    return answer;
  }

  async image(code: string, env: Record<string, string> = {}): Promise<Image> {
    const answer = await this.tryImage(code, 5000, env);
    if (answer.type === "image-failed")
      throw new Error(`${answer.failure.code}: ${answer.failure.message}\n${answer.failure.stack ?? ""}`);
    return answer.image;
  }

  async reset(maxPages = TIER_PAGES): Promise<void> {
    this.send({ type: "reset", maxPages });
    await this.next("ready");
  }

  start(
    image: Image | null,
    input: Partial<Extract<WireInput, { trigger: "http" }>> | string = {},
    timeoutMs = 5000,
    sampleEveryUs = 0,
  ): void {
    const http = { trigger: "http", method: "GET", url: "http://test.local/", headers: [], body: null } as const;
    const wire: WireInput = typeof input === "string" ? { trigger: "event", event: input } : { ...http, ...input };
    const calls: PackedValue[] = [];
    const deadlineUs = nowUs() + timeoutMs * 1000;
    const sampling = sampleEveryUs === 0 ? null : { everyUs: sampleEveryUs, last: false };
    packCall(calls, { mark: this.mark, slot: NO_SLOT, input: wire, deadlineUs, limits: LIMITS, sampling });
    this.send({ type: "calls", binding: image, calls });
  }

  async invoke(
    image: Image | null,
    input: Parameters<ThreadHarness["start"]>[1] = {},
    timeoutMs = 5000,
  ): Promise<SandboxResult> {
    this.start(image, input, timeoutMs);
    return this.result();
  }

  /** The end of the call that runs. */
  async result(): Promise<SandboxResult> {
    const [result] = unpackResults((await this.next("results")).results);
    if (result === undefined) throw new Error("the thread sent no result");
    return result;
  }

  /** Says something to the running call. */
  tell(message: ToCall): void {
    this.send({ type: "tell", mark: this.mark, message });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}

export function bodyText(result: SandboxResult): string {
  return new TextDecoder().decode(result.response?.body);
}

let modules: ReturnType<typeof compileEngine> | undefined;
function engine(): ReturnType<typeof compileEngine> {
  modules ??= readEngine().then(compileEngine);
  return modules;
}

let base: Promise<Of<"base">> | undefined;
function sharedBase(): Promise<Of<"base">> {
  base ??= ThreadHarness.makeBase();
  return base;
}
