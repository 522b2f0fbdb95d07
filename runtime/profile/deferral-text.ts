import { formatDuration } from "../model";
import type { DeferralTrial } from "../model";

/** What a deferral saves, and between which bounds. */
export function savedText({ savedUs, savedCi95Us }: DeferralTrial): string {
  if (savedUs === null || savedCi95Us === null) return "too few starts";
  return `${signed(savedUs)}, ${savedCi95Us.map(signed).join(" and ")}`;
}

/** Whether the answer speaks against it. */
export function answerText({ answer }: DeferralTrial): string {
  return { same: "same", differs: "another: it must stay", varies: "varies: compare it yourself" }[answer];
}

function signed(us: number): string {
  return us < 0 ? `−${formatDuration(-us)}` : formatDuration(us);
}
