import { useQuery } from "@tanstack/react-query";
import type { HistoryRow, Invocation } from "../../runtime/model";
import { api, newWorkId, valueOf } from "./api";
import { functionOf } from "./functions";
import { useWorkspace } from "./queries";
import { versionKey } from "./version-key";

/** The version that a function's source builds to now; null where that is not known, as when it doesn't build. */
function useCurrentVersion(functionPath: string | null): string | null {
  const { data } = useQuery({
    queryKey: versionKey(functionPath),
    queryFn: async () => {
      const report = await valueOf(api.build({ id: newWorkId(), path: functionPath ?? "" }));
      return report.ok ? report.version : null;
    },
    enabled: functionPath !== null,
    staleTime: Infinity,
  });
  return data ?? null;
}

/** Whether a call was of an older version than its function's source is of now. */
export function useIsOlder(invocation: Pick<Invocation, "entry" | "version">): boolean {
  const workspace = useWorkspace().data;
  const info = workspace === undefined ? null : functionOf(workspace, invocation);
  const current = useCurrentVersion(info?.path ?? null);
  return current !== null && current !== invocation.version;
}

/** The same of many calls, as far as they are of one function: only that is built. */
export function useOlderRows(functionPath: string | null): (row: HistoryRow) => boolean {
  const workspace = useWorkspace().data;
  const current = useCurrentVersion(functionPath);
  return (row) =>
    workspace !== undefined &&
    current !== null &&
    current !== row.version &&
    functionOf(workspace, row)?.path === functionPath;
}
