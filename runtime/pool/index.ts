/** The pool: acquire, invoke, release; maintain, queue, recycle. */
export { createPool } from "./engine-pools";
export * from "./pool-types";
