import { open, rename, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ExportFormat, ExportReport } from "../../../preload/contract";
import type { Invocation } from "../../../runtime";
import type { Pricing } from "../../../runtime/cost";
import type { HistoryFilter } from "../../store";
import { openChosenPricing } from "../cost/pricing";
import { invocationDocument } from "../documents";
import { isSystemError, temporaryName } from "../json-file";
import type { Report } from "../running";
import type { Workbench } from "../workbench";
import { WorkbenchError } from "../workbench-error";
import { csvHeader, csvRow } from "./csv";
import { harEntry, harFrame } from "./har";

export interface ExportOptions {
  readonly format: ExportFormat;
  /** These, or where null all that match the filter. */
  readonly ids: readonly string[] | null;
  readonly filter: HistoryFilter;
  /** Whose bills are in the file, where its format has a place for them. */
  readonly platforms: readonly string[];
  /** Absolute path; what is there already is replaced when the export is whole. */
  readonly file: string;
  /** Coldframe's own, for formats that name who made them. */
  readonly version: string;
  /** Ends it; nothing is left then. */
  readonly signal?: AbortSignal;
  readonly report?: Report;
}

interface Format {
  readonly before: string;
  readonly between: string;
  readonly after: string;
  readonly entry: (invocation: Invocation) => string;
}

/** Requests and their headers hold tokens. */
const MODE = 0o600;
/** Characters that are gathered before they are written. */
const CHUNK = 256 * 1024;

/**
 * Writes ended calls into a file: a little at a time, so that nothing stands still however many they are, and under the file's name
 * only when it is whole. @throws {WorkbenchError} `unwritable`  @throws {StoreError} where the history can't be read
 */
export async function exportInvocations(
  workbench: Pick<Workbench, "queries" | "home">,
  options: ExportOptions,
): Promise<ExportReport> {
  const { file } = options;
  const queries = await workbench.queries();
  const pricing = await openChosenPricing(workbench.home, options.platforms);
  const temporary = temporaryName(file);
  let handle: FileHandle | null = null;
  try {
    handle = await open(temporary, "wx", MODE);
    const { filter, ids, signal, report } = options;
    const total = ids?.length ?? (await queries.slice(filter, 0, 1)).total;
    const count = await writeAll(handle, formatOf(options, pricing), (after, written) => {
      signal?.throwIfAborted();
      report?.(written, total);
      return queries.batch({ filter, ids, after });
    });
    await handle.sync();
    await handle.close();
    handle = null;
    await rename(temporary, file);
    return { file, count };
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await rm(temporary, { force: true }).catch(() => undefined);
    throw asUnwritable(file, error);
  }
}

type ReadBatch = (
  after: string | null,
  written: number,
) => Promise<{ invocations: readonly Invocation[]; next: string | null }>;

async function writeAll(handle: FileHandle, format: Format, read: ReadBatch): Promise<number> {
  const { before, between, after: end, entry } = format;
  let gathered = before;
  let count = 0;
  let after: string | null = null;
  do {
    const batch = await read(after, count);
    for (const invocation of batch.invocations) {
      gathered += (count === 0 ? "" : between) + entry(invocation);
      count += 1;
      if (gathered.length < CHUNK) continue;
      await handle.appendFile(gathered);
      gathered = "";
      // A large record takes its time: others come first.
      await nextTurn();
    }
    after = batch.next;
  } while (after !== null);
  await handle.appendFile(gathered + end);
  return count;
}

function formatOf({ format, version }: ExportOptions, pricing: Pricing): Format {
  switch (format) {
    case "json":
      return {
        before: "[\n",
        between: ",\n",
        after: "\n]\n",
        entry: (one) => JSON.stringify(invocationDocument(one, pricing)),
      };
    case "har":
      return { ...harFrame(version), between: ",\n", entry: (one) => JSON.stringify(harEntry(one)) };
    case "csv":
      return { before: csvHeader(pricing), between: "", after: "", entry: (one) => csvRow(one, pricing) };
  }
}

function asUnwritable(file: string, error: unknown): unknown {
  const isDiskTrouble = ["EACCES", "EPERM", "ENOSPC", "ENOENT", "ENOTDIR", "EISDIR", "EROFS", "EDQUOT", "EEXIST"].some(
    (code) => isSystemError(error, code),
  );
  if (!isDiskTrouble) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return new WorkbenchError(
    "unwritable",
    `${file} can't be written (${code}): choose another place or make room`,
    error,
  );
}
