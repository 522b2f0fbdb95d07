/**
 * Runs code against the guest's Web APIs in the real engine, without a thread or a pool: for tests of `runtime/web`.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { JSValueHandle } from "quickjs-wasi";
import { EvalFlags, QuickJS } from "quickjs-wasi";
import type { HostFunctions } from "../../../runtime/web/bridge";
import { Codecs } from "../../../runtime/web/codec-host";
import { hostCrypto } from "../../../runtime/web/crypto-host";
import { EXTENSIONS } from "../../../runtime/sandbox/quickjs/engine-modules";
import guestSource from "../../../runtime/web/index.guest?guest";

const require = createRequire(import.meta.url);

export interface Guest extends Disposable {
  readonly vm: QuickJS;
  /** Everything the guest called its host with, in order. */
  readonly calls: { name: keyof HostFunctions; args: unknown[] }[];
  /** Calls an operation of the guest's entry; plain values and Uint8Arrays go in. */
  enter(operation: string, ...args: unknown[]): void;
  /** Evaluates an ES module and hands its exports to the guest as the function to call. */
  adopt(code: string): void;
  /** Evaluates the body of an async function in the guest; answers with its result by way of JSON. Timers run in real time. */
  evaluate(body: string): Promise<unknown>;
}

const modules = new Map<string, Promise<WebAssembly.Module>>();

/** A part of the engine, compiled once for all guests of a test file. */
function compiled(file: string): Promise<WebAssembly.Module> {
  const before = modules.get(file);
  if (before !== undefined) return before;
  const module = WebAssembly.compile(readFileSync(require.resolve(`quickjs-wasi/${file}`)));
  modules.set(file, module);
  return module;
}

export async function createGuest(
  overrides: Partial<Record<keyof HostFunctions, (...args: unknown[]) => unknown>> = {},
): Promise<Guest> {
  const vm = await QuickJS.create({
    wasm: await compiled("quickjs.wasm"),
    extensions: await Promise.all(EXTENSIONS.map(async (name) => ({ name, wasm: await compiled(`${name}.so`) }))),
    onUnhandledRejection: (promise: JSValueHandle, reason: JSValueHandle, handled: boolean) => {
      enterWith("rejection", [promise.dup(), reason.dup(), handled ? vm.true : vm.false]);
    },
  });
  const calls: Guest["calls"] = [];
  const codecs = new Codecs();
  const startedMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const host: Record<keyof HostFunctions, (...args: unknown[]) => unknown> = {
    now: () => performance.now() - startedMs,
    epochNow: () => Date.now(),
    log: () => true,
    wakeAt: (atMs) => {
      clearTimeout(timer);
      if (Number(atMs) >= 0)
        timer = setTimeout(
          () => {
            enter("timers");
          },
          Math.max(0, Number(atMs) - (performance.now() - startedMs)),
        );
    },
    respond: () => undefined,
    head: () => undefined,
    chunk: () => true,
    end: () => undefined,
    fail: () => undefined,
    settled: () => undefined,
    adopted: () => undefined,
    requestPull: () => undefined,
    fetch: () => undefined,
    fetchPull: () => undefined,
    fetchAbort: () => undefined,
    decodeText: (label, bytes, fatal, ignoreBOM) => {
      try {
        return new TextDecoder(String(label), { fatal: Boolean(fatal), ignoreBOM: Boolean(ignoreBOM) }).decode(
          bytes as Uint8Array,
        );
      } catch {
        return null;
      }
    },
    codecOpen: (task) => codecs.open(task),
    codecWrite: (codec, bytes, last) => codecs.write(codec, bytes, last),
    codecClose: (codec) => {
      codecs.close(codec);
    },
    span: () => undefined,
    crypto: hostCrypto,
    ...overrides,
  };
  const hostObject = vm.newObject();
  for (const [name, implementation] of Object.entries(host) as [
    keyof HostFunctions,
    (...args: unknown[]) => unknown,
  ][]) {
    const fn = vm.newFunction(name, (...handles: JSValueHandle[]) => {
      const args = handles.map((handle) => vm.dump(handle));
      calls.push({ name, args });
      return vm.hostToHandle(implementation(...args));
    });
    hostObject.setProp(name, fn);
  }
  const install = vm.evalCode(guestSource, "coldframe:guest");
  const entry = vm.callFunction(install, vm.undefined, hostObject);

  function enterWith(operation: string, handles: JSValueHandle[]): void {
    vm.callFunction(entry, vm.undefined, vm.newString(operation), ...handles).dispose();
  }
  function enter(operation: string, ...args: unknown[]): void {
    enterWith(
      operation,
      args.map((value) => (value instanceof Uint8Array ? vm.newUint8Array(value) : vm.hostToHandle(value))),
    );
    vm.executePendingJobs();
  }
  function adopt(code: string): void {
    enterWith("adopt", [vm.evalCode(code, "function.js", EvalFlags.TYPE_MODULE)]);
    vm.executePendingJobs();
  }
  async function evaluate(body: string): Promise<unknown> {
    const promise = vm.evalCode(`(async () => JSON.stringify(await (async () => {${body}\n})()))()`, "test.js");
    const settled = vm.resolvePromise(promise);
    vm.executePendingJobs();
    const result = await settled;
    if ("error" in result) throw new Error(`${result.error.toString()}\n${result.error.getProp("stack").toString()}`);
    return result.value.isUndefined ? undefined : JSON.parse(result.value.toString());
  }
  return {
    vm,
    calls,
    enter,
    adopt,
    evaluate,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      vm.dispose();
    },
  };
}
