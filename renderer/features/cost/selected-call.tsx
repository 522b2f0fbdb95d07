import type { ReactNode } from "react";
import type { Invocation } from "../../../runtime/model";
import { detailsOf, isStillRunning, useInvocation } from "../../bridge";
import { runCommand, useSelection } from "../../session";
import { CallStillRuns, ErrorState, LoadingState, NoCallSelected } from "../../ui";

/** Shows something of the selected call, or says why there is none to show it of. */
export function SelectedCall({
  what,
  children,
}: {
  /** What is shown of a call, as the end of a sentence: "its bill is shown here." */
  readonly what: string;
  readonly children: (invocation: Invocation) => ReactNode;
}) {
  const id = useSelection((state) => state.invocationId);
  const { data, error } = useInvocation(id);
  if (id === null) {
    return <NoCallSelected onSend={() => runCommand("run.send")}>{what}</NoCallSelected>;
  }
  if (error !== null) {
    if (isStillRunning(error)) return <CallStillRuns />;
    return <ErrorState message={error.message} details={detailsOf(error)} />;
  }
  if (data === undefined) return <LoadingState label="Reading the call…" />;
  return children(data);
}
