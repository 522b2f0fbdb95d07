import type { FunctionInfo } from "../../../preload/contract";
import type { Invocation } from "../../../runtime/model";
import { functionOf, useInvocation, useWorkspace } from "../../bridge";
import { useSelection } from "../../session";

/** What is profiled: a function, and how it is asked. */
export interface Subject {
  readonly info: FunctionInfo;
  /** The selected call where it is of this function: each start has its request and grants. Null: `GET /`. */
  readonly call: Invocation | null;
}

/** The function that is chosen in the window; null: none is. */
export function useSubject(): Subject | null {
  const workspace = useWorkspace().data;
  const { functionPath, invocationId } = useSelection();
  const { data: call } = useInvocation(invocationId);
  const info = workspace?.functions.find(({ path }) => path === functionPath);
  if (workspace === undefined || info === undefined) return null;
  const isOwn = call !== undefined && functionOf(workspace, call)?.path === info.path;
  return { info, call: isOwn ? call : null };
}

/** What each start asks, in words. */
export function requestText({ call }: Subject): string {
  if (call === null) return "GET /";
  return call.trigger === "event" ? "the selected call’s event" : `${call.request.method} ${call.request.url}`;
}
