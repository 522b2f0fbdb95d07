import { csvLine } from "../../../runtime/model";
import type { CsvCell, Invocation } from "../../../runtime/model";

const COLUMNS: readonly (readonly [string, (invocation: Invocation) => CsvCell])[] = [
  ["id", ({ id }) => id],
  ["startedAt", ({ startedAtMs }) => new Date(startedAtMs).toISOString()],
  ["function", ({ functionName }) => functionName],
  ["version", ({ version }) => version],
  ["trigger", ({ trigger }) => trigger],
  ["start", ({ start }) => start],
  ["outcome", ({ outcome }) => outcome],
  ["method", ({ request }) => request.method],
  ["url", ({ request }) => request.url],
  ["status", ({ response }) => response?.status ?? null],
  ["wallUs", ({ usage }) => usage.wallUs],
  ["executionUs", ({ usage }) => usage.executionUs],
  ["activeCpuUs", ({ usage }) => usage.activeCpuUs],
  ["initUs", ({ usage }) => usage.initUs],
  ["peakMemoryBytes", ({ usage }) => usage.peakMemoryBytes],
  ["memoryLimitBytes", ({ usage }) => usage.memoryLimitBytes],
  ["ingressBytes", ({ usage }) => usage.ingressBytes],
  ["egressBytes", ({ usage }) => usage.egressBytes],
  ["errorCode", ({ error }) => error?.code ?? null],
  ["errorMessage", ({ error }) => error?.message ?? null],
];

export function csvHeader(): string {
  return csvLine(COLUMNS.map(([name]) => name));
}

export function csvRow(invocation: Invocation): string {
  return csvLine(COLUMNS.map(([, read]) => read(invocation)));
}
