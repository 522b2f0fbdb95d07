import type { MessagePort } from "node:worker_threads";

/**
 * What a sandbox's thread and a thread of the SDK say to each other, on a port of their own: whatever comes by the thread's own port
 * the SDK takes for its own. Times are monotonic microseconds of the process.
 */
export interface SdkWorkerData {
  /** URL of the SDK's script for its threads. */
  readonly script: string;
  readonly port: MessagePort;
  /** One word: guests' instances that the thread has made so far. Shared, because a message would come after the process's end. */
  readonly made: SharedArrayBuffer;
}

/** The only message to a thread: it asks for what the instances since the last measure took. */
export const MEASURE = "measure";

/** When an instance was made. */
export interface Instantiation {
  readonly startUs: number;
  readonly endUs: number;
}

export type FromSdkWorker =
  | ({ readonly type: "measured" } & Measure)
  /** A program could not be instantiated, which the SDK takes for a fault of its own. Comes before the measure, on the same port. */
  | { readonly type: "refused"; readonly reason: string };

export interface Measure {
  /** CPU time of the thread since the first of the instances was made. */
  readonly cpuUs: number;
  /** The largest linear memory at the end. */
  readonly memoryBytes: number;
  readonly instantiations: readonly Instantiation[];
}
