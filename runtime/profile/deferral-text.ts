import { formatDuration, formatInteger } from "../model";
import { UNTRIED } from "../model";
import type { DeferrableImport, DeferralTrial, Deferrals } from "../model";

/** What a deferral saves, and between which bounds. */
export function savedText({ savedUs, savedCi95Us }: DeferralTrial): string {
  if (savedUs === null || savedCi95Us === null) return "too few starts";
  return `${signed(savedUs)}, ${savedCi95Us.map(signed).join(" and ")}`;
}

/** Whether the answer speaks against it. */
export function answerText({ answer }: DeferralTrial): string {
  return { same: "same", differs: "another: it must stay", varies: "varies: compare it yourself" }[answer];
}

/** Why an import has no trial. */
export function untriedText({ unsafe, untried }: DeferrableImport): string {
  if (unsafe !== null) return `must stay: ${unsafe}`;
  return untried === null ? "not tried" : `not tried: ${UNTRIED[untried]}`;
}

/** That trials were cancelled, and how far they had come, a sentence; null: they were not. */
export function cancelledText({ cancelled }: Deferrals): string | null {
  if (cancelled === null) return null;
  const { rounds, of } = cancelled;
  if (of === 0) return "It was cancelled before it was known which modules the request needs: no import was tried.";
  if (rounds === 0) return "It was cancelled before any import was tried.";
  return `The trials were cancelled after ${formatInteger(rounds)} of ${formatInteger(of)} rounds.`;
}

function signed(us: number): string {
  return us < 0 ? `−${formatDuration(-us)}` : formatDuration(us);
}
