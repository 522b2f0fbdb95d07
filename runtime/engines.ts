import type { Clock } from "./model";
import type { EngineSource } from "./pool";
import { loadQuickjs } from "./load-quickjs";
import quickjsThread from "./sandbox/quickjs/thread?modulePath";
import sdkWorker from "./sandbox/wasi/sdk-worker?modulePath";
import wasiThread from "./sandbox/wasi/thread?modulePath";
import wasmThread from "./sandbox/wasm/thread?modulePath";

/**
 * What this runtime can run artifacts with. A new engine is: a folder in `sandbox` with its thread, its parts and image in the
 * protocol, and a line here.
 */
export function engineSources(cacheDir: string, clock: Clock) {
  return {
    quickjs: { workerFile: quickjsThread, load: () => loadQuickjs(quickjsThread, cacheDir, clock) },
    wasm: { workerFile: wasmThread, load: () => Promise.resolve({ parts: { engine: "wasm" }, compileUs: 0 }) },
    wasi: {
      workerFile: wasiThread,
      load: () => Promise.resolve({ parts: { engine: "wasi", sdkWorkerFile: sdkWorker }, compileUs: 0 }),
      // The SDK's own, a program's, and that of one whose process is being ended.
      memories: 3,
      // Each is four threads or so, with some 60 MB.
      maxBlank: 1,
    },
  } satisfies Record<string, EngineSource>;
}
