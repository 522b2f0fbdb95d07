import type { Outcome, Start } from "../../runtime/model";
import { Icon } from "./icon";
import "./badge.css";

const STARTS: Readonly<Record<Start, { readonly icon: string; readonly gloss: string }>> = {
  cold: { icon: "circle-large-outline", gloss: "nothing was ready: a thread was started for it" },
  prewarmed: { icon: "record", gloss: "a blank sandbox was ready" },
  warm: { icon: "circle-large-filled", gloss: "a sandbox bound to this version was ready" },
};

/** Who failed, if anyone: each kind has its colour and its sign. */
type OutcomeKind = "ok" | "guest" | "limit" | "host";
const OUTCOME_KINDS: Readonly<Record<Outcome, OutcomeKind>> = {
  ok: "ok",
  threw: "guest",
  timeout: "limit",
  "out-of-memory": "limit",
  rejected: "host",
  crashed: "host",
  interrupted: "host",
};
const OUTCOME_ICONS: Readonly<Record<OutcomeKind, string>> = {
  ok: "check",
  guest: "error",
  limit: "warning",
  host: "debug-disconnect",
};

export function StartBadge({ start }: { readonly start: Start | null }) {
  if (start === null) return <span className="badge">no start</span>;
  const { icon, gloss } = STARTS[start];
  return (
    <span className={`badge badge-start-${start}`} title={gloss}>
      <Icon name={icon} />
      {start}
    </span>
  );
}

/** `null`: it still runs. */
export function OutcomeBadge({ outcome }: { readonly outcome: Outcome | null }) {
  if (outcome === null) return <span className="badge">running</span>;
  const kind = OUTCOME_KINDS[outcome];
  return (
    <span className={`badge badge-outcome-${kind}`}>
      <Icon name={OUTCOME_ICONS[kind]} />
      {outcome}
    </span>
  );
}

/** Beside what an older version of the function did. */
export function OlderBadge() {
  return (
    <span className="badge badge-older" title="The function was changed since: call it again to see what it does now">
      <Icon name="history" />
      older version
    </span>
  );
}
