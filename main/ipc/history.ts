import type { BrowserWindow } from "electron";
import { dialog } from "electron";
import type { ExportFormat } from "../../preload/contract";
import type { ArtifactShelf } from "../workbench/artifacts";
import type { Calls } from "../workbench/calls";
import { exportInvocations } from "../workbench/export/export-invocations";
import { storeFilter } from "../workbench/history";
import { replay } from "../workbench/replay";
import type { Workbench } from "../workbench/workbench";
import type { Handlers } from "./handle";

export interface HistoryParts {
  readonly workbench: Workbench;
  readonly calls: Calls;
  readonly artifacts: ArtifactShelf;
  /** For dialogs. */
  readonly window: () => BrowserWindow | null;
  /** Coldframe's own. */
  readonly version: () => string;
}

const FORMAT_NAMES: Readonly<Record<ExportFormat, string>> = { json: "JSON", har: "HTTP Archive", csv: "CSV" };

export function historyHandlers({ workbench, calls, artifacts, window, version }: HistoryParts) {
  return {
    history: async ({ offset, limit, ...filter }) =>
      (await workbench.queries()).slice(storeFilter(filter), offset, limit),
    historyFunctions: async () => (await workbench.queries()).functions(),
    invocation: (id) => calls.invocation(id),
    deleteInvocations: async (ids) => {
      const deleted = await (await workbench.store()).delete(ids);
      calls.forget(ids);
      return deleted;
    },
    exportInvocations: async ({ format, ids, filter }) => {
      const filters = [{ name: FORMAT_NAMES[format], extensions: [format] }];
      const file = await ask(window(), { title: "Export calls", defaultPath: `coldframe-history.${format}`, filters });
      if (file === null) return null;
      return exportInvocations(workbench, { format, ids, filter: storeFilter(filter), file, version: version() });
    },
    replay: (request) => replay({ workbench, calls, artifacts }, request),
  } satisfies Partial<Handlers>;
}

async function ask(window: BrowserWindow | null, options: Electron.SaveDialogOptions): Promise<string | null> {
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled || filePath === "" ? null : filePath;
}
