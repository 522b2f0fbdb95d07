import { create } from "zustand";
import type { Profile, Start } from "../../../runtime/model";
import { isOfSamples } from "../../../runtime/profile";
import { api } from "../../bridge";
import { showProfileView } from "../../session";
import type { ProfileForm } from "./form-model";
import { USUAL_FORM } from "./form-model";
import type { MeasureFailure } from "./measuring";
import { measureAlone, notBuilt } from "./measuring";
import type { Subject } from "./use-subject";

/** What the last profile of a function came to. */
export type ProfileResult =
  { readonly ok: true; readonly profile: Profile } | { readonly ok: false; readonly failure: MeasureFailure };

interface Profiles {
  readonly form: ProfileForm;
  /** How many of the profiles that the command asked for were begun. */
  readonly begun: number;
  /** By the function's path. They stay while the window is open. */
  readonly results: Readonly<Record<string, ProfileResult>>;
  /** A saved profile that is looked at instead of the chosen function's latest; null: none. */
  readonly opened: { readonly name: string; readonly profile: Profile } | null;
}

export const useProfiles = create<Profiles>(() => ({ form: USUAL_FORM, begun: 0, results: {}, opened: null }));

/** Profiles the function, and shows what came of it. What ended early is a profile, too. */
export async function runProfile(
  { info, call }: Subject,
  { runs, starts }: { readonly runs: number; readonly starts: readonly Start[] },
): Promise<void> {
  useProfiles.setState({ opened: null });
  const reply = await measureAlone(`Profiling ${info.name}`, (id) =>
    api.profile({ id, path: info.path, callId: call?.id ?? null, starts, runs }),
  );
  if (reply === null) return;
  if (!reply.ok) keep(info.path, { ok: false, failure: reply.error });
  else if (reply.value.type === "measured") keep(info.path, { ok: true, profile: reply.value.profile });
  else keep(info.path, { ok: false, failure: notBuilt(info.name, reply.value.problems) });
}

/** Shows a saved profile in the views that show one. */
export function openProfile(name: string, profile: Profile): void {
  useProfiles.setState({ opened: { name, profile } });
  showProfileView(isOfSamples(profile) ? "flame" : "starts");
}

/** The saved profile has another name now. */
export function nameOpened(id: string, name: string): void {
  useProfiles.setState(({ opened }) => ({ opened: opened?.profile.id === id ? { ...opened, name } : opened }));
}

export function closeProfile(): void {
  useProfiles.setState({ opened: null });
}

function keep(path: string, result: ProfileResult): void {
  useProfiles.setState(({ results }) => ({ results: { ...results, [path]: result } }));
}
