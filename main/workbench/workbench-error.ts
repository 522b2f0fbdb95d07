/** Why the workbench can't do what was asked, one line of gloss each. Tests and callers compare codes, never prose. */
export const WORKBENCH_ERROR_CODES = {
  "no-workspace": "no folder is open",
  "outside-workspace": "the path leads out of the open folder",
  "not-found": "there is no such file, folder, function or invocation",
  "already-exists": "a file or folder of that name is there already",
  "invalid-name": "the name can't be a file name",
  "not-text": "the file is not UTF-8 text, or too large for the editor",
  conflict: "the file was changed on disk since it was read",
  unreadable: "the file or folder can't be read",
  unwritable: "the file or folder can't be written",
  "invalid-url": "a request's address is no http or https URL",
  "invalid-host": "an allowed host is not a host",
  "invalid-options": "the pool's sizes make no sense together",
  "still-running": "the invocation has not ended yet",
  "not-replayable": "the recorded call can't be made again: its body was not kept",
} as const;
export type WorkbenchErrorCode = keyof typeof WORKBENCH_ERROR_CODES;

/** An expected failure of a capability. The message is one line: what is wrong, where, what to do. */
export class WorkbenchError extends Error {
  override readonly name = "WorkbenchError";
  readonly code: WorkbenchErrorCode;

  constructor(code: WorkbenchErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
