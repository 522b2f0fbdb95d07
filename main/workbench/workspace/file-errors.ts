import { WorkbenchError } from "../workbench-error";
import type { WorkbenchErrorCode } from "../workbench-error";

const CODES: Readonly<Record<string, { readonly code: WorkbenchErrorCode; readonly why: string }>> = {
  ENOENT: { code: "not-found", why: "it is not there (any more)" },
  ENOTDIR: { code: "not-found", why: "something on the way to it is no folder" },
  EEXIST: { code: "already-exists", why: "something of that name is there already: choose another name" },
  ENOTEMPTY: { code: "already-exists", why: "something of that name is there already: choose another name" },
  ENAMETOOLONG: { code: "invalid-name", why: "its name is too long: choose a shorter one" },
  EINVAL: { code: "invalid-name", why: "the system does not take the name" },
};

/** What the file system threw, as one line that says what, where and what to do. `doing`: "read", "save", "rename" … */
export function fileError(error: unknown, doing: string, path: string): WorkbenchError {
  if (error instanceof WorkbenchError) return error;
  const systemCode = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = CODES[systemCode];
  if (known !== undefined) return new WorkbenchError(known.code, `Can't ${doing} ${path}: ${known.why}`, error);
  const reason = error instanceof Error ? error.message : String(error);
  const code = doing === "read" || doing === "list" ? "unreadable" : "unwritable";
  return new WorkbenchError(
    code,
    `Can't ${doing} ${path} (${reason}): look at its permissions and the free space`,
    error,
  );
}
