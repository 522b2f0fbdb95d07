import type { ReactNode } from "react";
import { useMemo } from "react";
import type { Invocation } from "../../../../runtime/model";
import { detailsOf, useHistory } from "../../../bridge";
import { EmptyState, ErrorState, LoadingState } from "../../../ui";
import { SelectedCall } from "../selected-call";
import type { Calls } from "./calls-model";
import { meanCalls, oneCall } from "./calls-model";
import { useMonthStore } from "./month-store";

/** The newest calls of a version that its month is made of, at most. */
const MOST_CALLS = 500;

interface Props {
  readonly children: (calls: Calls, invocation: Invocation) => ReactNode;
}

/** Shows something of the calls that a month is made of, or says why there are none. */
export function MonthCalls({ children }: Props) {
  const of = useMonthStore((state) => state.of);
  return (
    <SelectedCall what="what a month of it costs is shown here.">
      {(invocation) =>
        of === "call" ? (
          <OneCall invocation={invocation}>{children}</OneCall>
        ) : (
          <VersionCalls invocation={invocation}>{children}</VersionCalls>
        )
      }
    </SelectedCall>
  );
}

function OneCall({ invocation, children }: Props & { readonly invocation: Invocation }) {
  const calls = useMemo(() => oneCall(invocation), [invocation]);
  return calls === null ? <NothingUsed /> : children(calls, invocation);
}

function VersionCalls({ invocation, children }: Props & { readonly invocation: Invocation }) {
  const { functionName, version } = invocation;
  const { data, error } = useHistory({
    functionName,
    version,
    outcome: null,
    start: null,
    sinceMs: null,
    untilMs: null,
    text: "",
    offset: 0,
    limit: MOST_CALLS,
  });
  const rows = data?.rows;
  const calls = useMemo(() => (rows === undefined ? null : meanCalls(rows)), [rows]);
  if (error !== null) return <ErrorState message={error.message} details={detailsOf(error)} />;
  if (rows === undefined) return <LoadingState label="Reading the recorded calls…" />;
  return calls === null ? <NothingUsed /> : children(calls, invocation);
}

function NothingUsed() {
  return (
    <EmptyState title="This call costs nothing">
      It never reached a sandbox: no platform would have run it, and a month of it has no bill.
    </EmptyState>
  );
}
