import type { Sampling } from "../../model";
import { loadFor, loadWithOthers } from "../../web/node-crypto";
import { changedRanges } from "../changed-ranges";
import type {
  BindResult,
  CallOutput,
  EngineCallOptions,
  EngineHost,
  InitEnd,
  MakeEngine,
  RunLimits,
  SandboxEngine,
} from "../engine";
import type { Base, BaseSource, Bundle, EngineModules, Image, QuickjsImage, QuickjsParts, Snapshot } from "../protocol";
import { CallRun } from "./call-run";
import { hostHandlers } from "./host-handlers";
import { InitRun } from "./init-run";
import type { HostHandlers, InstanceHooks } from "./instance";
import { Instance } from "./instance";
import { SampledRun } from "./sampled-run";
import { Sampler } from "./sampler";
import { nowUs } from "../thread-clock";
import { warmUp } from "./warm-up";

export const makeQuickjsEngine: MakeEngine = (parts, maxPages, host) => {
  if (parts.engine !== "quickjs") throw new Error(`this thread runs quickjs, not ${parts.engine}`);
  loadWithOthers(parts.cryptoWord);
  return new QuickjsEngine(parts, maxPages, host);
};

/** Runs bundled ES modules in QuickJS. Blank is an instance with the Web APIs and no function. */
class QuickjsEngine implements SandboxEngine {
  warmUpUs = 0;
  readonly #modules: EngineModules;
  readonly #base: Base | BaseSource;
  readonly #warmUpWord: Int32Array;
  readonly #host: EngineHost;
  readonly #hooks: InstanceHooks;
  #maxPages: number;
  #instance: Instance | null = null;
  /** The instance is as the base is: nothing has run in it. */
  #blank = false;
  #run: CallRun | InitRun | null = null;
  #sampler: Sampler | null = null;

  constructor({ modules, base, warmUpWord }: QuickjsParts, maxPages: number, host: EngineHost) {
    this.#modules = modules;
    this.#base = base;
    this.#warmUpWord = new Int32Array(warmUpWord);
    this.#maxPages = maxPages;
    this.#host = host;
    this.#hooks = { host: this.#handlers(), interrupted: () => this.#interrupted() };
  }

  get memoryBytes(): number {
    return this.#instance?.memoryBytes ?? 0;
  }

  async start(): Promise<void> {
    if ("guestSource" in this.#base) {
      this.#host.say({ type: "base", base: await this.#makeBase(this.#base) });
      return;
    }
    this.#instance = await this.#restoreBase();
    this.#blank = true;
    if (Atomics.compareExchange(this.#warmUpWord, 0, 0, 1) !== 0) return;
    const startedUs = nowUs();
    warmUp(this);
    await this.reset(this.#maxPages);
    this.warmUpUs = nowUs() - startedUs;
  }

  async reset(maxPages: number): Promise<void> {
    const { snapshot } = this.#knownBase();
    this.#forget();
    const sameTier = maxPages === this.#maxPages;
    this.#maxPages = maxPages;
    if (!sameTier || this.#instance?.overwrite(snapshot) !== true) {
      this.#instance = null; // So that the old memory can be collected before the new one is there.
      this.#instance = await this.#restoreBase();
    }
    this.#blank = true;
  }

  async bind(image: Image): Promise<BindResult> {
    if (image.engine !== "quickjs") throw new Error(`quickjs can't run an image of ${image.engine}`);
    this.#forget();
    const ranges = this.#blank ? image.changed : undefined;
    this.#blank = false;
    const overwritten = this.#instance?.overwrite(image.snapshot, ranges) === true;
    if (!overwritten) this.#instance = await this.#restore(image.snapshot);
    return { instantiated: !overwritten, spans: [] };
  }

  evaluate(bundle: Bundle, limits: RunLimits, done: (end: InitEnd) => void): InitRun {
    loadFor(bundle.code);
    const codes = { deadline: "init-timeout", memory: "init-out-of-memory" } as const;
    const run = new InitRun({ ...limits, instance: this.#live(), control: this.#host.control, codes }, bundle, done);
    this.#blank = false;
    this.#run = run;
    return run;
  }

  image({ key, version }: Bundle, init: Pick<Image, "initUs" | "initLogs" | "initSpans">): QuickjsImage {
    const snapshot = this.#live().snapshot();
    const changed = changedRanges(this.#knownBase().snapshot.memory, snapshot.memory);
    return { engine: "quickjs", key, version, memoryBytes: snapshot.memory.byteLength, snapshot, changed, ...init };
  }

  call(call: EngineCallOptions, output: CallOutput): CallRun {
    const { mark, deadlineUs, limits, sampling, initLogs } = call;
    const codes = { deadline: "deadline", memory: "memory-limit" } as const;
    const options = { instance: this.#live(), deadlineUs, limits, control: this.#host.control, mark, codes };
    const run =
      sampling === null
        ? new CallRun(options, call, output)
        : new SampledRun(options, call, output, this.#samplerOf(sampling));
    for (const { level, text, atUs } of initLogs) run.console.add(level, text, atUs);
    this.#run = run;
    return run;
  }

  /** The same for all calls of a binding: what one leaves over counts for the next. */
  #samplerOf({ everyUs }: Sampling): Sampler {
    if (this.#sampler?.everyUs !== everyUs) this.#sampler = new Sampler(this.#live().stack(), everyUs);
    return this.#sampler;
  }

  /** Polled while guest code runs: it may run for long, and results of earlier calls must not wait for it. */
  #interrupted(): boolean {
    this.#host.flush();
    return this.#run?.interrupted() ?? false;
  }

  #handlers(): HostHandlers {
    const handlers = hostHandlers(() => this.#run);
    return {
      ...handlers,
      // Deriving a key may take long too.
      crypto: (...args) => {
        this.#host.flush();
        return handlers.crypto(...args);
      },
    };
  }

  #forget(): void {
    this.#run = null;
    this.#sampler = null;
  }

  #knownBase(): Base {
    if ("guestSource" in this.#base) throw new Error("the sandbox has no base");
    return this.#base;
  }

  async #makeBase({ guestSource }: BaseSource): Promise<Base> {
    const instance = await Instance.create(this.#modules, this.#maxPages, this.#hooks, guestSource);
    const snapshot = instance.snapshot();
    return { snapshot, changed: (await this.#instantiate(snapshot)).differences(snapshot) };
  }

  /** Nothing is compared: that would read all of a memory of which less than half is ever written. */
  #restoreBase(): Promise<Instance> {
    const { snapshot, changed } = this.#knownBase();
    return this.#restore(snapshot, changed);
  }

  /** `ranges`: where the snapshot differs from a new instance; found out where they are not known. */
  async #restore(snapshot: Snapshot, ranges?: Uint32Array): Promise<Instance> {
    const instance = await this.#instantiate(snapshot);
    instance.overwrite(snapshot, ranges);
    return instance;
  }

  #instantiate(snapshot: Snapshot): Promise<Instance> {
    return Instance.instantiate(this.#modules, snapshot, this.#maxPages, this.#hooks);
  }

  #live(): Instance {
    if (this.#instance === null) throw new Error("the sandbox has no instance");
    return this.#instance;
  }
}
