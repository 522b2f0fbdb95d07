/**
 * One QuickJS instance with its linear memory. This file and `guest-stack.ts` alone know the inner parts of quickjs-wasi (pinned in the
 * lock file): its exports, its snapshot and what of it must be reset when memory is overwritten beneath it; and where its memory has what.
 */
import type { Snapshot as WasiSnapshot, JSValueHandle } from "quickjs-wasi";
import { CompileFlags, EvalFlags, JSException, QuickJS } from "quickjs-wasi";
import type { HostFunctions } from "../../web/bridge";
import { changedRanges } from "../changed-ranges";
import type { EngineModules, Snapshot } from "../protocol";
import type { CrossingExports, GuestValue } from "./crossing";
import { Crossing } from "./crossing";
import { MEMORY_IMPORT } from "./engine-modules";
import { GUEST_FILE } from "./guest-file";
import { GuestStack } from "./guest-stack";
import type { HostCall, HostHandlers, InstanceWatcher } from "./host-call";
import { hostCall, watchedHostCall } from "./host-call";

/** Engines take their rejection handler when they are made, before there is an instance to hear of rejections. */
interface RejectionRelay {
  tell: ((promise: JSValueHandle, reason: JSValueHandle, handled: boolean) => void) | null;
}

export type { GuestValue, HostHandlers };

/** What an instance asks of its thread. */
export interface InstanceHooks {
  readonly host: HostHandlers;
  /** Polled while guest code runs, about every 10,000 operations; true ends the code at once. */
  interrupted(): boolean;
}

/**
 * QuickJS's own stack, in linear memory. Far smaller than the thread's native stack needs for as many frames, so that deep
 * recursion ends in the guest's RangeError and never in a Wasm trap.
 */
const STACK_BYTES = 256 * 1024;
const PAGE_BYTES = 65_536;
/**
 * Free memory that the base brings along: most functions fit into it, so that their images are as large as the base, and an
 * instance can go from one to the other by overwriting. Growing costs an instance, since memory never shrinks.
 */
const HEADROOM_BYTES = 1024 * 1024;

/** The singletons and exports of a QuickJS object that its type keeps private. */
interface Inner {
  _global: unknown;
  _undefined: unknown;
  _null: unknown;
  _true: unknown;
  _false: unknown;
  _ownedHandles: Set<unknown>;
  readonly exports: Exports;
  handleHostCall: HostCall;
  interruptHandler: () => boolean;
  readonly loadedExtensions: readonly { name: string; memoryBase: number; tableBase: number; initFn: string }[];
}

interface Exports extends CrossingExports {
  readonly __stack_pointer: WebAssembly.Global;
  qjs_set_runtime_and_context(runtimePtr: number, contextPtr: number): void;
  qjs_get_runtime_ptr(): number;
  qjs_get_context_ptr(): number;
  qjs_is_job_pending(): number;
  qjs_execute_pending_job(): number;
}

export class Instance {
  readonly #vm: QuickJS;
  readonly #inner: Inner;
  readonly #crossing: Crossing;
  readonly #hooks: InstanceHooks;
  readonly #maxPages: number;
  readonly #hostCall: HostCall;
  #entryPtr: number;

  private constructor(
    vm: QuickJS,
    hooks: InstanceHooks,
    rejections: RejectionRelay,
    maxPages: number,
    entryPtr: number,
  ) {
    this.#vm = vm;
    this.#inner = vm as unknown as Inner;
    this.#hooks = hooks;
    this.#maxPages = maxPages;
    this.#entryPtr = entryPtr;
    this.#crossing = new Crossing(vm, this.#inner.exports);
    this.#hostCall = hostCall(this.#crossing, hooks.host, this.#inner.handleHostCall.bind(vm));
    this.#inner.handleHostCall = this.#hostCall;
    rejections.tell = (promise, reason, handled) => {
      try {
        this.#enter("rejection", [promise.ptr, reason.ptr, (handled ? vm.true : vm.false).ptr]);
      } catch {
        // The engine is on the stack: an exception must not pass through its frames. What was thrown is an interrupt or a lack
        // of memory, and either shows again as soon as the engine goes on.
      }
    };
  }

  /** A new engine with the Web APIs installed by `guestSource`: what the base is made of. */
  static async create(
    modules: EngineModules,
    maxPages: number,
    hooks: InstanceHooks,
    guestSource: string,
  ): Promise<Instance> {
    const memory = new WebAssembly.Memory({ initial: modules.initialPages, maximum: maxPages });
    const rejections: RejectionRelay = { tell: null };
    const vm = await QuickJS.create(options(modules, memory, hooks, rejections));
    const host = vm.newObject();
    for (const name of Object.keys(hooks.host) as (keyof HostFunctions)[]) {
      const lend = vm.newFunction(name, refuseEarlyCall);
      host.setProp(name, lend);
      lend.dispose();
    }
    const install = vm.evalBytecode(await compileGuest(modules, hooks, guestSource));
    const entry = vm.callFunction(install, vm.undefined, host);
    install.dispose();
    host.dispose();
    const instance = new Instance(vm, hooks, rejections, maxPages, entry.ptr);
    instance.runJobs();
    instance.#inner.exports.wasm_free(instance.#inner.exports.wasm_malloc(HEADROOM_BYTES));
    return instance;
  }

  /**
   * An instance with room for `snapshot`, and without its state yet: its memory is as instantiating leaves it, the same each time, and it
   * is of no use before the first `overwrite`.
   */
  static async instantiate(
    modules: EngineModules,
    snapshot: Snapshot,
    maxPages: number,
    hooks: InstanceHooks,
  ): Promise<Instance> {
    const pages = snapshot.memory.byteLength / PAGE_BYTES;
    const memory = new WebAssembly.Memory({ initial: pages, maximum: Math.max(pages, maxPages) });
    const rejections: RejectionRelay = { tell: null };
    // The package would copy all of the snapshot; most of it is zero, and a page that was never written takes no room.
    const state: WasiSnapshot = { ...snapshot, memory: new Uint8Array(0), extensions: [...snapshot.extensions] };
    const vm = await QuickJS.restore(state, options(modules, memory, hooks, rejections));
    return new Instance(vm, hooks, rejections, maxPages, snapshot.entryPtr);
  }

  /** No further page of memory is to be had. */
  get full(): boolean {
    return this.memoryBytes >= this.#maxPages * PAGE_BYTES;
  }

  get memoryBytes(): number {
    return this.#inner.exports.memory.buffer.byteLength;
  }

  /**
   * Gives the instance the state of `snapshot`, by overwriting its memory: some hundredths of a millisecond, where
   * instantiating takes milliseconds, and none of what is the same already. False when the memory has grown beyond the snapshot: it can't shrink, and the guest's
   * allocator would take the rest for used; such an instance must be replaced. With `ranges` (pairs of a begin and an end in
   * bytes), the rest is known to be as in the snapshot already.
   * @throws {RangeError} when the snapshot is larger than the instance's maximum.
   */
  overwrite(snapshot: Snapshot, ranges?: Uint32Array): boolean {
    const { exports } = this.#inner;
    const missing = (snapshot.memory.byteLength - exports.memory.buffer.byteLength) / PAGE_BYTES;
    if (missing < 0) return false;
    if (missing > 0) exports.memory.grow(missing);
    copyRanges(snapshot.memory, exports.memory.buffer, ranges ?? this.differences(snapshot));
    exports.qjs_set_runtime_and_context(snapshot.runtimePtr, snapshot.contextPtr);
    exports.__stack_pointer.value = snapshot.stackPointer;
    // The JavaScript side's handles point into the memory that is gone.
    this.#inner._global = null;
    this.#inner._undefined = null;
    this.#inner._null = null;
    this.#inner._true = null;
    this.#inner._false = null;
    this.#inner._ownedHandles.clear();
    this.#entryPtr = snapshot.entryPtr;
    return true;
  }

  /** Where the snapshot's memory differs from the instance's: pairs of a begin and an end, in bytes. */
  differences(snapshot: Snapshot): Uint32Array {
    return changedRanges(this.#inner.exports.memory.buffer, snapshot.memory);
  }

  /** Copies the whole state. Only between entries: nothing of the guest may be running. */
  snapshot(): Snapshot {
    const { exports, loadedExtensions } = this.#inner;
    const memory = new SharedArrayBuffer(exports.memory.buffer.byteLength);
    new Uint8Array(memory).set(new Uint8Array(exports.memory.buffer));
    return {
      memory,
      stackPointer: exports.__stack_pointer.value,
      runtimePtr: exports.qjs_get_runtime_ptr(),
      contextPtr: exports.qjs_get_context_ptr(),
      entryPtr: this.#entryPtr,
      extensions: loadedExtensions.map(({ name, memoryBase, tableBase, initFn }) => ({
        name,
        memoryBase,
        tableBase,
        initFn,
      })),
    };
  }

  /**
   * Calls an operation of the guest, then runs its microtasks until there are none.
   * @throws what the engine throws when it is interrupted, traps or runs out of memory; the guest's own code catches its errors.
   */
  enter(operation: string, ...args: GuestValue[]): void {
    const values: number[] = [];
    try {
      for (const value of args) values.push(this.#crossing.make(value));
      this.#enter(operation, values);
    } finally {
      for (const value of values) this.#crossing.free(value);
    }
    this.runJobs();
  }

  /** Evaluates an ES module and gives the promise of its exports to the operation `adopt`. */
  adoptModule(code: string, fileName: string): void {
    const namespace = this.#vm.evalCode(code, fileName, EvalFlags.TYPE_MODULE);
    try {
      this.#enter("adopt", [namespace.ptr]);
    } finally {
      namespace.dispose();
    }
    this.runJobs();
  }

  /** Runs microtasks until there are none. */
  runJobs(): void {
    const { exports } = this.#inner;
    while (exports.qjs_is_job_pending() !== 0) {
      if (exports.qjs_execute_pending_job() < 0 || this.#hooks.interrupted())
        throw new Error("a microtask was interrupted");
    }
  }

  /** A stack as it is now, for as long as the instance keeps this memory's state: until `overwrite`. */
  stack(): GuestStack {
    const { exports } = this.#inner;
    return new GuestStack(exports.memory, exports.qjs_get_runtime_ptr(), exports.qjs_get_context_ptr());
  }

  /** Lets `watcher` see the polls and the host's calls; null: as if there had never been one. */
  watch(watcher: InstanceWatcher | null): void {
    const interrupted = (): boolean => this.#hooks.interrupted();
    this.#inner.interruptHandler = watcher === null ? interrupted : () => watcher.polled() && interrupted();
    this.#inner.handleHostCall =
      watcher === null ? this.#hostCall : watchedHostCall(this.#crossing, watcher, this.#hostCall);
  }

  /** The values stay the caller's. */
  #enter(operation: string, values: readonly number[]): void {
    const name = this.#crossing.make(operation);
    try {
      this.#crossing.call(this.#entryPtr, [name, ...values]);
    } finally {
      this.#crossing.free(name);
    }
  }
}

function copyRanges(from: SharedArrayBuffer, to: ArrayBuffer, ranges: Uint32Array): void {
  const target = new Uint8Array(to);
  for (let index = 0; index < ranges.length; index += 2) {
    const start = ranges[index] ?? 0;
    target.set(new Uint8Array(from, start, (ranges[index + 1] ?? start) - start), start);
  }
}

/**
 * Compiles the Web APIs in an engine of their own: what the parser needs of memory would stay in the base for ever, and with
 * it in every image and sandbox. The source is stripped, and with it what `toString` of a built-in would show.
 */
async function compileGuest(modules: EngineModules, hooks: InstanceHooks, guestSource: string): Promise<Uint8Array> {
  const memory = new WebAssembly.Memory({ initial: modules.initialPages, maximum: 65_536 });
  const compiler = await QuickJS.create(options(modules, memory, hooks, { tell: null }));
  return compiler.compile(guestSource, GUEST_FILE, EvalFlags.TYPE_GLOBAL, CompileFlags.STRIP_SOURCE);
}

function options(modules: EngineModules, memory: WebAssembly.Memory, hooks: InstanceHooks, rejections: RejectionRelay) {
  return {
    wasm: modules.engine,
    extensions: modules.extensions.map(({ name, module }) => ({ name, wasm: module })),
    maxStackSize: STACK_BYTES,
    timezoneOffset: 0,
    interruptHandler: () => hooks.interrupted(),
    onUnhandledRejection: (promise: JSValueHandle, reason: JSValueHandle, handled: boolean) => {
      rejections.tell?.(promise, reason, handled);
    },
    // The wasi object becomes the import object as it is, so it can also carry the memory that the rewritten binary imports.
    wasi: () =>
      ({ [MEMORY_IMPORT.name]: memory, fd_write: discardOutput(memory) }) as unknown as Record<
        string,
        (...args: number[]) => number
      >,
  };
}

/** QuickJS's own debug output goes nowhere: the guest has no file descriptors. */
function discardOutput(memory: WebAssembly.Memory) {
  return (_fd: number, vectors: number, count: number, writtenPtr: number): number => {
    const view = new DataView(memory.buffer);
    let written = 0;
    for (let index = 0; index < count; index += 1) written += view.getUint32(vectors + index * 8 + 4, true);
    view.setUint32(writtenPtr, written, true);
    return 0;
  };
}

/** The guest calls nothing of its host's while its Web APIs are installed, before there is an instance. */
function refuseEarlyCall(): never {
  throw new Error("the host is not ready yet");
}

/** The engine's own error for a failed allocation, and quickjs-wasi's. */
export function isOutOfMemory(error: unknown): boolean {
  return (
    error instanceof Error &&
    !(error instanceof JSException && error.name !== "InternalError") &&
    /out of memory|wasm_malloc failed/.test(error.message)
  );
}
