import type { Sampling } from "../../model";
import type {
  BindResult,
  CallOutput,
  EngineCallOptions,
  InitEnd,
  MakeEngine,
  RunLimits,
  SandboxEngine,
} from "../engine";
import type { Bundle, Image, WasmImage } from "../protocol";
import type { CallPlace } from "./call";
import { WasmCall } from "./call";
import { CallSampler } from "./call-sampler";
import type { CodePlaces } from "./fault";
import { makeImage } from "./image";
import { LogRelay } from "./imports";
import type { Evaluated } from "./init";
import { WasmInit } from "./init";
import { WasmInstance } from "./instance";
import { OneMemory, PAGE_BYTES } from "./one-memory";
import { Spans } from "./spans";

export const makeWasmEngine: MakeEngine = (parts, maxPages) => {
  if (parts.engine !== "wasm") throw new Error(`this thread runs core modules, not ${parts.engine}`);
  return new WasmEngine(maxPages);
};

/** What is bound: an image and its instance. */
interface Bound {
  readonly image: WasmImage;
  readonly instance: WasmInstance;
  /** Its first globals and tables are known. */
  readonly kept: boolean;
  /** What the start function of this instance threw; null: nothing. */
  startError: unknown;
}

/** Runs core modules, each in V8 itself. Blank is a linear memory without a module. */
class WasmEngine implements SandboxEngine {
  readonly #logs = new LogRelay();
  #memory: OneMemory;
  #bound: Bound | null = null;
  #init: WasmInit | null = null;
  #sampler: CallSampler | null = null;

  constructor(maxPages: number) {
    this.#memory = new OneMemory(maxPages);
  }

  get memoryBytes(): number {
    const instance = this.#bound?.instance ?? this.#init?.made?.instance;
    return instance?.memoryBytes ?? this.#memory.bytes;
  }

  start(): Promise<void> {
    this.#memory.reserve();
    return Promise.resolve();
  }

  /** What was bound is kept, to be given its first state again if it is bound again. Nothing runs in it before that. */
  reset(maxPages: number): Promise<void> {
    this.#forget();
    if (maxPages === this.#memory.maxPages) return this.start();
    this.#bound = null;
    this.#memory = new OneMemory(maxPages);
    return this.start();
  }

  bind(image: Image, again: boolean): Promise<BindResult> {
    if (image.engine !== "wasm") throw new Error(`a core module's sandbox can't run an image of ${image.engine}`);
    this.#forget();
    const spans = new Spans();
    const last = this.#bound;
    if (again && last?.image.key === image.key && this.#restore(last, spans))
      return Promise.resolve({ instantiated: false, spans: spans.list });
    this.#bound = this.#instantiate(image, again && image.resettable, spans);
    return Promise.resolve({ instantiated: true, spans: spans.list });
  }

  evaluate(bundle: Bundle, limits: RunLimits, done: (end: InitEnd) => void): WasmInit {
    this.#bound = null;
    this.#init = new WasmInit(bundle, limits, this.#memory, this.#logs, done);
    return this.#init;
  }

  image(bundle: Bundle, init: Pick<Image, "initUs" | "initLogs" | "initSpans">): WasmImage {
    return makeImage(bundle, this.#evaluated(), init);
  }

  call(options: EngineCallOptions, output: CallOutput): WasmCall {
    const place = this.#place();
    const sampler = options.sampling === null ? null : this.#samplerOf(options.sampling, place);
    return new WasmCall(options, { ...place, sampler }, this.#logs, output);
  }

  /** The same for all calls of a binding: it gathers what it sees of them. */
  #samplerOf({ everyUs }: Sampling, places: CodePlaces): CallSampler {
    if (this.#sampler?.everyUs !== everyUs) {
      this.#sampler?.[Symbol.dispose]();
      this.#sampler = new CallSampler(everyUs, places);
    }
    return this.#sampler;
  }

  #place(): Omit<CallPlace, "sampler"> {
    if (this.#bound !== null) return { ...this.#bound.image, ...this.#bound };
    const { handler, rewritten, instance } = this.#evaluated();
    return { handler, instance, shift: rewritten.shift, fileName: this.#init?.fileName ?? "", startError: null };
  }

  #evaluated(): Evaluated {
    const made = this.#init?.made ?? null;
    if (made === null) throw new Error("the sandbox has no instance");
    return made;
  }

  #forget(): void {
    this.#init = null;
    this.#sampler?.[Symbol.dispose]();
    this.#sampler = null;
    this.#logs.to(null);
  }

  /** `keep`: it is one that is reset again and again. To look at its tables takes time, which a call need not wait for. */
  #instantiate(image: WasmImage, keep: boolean, spans: Spans): Bound {
    const memory = image.memory === null ? null : this.#memory.take(image.memory);
    const instance = spans.time("instantiate", () =>
      WasmInstance.make(image.module, memory, this.#memory.maxPages, this.#logs),
    );
    instance.setGlobals(image.globals);
    if (keep) instance.keep();
    const bound: Bound = { image, instance, kept: keep, startError: null };
    fill(bound, spans);
    return bound;
  }

  /** Gives what is bound its first state again. False: that can't be done by writing. */
  #restore(bound: Bound, spans: Spans): boolean {
    const { image, instance } = bound;
    const pages = image.memory?.pages ?? 0;
    if (!bound.kept || instance.memoryBytes !== pages * PAGE_BYTES || !instance.giveBack()) return false;
    instance.bytes.fill(0);
    fill(bound, spans);
    return true;
  }
}

/** Brings an instance whose memory is zero into the image's state. */
function fill(bound: Bound, spans: Spans): void {
  const { image, instance } = bound;
  spans.time("data", () => {
    writeRanges(instance.bytes, image);
  });
  if (!image.startsAgain) return;
  bound.startError = null;
  spans.time("start", () => {
    try {
      instance.start();
    } catch (error) {
      bound.startError = error;
    }
  });
}

function writeRanges(memory: Uint8Array, { contents, ranges }: WasmImage): void {
  let from = 0;
  for (let index = 0; index < ranges.length; index += 2) {
    const start = ranges[index] ?? 0;
    const bytes = (ranges[index + 1] ?? start) - start;
    memory.set(new Uint8Array(contents, from, bytes), start);
    from += bytes;
  }
}
