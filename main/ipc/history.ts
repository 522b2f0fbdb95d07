import type { ExportFormat } from "../../preload/contract";
import type { Calls } from "../workbench/calls";
import { exportInvocations } from "../workbench/export/export-invocations";
import { deleteInvocations, storeFilter } from "../workbench/history";
import { replay } from "../workbench/replay";
import type { Running } from "../workbench/running";
import type { Workbench } from "../workbench/workbench";
import type { FileDialogs } from "./file-dialogs";
import type { Handlers } from "./handle";

export interface HistoryParts {
  readonly workbench: Workbench;
  readonly calls: Calls;
  readonly running: Running;
  readonly dialogs: FileDialogs;
  /** Coldframe's own. */
  readonly version: () => string;
  /** Those that the user wants to see bills of. */
  readonly platforms: () => readonly string[];
}

const FORMAT_NAMES: Readonly<Record<ExportFormat, string>> = { json: "JSON", har: "HTTP Archive", csv: "CSV" };

export function historyHandlers({ workbench, calls, running, dialogs, version, platforms }: HistoryParts) {
  return {
    history: async ({ offset, limit, ...filter }) =>
      (await workbench.queries()).slice(storeFilter(filter), offset, limit),
    historyIds: async ({ offset, limit, ...filter }) =>
      (await workbench.queries()).ids(storeFilter(filter), offset, limit),
    historyFunctions: async () => (await workbench.queries()).functions(),
    invocation: (id) => calls.invocation(id),
    deleteInvocations: ({ id, ids }) =>
      running.run(id, async (signal, report) => {
        const deleted = await deleteInvocations(workbench, ids, signal, report);
        calls.forget(ids);
        return deleted;
      }),
    exportInvocations: ({ id, format, ids, filter }) =>
      running.run(id, async (signal, report) => {
        const filters = [{ name: FORMAT_NAMES[format], extensions: [format] }];
        const defaultPath = `coldframe-history.${format}`;
        const file = await dialogs.save({ title: "Export calls", defaultPath, filters });
        if (file === null) return null;
        const options = { format, ids, filter: storeFilter(filter), platforms: platforms(), file, version: version() };
        return exportInvocations(workbench, { ...options, signal, report });
      }),
    replay: (request) => replay({ workbench, calls, running }, request),
  } satisfies Partial<Handlers>;
}
