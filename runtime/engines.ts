import type { Clock } from "./model";
import type { EngineSource } from "./pool";
import { loadQuickjs } from "./load-quickjs";
import quickjsThread from "./sandbox/quickjs/thread?modulePath";
import wasmThread from "./sandbox/wasm/thread?modulePath";

/**
 * What this runtime can run artifacts with. A new engine is: a folder in `sandbox` with its thread, its parts and image in the
 * protocol, and a line here.
 */
export function engineSources(cacheDir: string, clock: Clock) {
  return {
    quickjs: { workerFile: quickjsThread, load: () => loadQuickjs(quickjsThread, cacheDir, clock) },
    wasm: { workerFile: wasmThread, load: () => Promise.resolve({ parts: { engine: "wasm" }, compileUs: 0 }) },
  } satisfies Record<string, EngineSource>;
}
