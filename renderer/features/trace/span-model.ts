import type { Attributes, Invocation, Span } from "../../../runtime/model";

/** Who spent the time: making the sandbox ready, serving the call, the function itself, or nobody that is known. */
export type Part = "startup" | "call" | "guest" | "unaccounted";

/** Spans of getting a sandbox ready. The others of the host serve the call itself. */
const STARTUP_NAMES: ReadonlySet<string> = new Set(["build", "queue", "spawn", "compile", "bind", "init"]);

export const UNACCOUNTED = "unaccounted";

export interface Segment {
  readonly startUs: number;
  readonly endUs: number;
}

/** One line of the waterfall: a span, or all that no span covers. */
export interface SpanRow {
  /** Names in it and what encloses it, with a count among equals: the same in two traces of the same course. */
  readonly key: string;
  readonly name: string;
  /** The name, and of a request its address. */
  readonly label: string;
  readonly part: Part;
  /** 0 at the top. */
  readonly depth: number;
  /** Of the row that encloses it; null at the top. */
  readonly parentKey: string | null;
  /** One, but for `unaccounted`, which has one for each gap and may have none. */
  readonly segments: readonly Segment[];
  readonly tookUs: number;
  /** Without what its children cover. */
  readonly selfUs: number;
  readonly attributes: Attributes;
}

/**
 * A trace as rows, children below their parents in the order of their begin, and last what no top span covers. Empty for a call
 * that has no spans and took no time.
 */
export function rowsOf({ spans, usage }: Pick<Invocation, "spans" | "usage">): SpanRow[] {
  if (spans.length === 0 && usage.wallUs === 0) return [];
  const children = childrenOf(spans);
  const rows: SpanRow[] = [];
  const visit = (parent: number | null, parentKey: string | null, depth: number): void => {
    const seen = new Map<string, number>();
    for (const index of children.get(parent) ?? []) {
      const span = spans[index];
      if (span === undefined || span.name === UNACCOUNTED) continue;
      const count = (seen.get(span.name) ?? 0) + 1;
      seen.set(span.name, count);
      const key = `${parentKey === null ? "" : `${parentKey} › `}${span.name}${count > 1 ? ` #${count}` : ""}`;
      const inner = (children.get(index) ?? []).flatMap((child) => spans[child] ?? []);
      rows.push(rowOf(span, key, parentKey, depth, inner));
      visit(index, key, depth + 1);
    }
  };
  visit(null, null, 0);
  rows.push(unaccountedRow(spans));
  return rows;
}

/** The time that the trace spans: its wall time, or later where something ended after the last byte. */
export function traceEndUs({ spans, logs, usage }: Pick<Invocation, "spans" | "logs" | "usage">): number {
  let end = usage.wallUs;
  for (const span of spans) end = Math.max(end, span.endUs);
  for (const line of logs) end = Math.max(end, line.atUs);
  return end;
}

/** Microseconds that the segments cover together; what two cover counts once. */
export function coveredUs(segments: readonly Segment[]): number {
  let total = 0;
  let reached = -Infinity;
  for (const { startUs, endUs } of [...segments].sort((a, b) => a.startUs - b.startUs)) {
    const from = Math.max(startUs, reached);
    if (endUs <= from) continue;
    total += endUs - from;
    reached = endUs;
  }
  return total;
}

function childrenOf(spans: readonly Span[]): Map<number | null, number[]> {
  const children = new Map<number | null, number[]>();
  spans.forEach((span, index) => {
    const siblings = children.get(span.parent);
    if (siblings === undefined) children.set(span.parent, [index]);
    else siblings.push(index);
  });
  for (const siblings of children.values())
    siblings.sort((a, b) => (spans[a]?.startUs ?? 0) - (spans[b]?.startUs ?? 0) || a - b);
  return children;
}

function rowOf(span: Span, key: string, parentKey: string | null, depth: number, inner: readonly Span[]): SpanRow {
  const { name, startUs, endUs, attributes } = span;
  const url = attributes["url.full"];
  const within = inner.map((child) => ({
    startUs: Math.max(startUs, child.startUs),
    endUs: Math.min(endUs, child.endUs),
  }));
  return {
    key,
    name,
    label: typeof url === "string" ? `${name} ${url}` : name,
    part: partOf(span),
    depth,
    parentKey,
    segments: [{ startUs, endUs }],
    tookUs: endUs - startUs,
    selfUs: endUs - startUs - coveredUs(within),
    attributes,
  };
}

function unaccountedRow(spans: readonly Span[]): SpanRow {
  const segments = spans.filter(({ name, parent }) => name === UNACCOUNTED && parent === null);
  const tookUs = segments.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0);
  return {
    key: UNACCOUNTED,
    name: UNACCOUNTED,
    label: UNACCOUNTED,
    part: "unaccounted",
    depth: 0,
    parentKey: null,
    segments: segments.map(({ startUs, endUs }) => ({ startUs, endUs })),
    tookUs,
    selfUs: tookUs,
    attributes: {},
  };
}

function partOf({ name, attributes }: Span): Part {
  if (attributes["coldframe.guest"] === true) return "guest";
  return STARTUP_NAMES.has(name) ? "startup" : "call";
}
