import type { WorkbenchErrorCode } from "../../preload/contract";

/** An expected failure of a capability. The message is one line: what is wrong, where, what to do. */
export class WorkbenchError extends Error {
  override readonly name = "WorkbenchError";
  readonly code: WorkbenchErrorCode;

  constructor(code: WorkbenchErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
