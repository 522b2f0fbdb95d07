import type { Invocation } from "../../runtime/model";
import { findInvocation } from "../workbench/history";
import type { CommandContext } from "./command";
import { UsageError } from "./exit-codes";
import { quote } from "./parse-values";

const BEGINNING_OF_ID = /^[0-9a-f][0-9a-f-]{0,35}$/i;
const WHOLE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text can be the beginning of an invocation's id: as a file's name it can be, too. */
export function isIdBeginning(text: string): boolean {
  return BEGINNING_OF_ID.test(text);
}

export function isWholeId(text: string): boolean {
  return WHOLE_ID.test(text);
}

/** The recorded call of an id, or of an id's beginning. @throws {UsageError} for no call, several, and one that still runs. */
export async function namedInvocation(id: string, workbench: CommandContext["workbench"]): Promise<Invocation> {
  if (!isIdBeginning(id)) {
    throw new UsageError(`${quote(id)} is not an invocation's id: coldframe history lists them`);
  }
  const found = await findInvocation(workbench(), id.toLowerCase());
  if (!found.ok) throw new UsageError(found.error.message);
  if (found.running)
    throw new UsageError(`the call ${found.call.id} is still running: its trace is there when it ends`);
  return found.invocation;
}
