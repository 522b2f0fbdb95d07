/** Core modules, written as text and called through the real pool. */
import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import wabt from "wabt";
import type {
  Artifact,
  Call,
  CallInput,
  Grants,
  HttpRequest,
  Invocation,
  PoolOptions,
  Runtime,
} from "../../../runtime";
import { createRuntime } from "../../../runtime";

const assembler = await wabt();

/** The module's bytes, with the names of its functions. */
export function assemble(text: string): Uint8Array {
  const features = {
    ...{ multi_value: true, bulk_memory: true, reference_types: true, mutable_globals: true, exceptions: true },
    ...{ multi_memory: true, memory64: true, threads: true },
  };
  const module = assembler.parseWat("module.wat", text, features);
  try {
    module.resolveNames();
    return new Uint8Array(module.toBinary({ write_debug_names: true }).buffer);
  } finally {
    module.destroy();
  }
}

/** An artifact as build makes it, without what build checks. */
export function artifactOf(code: Uint8Array, name = "test"): Artifact {
  const version = `sha256:${createHash("sha256").update(code).digest("hex")}`;
  return {
    version,
    kind: "wasm",
    engine: "wasm",
    name,
    entry: `/${name}.wasm`,
    code,
    sourceMap: null,
    debugInfo: null,
    modules: [],
  };
}

export interface WasmCallOptions {
  readonly request?: Partial<HttpRequest>;
  readonly event?: unknown;
  readonly start?: Call["start"];
  readonly grants?: Partial<Grants>;
}

export class WasmHarness implements AsyncDisposable {
  readonly runtime: Runtime;
  readonly #folder: string;

  private constructor(runtime: Runtime, folder: string) {
    this.runtime = runtime;
    this.#folder = folder;
  }

  static async open(pool: Partial<PoolOptions> = {}): Promise<WasmHarness> {
    const folder = await mkdtemp(join(tmpdir(), "coldframe-wasm-"));
    const options = { maxPool: 0, maxSandboxes: 1, ...pool };
    return new WasmHarness(createRuntime({ cacheDir: join(folder, "cache"), pool: options }), folder);
  }

  call(artifact: Artifact, options: WasmCallOptions = {}): Promise<Invocation> {
    const request = { method: "GET", url: "http://test.local/", headers: [], body: null, ...options.request };
    const input: CallInput =
      options.event === undefined ? { trigger: "http", request } : { trigger: "event", event: options.event };
    const grants = { env: {}, allowNet: [], memoryMb: 64, timeoutMs: 5000, ...options.grants };
    return this.runtime.invoke(artifact, { id: randomUUID(), input, grants, start: options.start ?? "auto" });
  }

  run(text: string, options: WasmCallOptions = {}): Promise<Invocation> {
    return this.call(artifactOf(assemble(text)), options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.runtime[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export function text(invocation: Invocation): string {
  return new TextDecoder().decode(invocation.response?.body.content ?? undefined);
}

/** A bump allocator, as the smallest module that takes requests has one. */
export const ALLOCATE = `
  (memory (export "memory") 1)
  (global $heap (mut i32) (i32.const 1024))
  (func (export "allocate") (param $bytes i32) (result i32)
    (local $pointer i32)
    (local.set $pointer (global.get $heap))
    (global.set $heap (i32.add (global.get $heap) (local.get $bytes)))
    (local.get $pointer))`;

/** Answers with the request itself, as text. */
export const ECHO = `(module ${ALLOCATE}
  (func (export "handler") (param $pointer i32) (param $bytes i32) (result i32 i32)
    ;; The first byte makes it no HTTP message.
    (local.get $pointer) (local.get $bytes)))`;
