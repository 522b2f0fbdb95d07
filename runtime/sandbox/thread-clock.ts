import { hrtime } from "node:process";
import * as process from "node:process";

/** Monotonic microseconds with the zero that all threads of the process share: a worker's performance.now() starts at its own birth. */
const offsetUs = Number(hrtime.bigint() / 1000n) - performance.now() * 1000;

export function nowUs(): number {
  return Math.round(performance.now() * 1000 + offsetUs);
}

/** CPU time of this thread so far, microseconds. Null where Node has no such counter (before 24, so in today's fallback Electron). */
export function threadCpuUs(): number | null {
  if (!("threadCpuUsage" in process)) return null;
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
