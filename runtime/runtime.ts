import { createHash } from "node:crypto";
import type { BuildResult, Builder } from "./build";
import { bundleFileName, createBuilder, mapSamples, mapModuleFailure, mapStack } from "./build";
import { engineSources } from "./engines";
import { DEFAULT_POOL } from "./model";
import type {
  Artifact,
  Call,
  Clock,
  Failure,
  GarbageCollection,
  Invocation,
  MonotonicUs,
  RecordedRequest,
  ResponseSink,
  SampledCall,
  Sampling,
} from "./model";
import type { ImageSource, Pool, PoolJob, PoolOptions, PoolResult } from "./pool";
import { createPool } from "./pool";
import { eventRequest, RecordedStream, recordBytes, RecordingSink, recordInvocation } from "./record";
import { CollectionLog } from "./sandbox/collection-log";
import { NO_FILES, readGrantedFiles } from "./granted-files";
import type { CallLimits, WireInput } from "./sandbox/protocol";
import { nowUs } from "./sandbox/thread-clock";
import { createEgress } from "./web/egress";

export interface RuntimeOptions {
  /** Where what can be made again is kept: the base snapshot. */
  readonly cacheDir: string;
  readonly pool?: Partial<PoolOptions>;
  readonly limits?: Partial<CallLimits>;
  /** A body is recorded in full up to this many bytes. */
  readonly bodyLimitBytes?: number;
  /** Notes V8's garbage collections, in this thread and in those of the sandboxes: for measuring. */
  readonly logCollections?: boolean;
}

export interface InvokeOptions {
  readonly signal?: AbortSignal;
  /** Takes the response as it comes; without one it is only in the record. */
  readonly sink?: ResponseSink;
  /**
   * Only for a forced cold or prewarmed start: makes and uses no image, so that the function's top level is parsed and evaluated in the
   * sandbox that serves the call, as on a platform without snapshots.
   */
  readonly withoutImage?: boolean;
  /** A forced start's preparation is done, and its time begins. */
  readonly onPrepared?: () => void;
  /** Has the call's stack sampled; `taken` gets what was seen, of several calls where the engine gathers them, in terms of the sources. */
  readonly sampling?: Sampling & { taken(samples: SampledCall): void };
  /** When the call was accepted, where that was before this: while the source was built. Not for a forced start. */
  readonly accepted?: {
    readonly acceptUs: MonotonicUs;
    readonly build: { readonly startUs: MonotonicUs; readonly endUs: MonotonicUs } | null;
  };
}

/** Runs functions: builds them, keeps sandboxes for them, and records each call. Dispose it to end its threads. */
export interface Runtime extends AsyncDisposable {
  readonly clock: Clock;
  readonly pool: Pool;
  readonly builder: Builder;
  build(entry: string): Promise<BuildResult>;
  /** A guest's failure is an outcome of the invocation. Throws only for a bug in Coldframe. */
  invoke(artifact: Artifact, call: Call, options?: InvokeOptions): Promise<Invocation>;
  /** The garbage collections since they were asked for last; none where they are not noted. */
  collections(): Promise<Collections>;
}

/** Where V8 collected garbage. */
export interface Collections {
  /** In the thread that has the runtime: the program's main one. */
  readonly main: readonly GarbageCollection[];
  /** In the sandboxes' threads, of all of them that are ready. */
  readonly sandboxes: readonly GarbageCollection[];
}

const DEFAULT_LIMITS: CallLimits = { responseBytes: 32 * 1024 * 1024, logLines: 1000, logCharacters: 256 * 1024 };
const DEFAULT_BODY_LIMIT_BYTES = 256 * 1024;

export function createRuntime(options: RuntimeOptions): Runtime {
  const clock: Clock = { nowUs, epochMs: () => Date.now() };
  const builder = createBuilder();
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const bodyLimitBytes = options.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES;
  const { logCollections = false } = options;
  const log = logCollections ? new CollectionLog() : null;
  const pool = createPool({ clock, logCollections }, engineSources(options.cacheDir, clock), {
    ...DEFAULT_POOL,
    ...options.pool,
  });
  const imageKeys = new ImageKeys();
  return {
    clock,
    pool,
    builder,
    build: (entry) => builder.build(entry),
    invoke: (artifact, call, invokeOptions = {}) =>
      new Invoking({ clock, pool, limits, bodyLimitBytes, imageKeys, artifact, call, options: invokeOptions }).run(),
    async collections() {
      const [main = [], sandboxes] = await Promise.all([log?.take(), pool.collections()]);
      return { main, sandboxes };
    },
    async [Symbol.asyncDispose]() {
      log?.[Symbol.dispose]();
      await Promise.all([pool[Symbol.asyncDispose](), builder[Symbol.asyncDispose]()]);
    },
  };
}

interface InvokingParts {
  readonly clock: Clock;
  readonly pool: Pool;
  readonly limits: CallLimits;
  readonly bodyLimitBytes: number;
  readonly imageKeys: ImageKeys;
  readonly artifact: Artifact;
  readonly call: Call;
  readonly options: InvokeOptions;
}

/** One call on its way through the pool. */
class Invoking {
  readonly #parts: InvokingParts;
  readonly #sink: RecordingSink | null;
  #acceptUs: MonotonicUs;
  #startedAtMs: number;

  constructor(parts: InvokingParts) {
    this.#parts = parts;
    const { clock, options, bodyLimitBytes } = parts;
    this.#sink = options.sink === undefined ? null : new RecordingSink(options.sink, bodyLimitBytes);
    const now = clock.nowUs();
    this.#acceptUs = options.accepted?.acceptUs ?? now;
    this.#startedAtMs = clock.epochMs() - Math.round((now - this.#acceptUs) / 1000);
  }

  async run(): Promise<Invocation> {
    const { artifact, call, pool, options } = this.#parts;
    const { input, recordRequest, requestBody } = this.#wire();
    const { allowFile = [] } = call.grants;
    const files = artifact.engine === "wasi" && allowFile.length > 0 ? await readGrantedFiles(allowFile) : NO_FILES;
    const result = await pool.invoke({
      callId: call.id,
      engine: artifact.engine,
      source: this.#source(files),
      input,
      requestBody,
      start: call.start,
      withoutImage: this.#withoutImage(),
      onPrepared: () => this.#accept(),
      memoryMb: call.grants.memoryMb,
      acceptUs: this.#readyUs(),
      deadlineUs: this.#deadlineUs(),
      limits: this.#parts.limits,
      signal: options.signal ?? null,
      ...this.#sampling(),
      sink: this.#sink,
      egress: (answer) => createEgress({ allowNet: call.grants.allowNet }, answer),
    } satisfies PoolJob);
    return recordInvocation({
      artifact,
      call,
      acceptUs: this.#acceptUs,
      startedAtMs: this.#startedAtMs,
      build: this.#build(),
      request: recordRequest(),
      response: this.#recordResponse(result),
      result,
      failure: mapFailure(result.failure, artifact),
    });
  }

  /** A forced start is measured from the moment its preparation is done. */
  #accept(): { acceptUs: MonotonicUs; deadlineUs: MonotonicUs } {
    this.#parts.options.onPrepared?.();
    this.#acceptUs = this.#parts.clock.nowUs();
    this.#startedAtMs = this.#parts.clock.epochMs();
    return { acceptUs: this.#acceptUs, deadlineUs: this.#deadlineUs() };
  }

  #withoutImage(): boolean {
    const { call, options } = this.#parts;
    if (options.withoutImage !== true) return false;
    if (call.start === "cold" || call.start === "prewarmed") return true;
    throw new Error(`a ${call.start} start can't be one without an image`);
  }

  #sampling(): Pick<PoolJob, "sampling"> {
    const { artifact, options } = this.#parts;
    const { sampling } = options;
    if (sampling === undefined) return {};
    return {
      sampling: {
        ...sampling,
        taken: (samples) => {
          sampling.taken(mapSamples(samples, artifact));
        },
      },
    };
  }

  #deadlineUs(): MonotonicUs {
    return this.#readyUs() + this.#parts.call.grants.timeoutMs * 1000;
  }

  /** When the pool's part began. The build before it does not use up the function's time. */
  #readyUs(): MonotonicUs {
    return Math.max(this.#acceptUs, this.#build()?.endUs ?? 0);
  }

  #build(): { readonly startUs: MonotonicUs; readonly endUs: MonotonicUs } | null {
    const { call, options } = this.#parts;
    return call.start === "auto" ? (options.accepted?.build ?? null) : null;
  }

  #source(files: ImageSource["files"]): ImageSource {
    const { artifact, call, imageKeys } = this.#parts;
    return {
      key: imageKeys.of(artifact.version, call.grants.env, files),
      version: artifact.version,
      functionName: artifact.name,
      code: artifact.code,
      fileName: bundleFileName(artifact),
      env: call.grants.env,
      files,
    };
  }

  #wire(): { input: WireInput; requestBody: RecordedStream | null; recordRequest: () => RecordedRequest } {
    const { artifact, call, bodyLimitBytes } = this.#parts;
    if (call.input.trigger === "event") {
      const event = JSON.stringify(call.input.event);
      const request = eventRequest(artifact, event);
      const body = request.body as Uint8Array;
      const recordRequest = (): RecordedRequest => ({ ...request, body: recordBytes(body, bodyLimitBytes) });
      // Lambda's handlers are JavaScript's: any other function gets an event as the request that its record shows.
      const input: WireInput =
        artifact.engine === "quickjs" ? { trigger: "event", event } : { ...request, trigger: "http", body };
      return { input, requestBody: null, recordRequest };
    }
    const { method, url, headers, body } = call.input.request;
    if (body === null || body instanceof Uint8Array) {
      const recordRequest = (): RecordedRequest => ({ method, url, headers, body: recordBytes(body, bodyLimitBytes) });
      return { input: { trigger: "http", method, url, headers, body }, requestBody: null, recordRequest };
    }
    const requestBody = new RecordedStream(body, bodyLimitBytes);
    const recordRequest = (): RecordedRequest => ({ method, url, headers, body: requestBody.finish() });
    return { input: { trigger: "http", method, url, headers, body: "stream" }, requestBody, recordRequest };
  }

  #recordResponse(result: PoolResult): Invocation["response"] {
    if (this.#sink !== null) {
      if (result.response !== null) this.#sink.whole(result.response.head, result.response.body);
      return this.#sink.finish(result.outcome === "ok");
    }
    if (result.response === null) return null;
    return { ...result.response.head, body: recordBytes(result.response.body, this.#parts.bodyLimitBytes) };
  }
}

/** With its stack mapped to the sources; null where there is none, or where nothing of it is the function's own. */
function mapFailure(failure: Failure | null, artifact: Artifact): Failure | null {
  if (failure?.stack == null) return failure;
  if (artifact.kind !== "js") return mapModuleFailure(failure, artifact);
  const stack = mapStack(failure.stack, artifact);
  return { ...failure, stack: stack.trim() === "" ? null : stack };
}

/** Names images: version, environment and files. The digest of an environment is kept, since it is mostly the same few. */
class ImageKeys {
  readonly #digests = new Map<string, string>();

  of(version: string, env: Readonly<Record<string, string>>, files: ImageSource["files"]): string {
    const names = Object.keys(env).sort();
    const fileNames = Object.keys(files).sort();
    if (names.length === 0 && fileNames.length === 0) return version;
    const contents = fileNames.map((name) => [name, sha256(files[name] ?? "")]);
    const text = JSON.stringify([names.map((name) => [name, env[name]]), contents]);
    let digest = this.#digests.get(text);
    if (digest === undefined) {
      digest = sha256(text);
      if (this.#digests.size >= 1000) this.#digests.clear();
      this.#digests.set(text, digest);
    }
    return `${version}:${digest}`;
  }
}

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
