/** The pool: acquire, invoke, release; maintain, queue, recycle. */
export { createPool } from "./pool";
export * from "./pool-types";
