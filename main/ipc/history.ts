import type { Calls } from "../workbench/calls";
import { findInvocation, storeFilter } from "../workbench/history";
import type { Workbench } from "../workbench/workbench";
import { WorkbenchError } from "../workbench/workbench-error";
import type { Handlers } from "./handle";

export interface HistoryParts {
  readonly workbench: Workbench;
  readonly calls: Calls;
}

export function historyHandlers({ workbench, calls }: HistoryParts) {
  return {
    history: async ({ offset, limit, ...filter }) =>
      (await workbench.queries()).slice(storeFilter(filter), offset, limit),
    historyFunctions: async () => (await workbench.queries()).functions(),
    deleteInvocations: async (ids) => {
      const deleted = await (await workbench.store()).delete(ids);
      calls.forget(ids);
      return deleted;
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
