import type { HistoryFilter } from "../../preload/contract";
import type { Calls } from "../workbench/calls";
import { findInvocation } from "../workbench/history";
import type { Workbench } from "../workbench/workbench";
import { WorkbenchError } from "../workbench/workbench-error";
import type { Handlers } from "./handle";

export interface HistoryParts {
  readonly workbench: Workbench;
  readonly calls: Calls;
}

export function historyHandlers({ workbench, calls }: HistoryParts) {
  return {
    history: async ({ offset, limit, ...filter }) => {
      const reader = await workbench.reader();
      const wanted = storeFilter(filter);
      const { rows } = reader.history({ ...wanted, limit: Math.min(offset + limit, 10_000) });
      return { rows: rows.slice(offset), total: reader.count(wanted) };
    },
    invocation: async (id) => {
      const recent = calls.recent(id);
      if (recent !== null) return recent;
      const found = await findInvocation(workbench, id);
      if (!found.ok) throw new WorkbenchError("not-found", found.error.message);
      if (found.running)
        throw new WorkbenchError("still-running", `The call ${id} has not ended yet: wait for it or cancel it`);
      return found.invocation;
    },
  } satisfies Partial<Handlers>;
}

function storeFilter({ functionName, version, outcome, start, sinceMs, untilMs, text }: HistoryFilter) {
  return {
    ...(functionName === null ? {} : { functionName }),
    ...(version === null ? {} : { version }),
    ...(outcome === null ? {} : { outcome }),
    ...(start === null ? {} : { start }),
    ...(sinceMs === null ? {} : { sinceMs }),
    ...(untilMs === null ? {} : { untilMs }),
    text,
  };
}
