import { writeFile } from "node:fs/promises";
import type { Invocation } from "../../runtime/model";
import type { Calls } from "../workbench/calls";
import { suggestedFileName } from "../workbench/response-file";
import { WorkbenchError } from "../workbench/workbench-error";
import type { FileDialogs } from "./file-dialogs";
import type { Handlers } from "./handle";

export interface ResponseParts {
  readonly calls: Calls;
  readonly dialogs: FileDialogs;
}

export function responseHandlers({ calls, dialogs }: ResponseParts) {
  return {
    saveResponse: async (id) => {
      const invocation = await calls.invocation(id);
      const content = bodyOf(invocation);
      const defaultPath = suggestedFileName(invocation);
      const filePath = await dialogs.save({ title: "Save the response's body", defaultPath });
      if (filePath === null) return null;
      await writeFile(filePath, content).catch((error: unknown) => {
        throw new WorkbenchError("unwritable", `${filePath} can't be written: choose another folder`, error);
      });
      return filePath;
    },
  } satisfies Partial<Handlers>;
}

function bodyOf({ id, response }: Invocation): Uint8Array {
  if (response === null)
    throw new WorkbenchError("not-found", `The call ${id} had no response, so there is no body to save`);
  const { content, bytes } = response.body;
  if (content !== null) return content;
  throw new WorkbenchError(
    "not-found",
    `The body of ${bytes} bytes was too long for the history: make the call again, then save it`,
  );
}
