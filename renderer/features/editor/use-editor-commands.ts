import { api } from "../../bridge";
import { notify, notifyFailure, showPanel, useCalls, useCommand, useSelection, withLongWork } from "../../session";
import { formatBytes, formatDuration } from "../../ui";
import { requestClose, revert, save, saveAll } from "./documents";
import type { OpenDocument } from "./editor-model";
import { formatModel } from "./format";
import { isFile, modelAt, monaco } from "./monaco";

/** The editor's commands; each is there while it can do something. */
export function useEditorCommands(
  active: OpenDocument | null,
  editor: monaco.editor.IStandaloneCodeEditor | null,
  format: boolean,
): void {
  const { functionPath } = useSelection();
  const path = active?.path ?? "";
  const isText = active !== null && active.failure === null && editor !== null;
  const isEditable = isText && !active.readOnly;
  const run = (action: string) => (): void => {
    const target = otherEditor() ?? editor;
    target?.focus();
    target?.trigger("window", action, null);
  };
  useCommand(
    "file.save",
    async () => {
      await save(path, { format });
    },
    isEditable,
  );
  useCommand("file.save-all", async () => {
    await saveAll({ format });
  });
  useCommand("file.revert", () => revert(path), isEditable);
  useCommand(
    "file.close-editor",
    () => {
      requestClose(path);
    },
    active !== null,
  );
  useCommand("edit.find", run("actions.find"), isText);
  useCommand(
    "edit.format",
    async () => {
      const model = otherEditor()?.getModel() ?? modelAt(path);
      if (model !== null) await formatModel(model);
    },
    isEditable,
  );
  useCommand("edit.go-to-definition", run("editor.action.revealDefinition"), isText);
  useCommand("run.build", () => build(functionPath ?? "", format), functionPath !== null);
}

/** Another panel's text where that has the focus: to find or format is then meant there. */
function otherEditor(): monaco.editor.ICodeEditor | undefined {
  return monaco.editor.getEditors().find((one) => {
    const model = one.getModel();
    return one.hasTextFocus() && model !== null && !isFile(model.uri);
  });
}

/** Builds without calling: the problems go where those of a call go. */
async function build(functionPath: string, format: boolean): Promise<void> {
  if (!(await saveAll({ format }))) return;
  const reply = await withLongWork(`Building ${functionPath}`, (id) => api.build({ id, path: functionPath }));
  if (!reply.ok) {
    notifyFailure(reply.error);
    return;
  }
  const report = reply.value;
  useCalls.setState({ buildProblems: report.ok ? report.warnings : report.problems });
  if (report.ok) {
    const message = `Built ${functionPath}: ${formatBytes(report.bytes)} in ${formatDuration(report.buildUs)}.`;
    notify({ level: "info", message, details: `version ${report.version}` });
  } else {
    showPanel("problems");
  }
}
