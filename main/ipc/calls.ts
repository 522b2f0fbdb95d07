import type { FileGrant, InvokeRequest } from "../../preload/contract";
import type { GrantedFile } from "../../runtime";
import type { Calls } from "../workbench/calls";
import type { Running } from "../workbench/running";
import type { Handlers } from "./handle";

export interface CallParts {
  readonly calls: Calls;
  readonly running: Running;
  /** The absolute path of a function of the open folder. */
  readonly entryOf: (path: string) => string | Promise<string>;
  /** The files that a request of the open folder grants, with absolute paths. */
  readonly filesOf: (grants: readonly FileGrant[]) => Promise<readonly GrantedFile[]>;
}

export function callHandlers({ calls, running, entryOf, filesOf }: CallParts) {
  return {
    invoke: async ({ id, path, input, grants: { allowFile = [], ...grants }, start }) => {
      const entry = await entryOf(path);
      const files = allowFile.length === 0 ? {} : { allowFile: await filesOf(allowFile) };
      return calls.call({ id, entry, input: callInput(input), grants: { ...grants, ...files }, start });
    },
    cancel: (id) => running.cancel(id),
  } satisfies Partial<Handlers>;
}

function callInput(input: InvokeRequest["input"]) {
  if (input.trigger === "event") return input;
  const { trigger, method, url, headers, body } = input;
  return { trigger, request: { method, url, headers, body } };
}
