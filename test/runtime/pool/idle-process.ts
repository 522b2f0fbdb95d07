/** A process of its own: one call, then nothing more to do, and a pool that nobody disposed. Prints the call's outcome. */
import { createPool } from "../../../runtime/pool";
import { fakeEngine, fakeJob, OPTIONS, realClock } from "./pool-harness";

const pool = createPool(
  { clock: realClock },
  { quickjs: { workerFile: process.argv[2] ?? "", load: () => Promise.resolve(fakeEngine()) } },
  { ...OPTIONS, maxPool: 2, maxSandboxes: 4, idleMs: 60_000 },
);
const { outcome } = await pool.invoke(fakeJob(realClock, "a"));
process.stdout.write(outcome);
