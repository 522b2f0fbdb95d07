/**
 * What one invocation used. Costs are computed from this and a price list, never from anything else.
 *
 * - `wallUs`: accept to last byte of the response.
 * - `executionUs`: the handler's begin to the last byte: what a platform that bills wall time has on its bill. Queue, spawn, build
 *   and bind are this machine's and not in it. 0 where no handler ran.
 * - `activeCpuUs`: CPU time the guest really ran (handler, timers, stream chunks, waitUntil), without its waits. Null where a process or a
 *   thread was stopped under the call: nobody could ask it.
 * - `initUs`: how long this version's top level ran when its image was made. A platform without snapshots pays it on every
 *   cold start; here a start restores the image instead. Of a top level that failed: how long it ran until then.
 * - `peakMemoryBytes`: the instance's linear memory at its largest. It never shrinks, so the size at the end is the peak.
 *   Null where the thread was ended under the call (a Wasm handler that did not come back): nobody could ask it.
 * - `memoryLimitBytes`: the tier.
 * - `ingressBytes`, `egressBytes`: request and response: start line or status line, header lines and body, as HTTP/1.1 writes them.
 */
export interface Usage {
  readonly wallUs: number;
  readonly executionUs: number;
  readonly activeCpuUs: number | null;
  readonly initUs: number;
  readonly peakMemoryBytes: number | null;
  readonly memoryLimitBytes: number;
  readonly ingressBytes: number;
  readonly egressBytes: number;
}
