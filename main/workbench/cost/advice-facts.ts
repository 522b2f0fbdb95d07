import type { CallFacts } from "../../../preload/contract";
import type { Artifact, Invocation } from "../../../runtime";
import { callUsage, fetchWaits } from "../../../runtime/cost";
import type { AdviceFacts } from "../../../runtime/cost";
import { measureCompression } from "./compression";

/**
 * What is known of one recorded call. `artifact`: the version that ran, or null where it is not kept. Null for a call that never
 * reached a sandbox.
 */
export async function adviceFacts(invocation: Invocation, artifact: Artifact | null): Promise<AdviceFacts | null> {
  const usage = callUsage(invocation);
  if (usage === null) return null;
  return { usage, fetches: fetchWaits(invocation.spans), ...(await callFacts(invocation, artifact)) };
}

/** The part of it that the call alone does not tell. */
export async function callFacts({ response }: Invocation, artifact: Artifact | null): Promise<CallFacts> {
  return {
    bundle: artifact === null ? null : { bytes: artifact.code.byteLength, modules: artifact.modules },
    compression: await measureCompression(response),
  };
}
