/** Why the workbench can't do what was asked, one line of gloss each. */
const WORKBENCH_ERROR_CODES = {
  "no-workspace": "no folder is open",
  "outside-workspace": "the path leads out of the open folder",
  "not-found": "there is no such file, folder, function or invocation",
  "already-exists": "a file or folder of that name is there already",
  "invalid-name": "the name can't be a file name",
  "not-text": "the file is not UTF-8 text, or too large for the editor",
  "not-module": "the file is no WebAssembly module that can be read",
  conflict: "the file was changed on disk since it was read",
  unreadable: "the file or folder can't be read",
  unwritable: "the file or folder can't be written",
  "invalid-url": "a request's address is no http or https URL",
  "invalid-host": "an allowed host is not a host",
  "invalid-file": "a file can't be granted to a program",
  "invalid-options": "the pool's sizes make no sense together",
  "still-running": "the invocation has not ended yet",
  cancelled: "the user ended it before it was done",
  "invalid-calibration": "the pairs of measurements give no factor, or the platform has nothing to calibrate",
  "invalid-price-list": "a price list of the user's own is malformed",
  "not-profile": "the file is no profile, or the profile can't be saved as it is",
  "not-sampled": "the function's engine has no stack that can be sampled",
  "not-comparable": "the two profiles have no kind of start in common",
  "not-replayable": "the recorded call can't be made again: its body was not kept",
} as const;
export type WorkbenchErrorCode = keyof typeof WORKBENCH_ERROR_CODES;

/** Why a call of the API failed, one line of gloss each. Tests and callers compare codes, never prose. */
export const API_ERROR_CODES = {
  ...WORKBENCH_ERROR_CODES,
  "invalid-arguments": "the arguments don't fit the call: a bug in the window",
  "forbidden-sender": "the call did not come from Coldframe's own page",
  "history-unavailable": "the history can't be opened or read",
  internal: "a bug in Coldframe",
} as const;
export type ApiErrorCode = keyof typeof API_ERROR_CODES;

export interface ApiError {
  readonly code: ApiErrorCode;
  /** One line: what is wrong, where, what to do. */
  readonly message: string;
  /** More for a report, such as a stack; null where there is none. */
  readonly details: string | null;
}

/** An expected failure crosses as a value. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ApiError };
export type Reply<T> = Promise<Result<T>>;
