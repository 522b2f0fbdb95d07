import { measureEdit, measureMemory, measurePrewarmed, measureThroughput, measureWarm } from "./calls";
import type { FigureDefinition, Limit } from "./figure";
import { measureHistoryFilter, measureHistoryOpen, measureHistorySearch } from "./history";
import { measureFibonacci, measureRoundTrip } from "./machine";
import { serveColdframe, servePlainNode } from "./load";
import { bootEdgeRuntime, bootMiniflare, editMiniflare, serveMiniflare, warmMiniflare } from "./peers";

function limit(values: Partial<Limit>): Limit {
  return { p50: null, p99: null, ratio: null, ...values };
}

/** Every figure, in the order in which it is measured. Ids are stable. */
export const FIGURES: readonly FigureDefinition[] = [
  {
    id: "thread-round-trip",
    title: "a message to a bare thread and back (for scale)",
    unit: "ms",
    better: "less",
    limit: limit({}),
    measure: measureRoundTrip,
    peer: null,
  },
  {
    id: "sandbox-fibonacci",
    title: "fib(25) inside the sandbox (for scale)",
    unit: "ms",
    better: "less",
    limit: limit({}),
    measure: measureFibonacci,
    peer: null,
  },
  {
    id: "prewarmed-start",
    title: "prewarmed start, accept to response (peer: boot to first response)",
    unit: "ms",
    better: "less",
    limit: limit({ p50: 1, p99: 6 }),
    measure: measurePrewarmed,
    peer: { name: "miniflare", measure: bootMiniflare },
  },
  {
    id: "prewarmed-start-vm",
    title: "prewarmed start (peer: a `vm` context, no isolation)",
    unit: "ms",
    better: "less",
    limit: limit({ p50: 1, p99: 6 }),
    measure: measurePrewarmed,
    peer: { name: "edge-runtime", measure: bootEdgeRuntime },
  },
  {
    id: "warm-call",
    title: "warm call through pool and thread",
    unit: "ms",
    better: "less",
    limit: limit({ p50: 0.15, p99: 1 }),
    measure: measureWarm,
    peer: { name: "miniflare", measure: warmMiniflare },
  },
  {
    id: "edit-to-response",
    title: "source edit to first response",
    unit: "ms",
    better: "less",
    limit: limit({ p50: 40 }),
    measure: measureEdit,
    peer: { name: "miniflare", measure: editMiniflare },
  },
  {
    id: "warm-throughput",
    title: "warm throughput, 2 sandboxes, one client process",
    unit: "calls/s",
    better: "more",
    limit: limit({ p50: 10_000 }),
    measure: measureThroughput,
    peer: null,
  },
  {
    id: "serve-requests",
    title: "`serve`, 32 keep-alive connections",
    unit: "requests/s",
    better: "more",
    limit: limit({ ratio: 3 }),
    measure: serveColdframe,
    peer: { name: "miniflare", measure: serveMiniflare },
  },
  {
    id: "plain-node-requests",
    title: "plain node:http, the same answer (for scale)",
    unit: "requests/s",
    better: "more",
    limit: limit({}),
    measure: servePlainNode,
    peer: null,
  },
  {
    id: "sandbox-memory",
    title: "memory of one bound sandbox beyond the first",
    unit: "MB",
    better: "less",
    limit: limit({ p50: 12 }),
    measure: measureMemory,
    peer: null,
  },
  {
    id: "history-open",
    title: "open a history of 200,000 calls and read its first page",
    unit: "ms",
    better: "less",
    limit: limit({ p50: 150 }),
    measure: measureHistoryOpen,
    peer: null,
  },
  {
    id: "history-filter",
    title: "filter 200,000 calls: a page and the count",
    unit: "ms",
    better: "less",
    limit: limit({ p50: 100 }),
    measure: measureHistoryFilter,
    peer: null,
  },
  {
    id: "history-search",
    title: "search 200,000 calls: a page and the count",
    unit: "ms",
    better: "less",
    limit: limit({ p50: 100 }),
    measure: measureHistorySearch,
    peer: null,
  },
];
