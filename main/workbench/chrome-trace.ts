import type { ChromeTrace, Invocation, Span, TraceEvent } from "../../runtime";

const PROCESS = 1;

/**
 * One invocation. A viewer draws one track per thread and nests what lies within; spans that overlap without nesting
 * (two fetches at once) therefore get tracks of their own.
 */
export function chromeTraceDocument(invocation: Invocation): ChromeTrace {
  const tracks = tracksOf(invocation.spans);
  const used = Math.max(0, ...tracks);
  return {
    displayTimeUnit: "ms",
    traceEvents: [
      metadata("process_name", 0, { name: `coldframe ${invocation.functionName}` }),
      ...Array.from({ length: used + 1 }, (_, track) =>
        metadata("thread_name", track + 1, { name: track === 0 ? "call" : `call, at the same time (${track})` }),
      ),
      ...invocation.spans.map((span, index): TraceEvent => ({
        name: span.name,
        cat: span.attributes["coldframe.guest"] === true ? "function" : "coldframe",
        ph: "X",
        pid: PROCESS,
        tid: (tracks[index] ?? 0) + 1,
        ts: span.startUs,
        dur: span.endUs - span.startUs,
        args: span.attributes,
      })),
      ...invocation.logs.map((line): TraceEvent => ({
        name: `console.${line.level}`,
        cat: "console",
        ph: "i",
        s: "t",
        pid: PROCESS,
        tid: 1,
        ts: line.atUs,
        args: { text: line.text },
      })),
    ],
    otherData: {
      invocationId: invocation.id,
      version: invocation.version,
      start: invocation.start ?? "",
      outcome: invocation.outcome,
      startedAt: new Date(invocation.startedAtMs).toISOString(),
    },
  };
}

/** For each span the first track on which it lies wholly inside, or wholly beside, every span already there. */
export function tracksOf(spans: readonly Span[]): number[] {
  const order = spans.map((span, index) => ({ span, index }));
  order.sort((a, b) => a.span.startUs - b.span.startUs || b.span.endUs - a.span.endUs || a.index - b.index);
  const openEnds: number[][] = [];
  const tracks = new Array<number>(spans.length).fill(0);
  for (const { span, index } of order) {
    let track = openEnds.findIndex((ends) => fits(ends, span));
    if (track === -1) track = openEnds.push([]) - 1;
    openEnds[track]?.push(span.endUs);
    tracks[index] = track;
  }
  return tracks;
}

/** Closes what ended before the span begins; says whether the span ends no later than what is still open. */
function fits(openEnds: number[], span: Span): boolean {
  while ((openEnds.at(-1) ?? Infinity) <= span.startUs) openEnds.pop();
  return (openEnds.at(-1) ?? Infinity) >= span.endUs;
}

function metadata(name: string, tid: number, args: Readonly<Record<string, unknown>>): TraceEvent {
  return { name, ph: "M", pid: PROCESS, tid, args };
}
