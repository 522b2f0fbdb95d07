import type { PoolControl } from "../workbench/pool-control";
import type { Handlers } from "./handle";

export function poolHandlers(pool: PoolControl) {
  return {
    pool: () => pool.state(),
    prewarm: async (count) => {
      await pool.prewarm(count);
      return null;
    },
    drain: async () => {
      await pool.drain();
      return null;
    },
    resizePool: (sizes) => pool.resize(sizes),
  } satisfies Partial<Handlers>;
}
