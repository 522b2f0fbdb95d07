import { create } from "zustand";
import { showPanel } from "./panels";

/** The views of the profile panel, in the order of their tabs. Each has a command `profile.<view>` and an entry in the panel's `VIEWS`. */
export const PROFILE_VIEWS = [
  "starts",
  "modules",
  "strategies",
  "flame",
  "over-time",
  "compare",
  "languages",
  "what-if",
  "saved",
] as const;
export type ProfileViewName = (typeof PROFILE_VIEWS)[number];

interface ProfileView {
  readonly view: ProfileViewName;
  /** How often a profile was asked for by the command: the panel may not be there yet when it is. */
  readonly asked: number;
}

/** Which view the profile panel shows. */
export const useProfileView = create<ProfileView>(() => ({ view: "starts", asked: 0 }));

/** Brings a view of the profile panel to the front. */
export function showProfileView(view: ProfileViewName): void {
  useProfileView.setState({ view });
  showPanel("profile");
}

/** Shows the panel and has it profile the chosen function. */
export function askForProfile(): void {
  useProfileView.setState(({ asked }) => ({ view: "starts", asked: asked + 1 }));
  showPanel("profile");
}
