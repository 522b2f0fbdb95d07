/**
 * The Trace Event Format's JSON object form, as chrome://tracing and Perfetto load it. `ts` and `dur` are microseconds.
 * Source: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export interface ChromeTrace {
  readonly displayTimeUnit: "ms";
  readonly traceEvents: readonly TraceEvent[];
  readonly otherData: Readonly<Record<string, string>>;
}

export interface TraceEvent {
  readonly name: string;
  readonly cat?: string;
  /** `X`: a complete event. `i`: an instant. `M`: metadata. */
  readonly ph: "X" | "i" | "M";
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  /** An instant's scope: `t` is its thread. */
  readonly s?: "t";
  readonly args: Readonly<Record<string, unknown>>;
}
