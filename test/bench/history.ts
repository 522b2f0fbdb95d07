import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openHistoryQueries, openStore } from "../../main/store";
import type { HistoryFilter, HistoryQueries } from "../../main/store";
import type { Invocation } from "../../runtime";
import type { BenchContext } from "./figure";

const CALLS = 200_000;
const QUICK_CALLS = 5_000;
const OUTCOMES = ["ok", "ok", "ok", "threw", "ok", "ok", "timeout", "ok"] as const;
const STARTS = ["warm", "warm", "prewarmed", "cold"] as const;
/** What a list shows at once, and some more. */
const PAGE = 100;

/** The first page, asked of a history that was just opened: opening it is part of the time. */
export async function measureHistoryOpen(bench: BenchContext): Promise<number[]> {
  const file = await historyFile(bench);
  const samples: number[] = [];
  for (let run = 0; run < (bench.quick ? 3 : 20); run += 1) {
    const startedMs = performance.now();
    const store = await openStore({ file, retention: null, onProblem: fail });
    const queries = openHistoryQueries({ file });
    await queries.slice({}, 0, PAGE);
    samples.push(performance.now() - startedMs);
    await queries[Symbol.asyncDispose]();
    await store.close();
  }
  return samples;
}

/** Pages from anywhere in lists that are filtered. */
export async function measureHistoryFilter(bench: BenchContext): Promise<number[]> {
  const filters: HistoryFilter[] = [
    { outcome: "threw" },
    { functionName: "fn-3" },
    { start: "cold", outcome: "ok" },
    { version: version(7) },
    { functionName: "fn-2", start: "warm", sinceMs: startedAtMs(1000) },
  ];
  return measureSlices(bench, filters);
}

/** From a word that one call has to one that all have. */
export async function measureHistorySearch(bench: BenchContext): Promise<number[]> {
  const texts = ["request-4242", "boom", "handled", "user 77", '"boom 42"', "h"];
  return measureSlices(bench, [...texts.map((text) => ({ text })), { text: "handled", outcome: "threw" as const }]);
}

async function measureSlices(bench: BenchContext, filters: readonly HistoryFilter[]): Promise<number[]> {
  const file = await historyFile(bench);
  const samples: number[] = [];
  for (let run = 0; run < (bench.quick ? 1 : 8); run += 1) {
    // A reader of its own for each run: counts of the one before are not known to it.
    const queries: HistoryQueries = openHistoryQueries({ file });
    await queries.slice({}, 0, 1);
    for (const [index, filter] of filters.entries()) {
      const startedMs = performance.now();
      await queries.slice(filter, (run * filters.length + index) * 37, PAGE);
      samples.push(performance.now() - startedMs);
    }
    await queries[Symbol.asyncDispose]();
  }
  return samples;
}

/** A history as the program itself writes it. Made once for all figures: they only read it. */
async function historyFile({ scratch, quick }: BenchContext): Promise<string> {
  const folder = join(scratch, "history");
  await mkdir(folder, { recursive: true });
  const file = join(folder, "coldframe.sqlite");
  made ??= make(file, quick ? QUICK_CALLS : CALLS);
  await made;
  return file;
}
let made: Promise<void> | null = null;

async function make(file: string, count: number): Promise<void> {
  const store = await openStore({ file, retention: null, onProblem: fail });
  for (let index = 0; index < count; index += 1) {
    store.finish(benchCall(index));
    if (index % 1000 === 0) await store.room();
  }
  await store.close();
}

function fail(problem: { readonly message: string }): never {
  throw new Error(problem.message);
}

function version(index: number): string {
  return `sha256:${String(index % 40).padStart(64, "0")}`;
}

function startedAtMs(index: number): number {
  return 1_763_000_000_000 + index * 50;
}

/** A call like those of a small JSON API. */
export function benchCall(index: number): Invocation {
  const outcome = OUTCOMES[index % OUTCOMES.length] ?? "ok";
  const body = { bytes: 120, content: new Uint8Array(120).fill(65 + (index % 26)), sha256: null };
  const hex = index.toString(16).padStart(12, "0");
  return {
    id: `019a${hex.slice(0, 4)}-${hex.slice(4, 8)}-7${hex.slice(9, 12)}-8000-${hex}`,
    functionName: `fn-${index % 10}`,
    entry: `/work/fn-${index % 10}/index.ts`,
    version: version(index),
    engine: "quickjs",
    trigger: "http",
    start: STARTS[(index * 5) % STARTS.length] ?? "warm",
    outcome,
    error: outcome === "ok" ? null : { code: "handler-threw", message: `boom ${index % 100}`, stack: null },
    startedAtMs: startedAtMs(index),
    request: {
      method: "GET",
      url: `http://fn-${index % 10}.local/users/${index}?id=request-${index}`,
      headers: [],
      body,
    },
    response: { status: 200, statusText: "OK", headers: [["content-type", "application/json"]], body },
    logs: [{ level: "log", atUs: 120, text: `handled user ${index % 1000}` }],
    droppedLogLines: 0,
    spans: [{ name: "handler", startUs: 0, endUs: 152, parent: null, attributes: {} }],
    usage: {
      wallUs: 152,
      executionUs: 112,
      activeCpuUs: 100,
      initUs: 0,
      peakMemoryBytes: 3_000_000,
      memoryLimitBytes: 134_217_728,
      ingressBytes: 500,
      egressBytes: 420,
    },
    grants: { env: {}, allowNet: [], memoryMb: 128, timeoutMs: 5000 },
  };
}
