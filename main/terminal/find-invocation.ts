import type { Invocation } from "../../runtime/model";
import { findInvocation } from "../workbench/history";
import type { CommandContext } from "./command";
import { UsageError } from "./exit-codes";
import { quote } from "./parse-values";

const BEGINNING_OF_ID = /^[0-9a-f][0-9a-f-]{0,35}$/;

/** The recorded call of an id, or of an id's beginning. @throws {UsageError} for no call, several, and one that still runs. */
export async function namedInvocation(id: string, workbench: CommandContext["workbench"]): Promise<Invocation> {
  const prefix = id.toLowerCase();
  if (!BEGINNING_OF_ID.test(prefix)) {
    throw new UsageError(`${quote(id)} is not an invocation's id: coldframe history lists them`);
  }
  const found = await findInvocation(workbench(), prefix);
  if (!found.ok) throw new UsageError(found.error.message);
  if (found.running)
    throw new UsageError(`the call ${found.call.id} is still running: its trace is there when it ends`);
  return found.invocation;
}
