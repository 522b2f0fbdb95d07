/**
 * What a thread of the SDK runs. The guest's instance lives here, beside the SDK's own. The thread gets no environment, no arguments,
 * none of Node's globals and none of the SDK's ways out; it measures what the guest takes, for nobody else can.
 */
import { workerData } from "node:worker_threads";
import { takeAwayGlobals } from "../take-away-globals";
import { nowUs, threadCpuUs } from "../thread-clock";
import { showDeepStacks } from "../wasm/deep-stacks";
import { lendToSdk, takeAwayHostCalls } from "./sdk-globals";
import type { FromSdkWorker, Instantiation, SdkWorkerData } from "./sdk-messages";

const { script, port, made } = workerData as SdkWorkerData;
const count = new Int32Array(made);
/** Of the guest's instances since the last measure. */
let memories: WebAssembly.Memory[] = [];
let instantiations: Instantiation[] = [];
let startedCpuUs: number | null = null;

/** The SDK makes guests' instances by this constructor; its own it makes by `WebAssembly.instantiate`. */
function watchInstances(): void {
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, [module, imports]: ConstructorParameters<typeof WebAssembly.Instance>) {
      startedCpuUs ??= threadCpuUs();
      Atomics.add(count, 0, 1);
      const startUs = nowUs();
      const instance = instantiate(() => new target(module, imports), module);
      // A program with threads imports its memory.
      const memory = instance.exports.memory ?? imports?.env?.memory;
      if (memory instanceof WebAssembly.Memory) memories.push(memory);
      instantiations.push({ startUs, endUs: nowUs() });
      return instance;
    },
  });
}

function instantiate(make: () => WebAssembly.Instance, module: WebAssembly.Module): WebAssembly.Instance {
  try {
    return make();
  } catch (error) {
    post({ type: "refused", reason: reasonOf(error, module) });
    throw error;
  }
}

/** V8 counts the imports, and names the one that it does not find only where its module is there. */
function reasonOf(error: unknown, module: WebAssembly.Module): string {
  const message = error instanceof Error ? error.message : String(error);
  const index = /Import #(\d+)/.exec(message)?.[1];
  const asked = index === undefined ? undefined : WebAssembly.Module.imports(module)[Number(index)];
  if (asked === undefined) return message;
  return `it imports "${asked.module}.${asked.name}" (${asked.kind}), which neither WASI nor WASIX has`;
}

function post(message: FromSdkWorker): void {
  port.postMessage(message);
}

function measure(): void {
  const cpuUs = startedCpuUs === null ? 0 : (threadCpuUs() ?? startedCpuUs) - startedCpuUs;
  const memoryBytes = Math.max(0, ...memories.map(({ buffer }) => buffer.byteLength));
  post({ type: "measured", cpuUs, memoryBytes, instantiations });
  memories = [];
  instantiations = [];
  startedCpuUs = null;
}

takeAwayGlobals();
showDeepStacks();
lendToSdk({});
watchInstances();
port.on("message", measure);
port.unref();
await import(/* @vite-ignore */ script);
takeAwayHostCalls();
