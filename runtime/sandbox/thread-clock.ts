import { Buffer } from "node:buffer";
import { process } from "../web/own-process";

/**
 * Monotonic microseconds with the zero that all threads of the process share: `performance.now()` starts at each worker's own
 * birth, and loads a tenth of a megabyte into each.
 */
export function nowUs(): number {
  return Math.round(Number(process.hrtime.bigint()) / 1000);
}

/** CPU time of this thread so far, microseconds. Null where nothing counts it. */
export function threadCpuUs(): number | null {
  if (!("threadCpuUsage" in process)) return schedulerCpuUs();
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

/**
 * Before Node 24 (so in the fallback Electron) Linux itself is asked: its scheduler counts a thread's nanoseconds. The name
 * means the thread that opens it, so each thread's module opens its own; Node closes it when the thread ends.
 */
const SCHEDULER_FILE = "/proc/thread-self/schedstat";
const reading = Buffer.alloc(64);
let schedulerFile: number | null | undefined;

function schedulerCpuUs(): number | null {
  if (schedulerFile === undefined) schedulerFile = openScheduler();
  if (schedulerFile === null) return null;
  const { readSync } = process.getBuiltinModule("node:fs");
  const length = readSync(schedulerFile, reading, 0, reading.length, 0);
  return Math.round(Number(reading.toString("latin1", 0, length).split(" ", 1)[0]) / 1000);
}

function openScheduler(): number | null {
  try {
    return process.getBuiltinModule("node:fs").openSync(SCHEDULER_FILE, "r");
  } catch {
    return null;
  }
}
