import type { Timers } from "./pool-types";

/** Node's timers. They don't keep the process alive: what they watch over does. */
export const nodeTimers: Timers = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.max(0, Math.ceil(delayMs)));
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
