import type { PoolControl } from "../workbench/pool-control";
import type { Running } from "../workbench/running";
import type { Handlers } from "./handle";

export function poolHandlers(pool: PoolControl, running: Running) {
  return {
    pool: () => pool.state(),
    prewarm: ({ id, count }) =>
      running.run(id, async (signal) => {
        await pool.prewarm(count, signal);
        return null;
      }),
    drain: (id) =>
      running.run(id, async (signal) => {
        await pool.drain(signal);
        return null;
      }),
    resizePool: (sizes) => pool.resize(sizes),
  } satisfies Partial<Handlers>;
}
