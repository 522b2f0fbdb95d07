/**
 * Microseconds, integers, on one monotonic clock shared by all threads of the process. Zero is arbitrary: subtract.
 */
export type MonotonicUs = number;

/** The clocks of the process; a fake one in unit tests. */
export interface Clock {
  /** Monotonic microseconds, the same zero in every thread. */
  nowUs(): MonotonicUs;
  /** Milliseconds since the Unix epoch. */
  epochMs(): number;
}

export type AttributeValue = string | number | boolean;
export type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * A named, timed part of an invocation. Times are integer microseconds from accept (= 0), `startUs <= endUs`.
 * `parent` is the index of the enclosing span in the same list, or null at the top.
 *
 * Names: `build queue spawn compile bind init handler serialize store`, `unaccounted` for what no other top span covers,
 * and the function's own (`fetch`, `waitUntil`, `console.time` labels), which carry `coldframe.guest: true`.
 */
export interface Span {
  readonly name: string;
  readonly startUs: number;
  readonly endUs: number;
  readonly parent: number | null;
  readonly attributes: Attributes;
}

export const LOG_LEVELS = ["debug", "log", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One console line. `atUs` is microseconds from accept. */
export interface LogLine {
  readonly level: LogLevel;
  readonly atUs: number;
  readonly text: string;
}
