import { stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import type { HistoryRow, Outcome } from "../../runtime";
import type { Pricing } from "../../runtime/cost";
import type { HistoryFilter as WindowFilter } from "../../preload/contract";
import type { HistoryFilter, InvocationLookup, StoreReader } from "../store";
import { billDocuments } from "./cost/bill-document";
import type { Report } from "./running";
import type { Workbench } from "./workbench";

/** Which past calls; null: no such condition. */
export interface HistoryRequest {
  /** A function's file, a folder that holds functions, or a function's name. */
  readonly entry: string | null;
  readonly outcome: Outcome | "running" | null;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number | null;
  /** Words in URL, console or error. */
  readonly search: string | null;
  /** Calls at most. */
  readonly limit: number;
}

/** Rows read at once where only some of them are of the wanted folder. */
const PAGE = 1_000;

/** Past calls, the newest first. */
export async function readHistory(workbench: Workbench, request: HistoryRequest): Promise<readonly HistoryRow[]> {
  const { entry, outcome, sinceMs, search, limit } = request;
  const reader = await workbench.reader();
  const filter: HistoryFilter = {
    ...(outcome === null ? {} : { outcome }),
    ...(sinceMs === null ? {} : { sinceMs }),
    ...(search === null ? {} : { text: search }),
  };
  if (entry === null) return reader.history({ ...filter, limit }).rows;
  const path = resolve(entry);
  const stats = await stat(path).catch(() => null);
  if (stats?.isDirectory() === true) return rowsBelow(reader, path, filter, limit);
  const isName = stats === null && !/[/\\]/.test(entry);
  return reader.history({ ...filter, ...(isName ? { functionName: entry } : { entry: path }), limit }).rows;
}

/** A past call by its id, or by as much of its beginning as no other call's id has. */
export async function findInvocation(workbench: Workbench, id: string): Promise<InvocationLookup> {
  const reader = await workbench.reader();
  return reader.invocation(id);
}

/** Calls that are deleted before the next ones: between them others may write, and who deletes may change their mind. */
const DELETED_AT_ONCE = 500;

/**
 * Deletes ended calls by their ids; resolves with how many there were. Running ones stay.
 * @throws the signal's reason when it is aborted; what was deleted by then is gone
 */
export async function deleteInvocations(
  workbench: Workbench,
  ids: readonly string[],
  signal: AbortSignal,
  report: Report,
): Promise<number> {
  const store = await workbench.store();
  let deleted = 0;
  for (let from = 0; from < ids.length; from += DELETED_AT_ONCE) {
    signal.throwIfAborted();
    deleted += await store.delete(ids.slice(from, from + DELETED_AT_ONCE));
    report(Math.min(from + DELETED_AT_ONCE, ids.length), ids.length);
  }
  return deleted;
}

/** The window's conditions as the store takes them. */
export function storeFilter(filter: WindowFilter): HistoryFilter {
  const { functionName, version, outcome, start, sinceMs, untilMs, text } = filter;
  return {
    ...(functionName === null ? {} : { functionName }),
    ...(version === null ? {} : { version }),
    ...(outcome === null ? {} : { outcome }),
    ...(start === null ? {} : { start }),
    ...(sinceMs === null ? {} : { sinceMs }),
    ...(untilMs === null ? {} : { untilMs }),
    ...(text.trim() === "" ? {} : { text }),
  };
}

/** `coldframe/history@1`. */
export function historyDocument(rows: readonly HistoryRow[], pricing: Pricing) {
  return { schema: "coldframe/history@1", invocations: rows.map((row) => summary(row, pricing)) } as const;
}

function summary(row: HistoryRow, pricing: Pricing) {
  return {
    id: row.id,
    function: row.functionName,
    entry: row.entry,
    version: row.version,
    engine: row.engine,
    trigger: row.trigger,
    start: row.start,
    /** `running` until the call ends. */
    outcome: row.outcome ?? "running",
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage },
    startedAt: new Date(row.startedAtMs).toISOString(),
    method: row.method,
    url: row.url,
    status: row.status,
    wallUs: row.wallUs,
    executionUs: row.executionUs,
    activeCpuUs: row.activeCpuUs,
    initUs: row.initUs,
    peakMemoryBytes: row.peakMemoryBytes,
    memoryLimitBytes: row.memoryLimitBytes,
    ingressBytes: row.ingressBytes,
    egressBytes: row.egressBytes,
    bills: row.running ? [] : billDocuments({ usage: row, start: row.start }, pricing),
  };
}

function rowsBelow(reader: StoreReader, folder: string, filter: HistoryFilter, limit: number): HistoryRow[] {
  const found: HistoryRow[] = [];
  let before: string | null = null;
  do {
    const page = reader.history({ ...filter, limit: PAGE, ...(before === null ? {} : { before }) });
    found.push(...page.rows.filter((row) => row.entry.startsWith(folder + sep)));
    before = page.next;
  } while (before !== null && found.length < limit);
  return found.slice(0, limit);
}
