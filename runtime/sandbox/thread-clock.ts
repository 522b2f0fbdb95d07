import * as process from "node:process";

/**
 * Monotonic microseconds with the zero that all threads of the process share: `performance.now()` starts at each worker's own
 * birth. The first calls of either clock are slow, so the closest of several readings tells how far they are apart.
 */
const offsetUs = Math.min(...Array.from({ length: 10 }, readOffsetUs));

function readOffsetUs(): number {
  const localMs = performance.now();
  return Number(process.hrtime.bigint()) / 1000 - localMs * 1000;
}

export function nowUs(): number {
  return Math.round(performance.now() * 1000 + offsetUs);
}

/** CPU time of this thread so far, microseconds. Null where Node has no such counter (before 24, so in today's fallback Electron). */
export function threadCpuUs(): number | null {
  if (!("threadCpuUsage" in process)) return null;
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
