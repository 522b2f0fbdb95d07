import type { ReplayReply } from "../../preload/contract";
import type { Artifact, CallInput, Invocation, RecordedBody } from "../../runtime";
import type { Calls } from "./calls";
import { recordedCall } from "./invoke";
import type { Running } from "./running";
import type { Workbench } from "./workbench";
import { WorkbenchError } from "./workbench-error";

export interface ReplayParts {
  readonly workbench: Workbench;
  readonly calls: Calls;
  readonly running: Running;
}

/**
 * Makes a recorded call again: the same request to the byte, the same grants and start, and the same version where it is still known.
 * @throws {WorkbenchError} `not-found`, `still-running`, `not-replayable`, before anything ran
 * @throws {StoreError} where the history can't be read or written
 */
export function replay(parts: ReplayParts, { id, newId }: { readonly id: string; readonly newId: string }) {
  return parts.running.run(newId, async (signal): Promise<ReplayReply> => {
    const { workbench, calls } = parts;
    const { artifacts } = workbench;
    const recorded = await calls.invocation(id);
    const input = inputOf(recorded);
    const [store, runtime] = await Promise.all([workbench.store(), workbench.runtime()]);
    let artifact: Artifact | null = await artifacts.find(recorded.version);
    if (artifact === null) {
      const built = await runtime.build(recorded.entry);
      if (!built.ok) return { type: "build-failed", problems: built.problems };
      artifact = built.artifact;
    }
    // By the path it was called by: two functions may have one and the same source.
    const called = { ...artifact, name: recorded.functionName, entry: recorded.entry };
    // What never reached a sandbox has no start to force.
    const call = { id: newId, input, grants: recorded.grants, start: recorded.start ?? ("auto" as const) };
    const invocation = await recordedCall({ store, runtime, artifacts }, called, call, { signal });
    calls.remember(invocation);
    return { type: "invocation", invocation, sameVersion: invocation.version === recorded.version };
  });
}

/** What a recorded call asked of its function. @throws {WorkbenchError} `not-replayable` where its body was not kept */
export function inputOf({ trigger, request }: Invocation): CallInput {
  const body = wholeBody(request.body);
  if (trigger === "event") {
    return { trigger, event: JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())) as unknown };
  }
  const { method, url, headers } = request;
  return { trigger, request: { method, url, headers, body } };
}

/** Null: there was no body. */
function wholeBody({ bytes, content }: RecordedBody): Uint8Array | null {
  if (content !== null) return content;
  if (bytes === 0) return null;
  const size = `${Math.ceil(bytes / 1024)} KiB`;
  const message = `The request's body (${size}) was too long to be kept: send the request from the console instead`;
  throw new WorkbenchError("not-replayable", message);
}
