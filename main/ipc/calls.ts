import type { InvokeRequest } from "../../preload/contract";
import type { Calls } from "../workbench/calls";
import type { Running } from "../workbench/running";
import type { Handlers } from "./handle";

export interface CallParts {
  readonly calls: Calls;
  readonly running: Running;
  /** The absolute path of a function of the open folder. */
  readonly entryOf: (path: string) => string | Promise<string>;
}

export function callHandlers({ calls, running, entryOf }: CallParts) {
  return {
    invoke: async ({ id, path, input, grants, start }) =>
      calls.call({ id, entry: await entryOf(path), input: callInput(input), grants, start }),
    cancel: (id) => running.cancel(id),
  } satisfies Partial<Handlers>;
}

function callInput(input: InvokeRequest["input"]) {
  if (input.trigger === "event") return input;
  const { trigger, method, url, headers, body } = input;
  return { trigger, request: { method, url, headers, body } };
}
