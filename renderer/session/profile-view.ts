import { create } from "zustand";
import { showPanel } from "./panels";

/** The views of the profile panel, in the order of their tabs. Each has a command `profile.<view>` and an entry in the panel's `VIEWS`. */
export const PROFILE_VIEWS = ["starts", "modules", "strategies", "flame", "compare", "what-if", "saved"] as const;
export type ProfileViewName = (typeof PROFILE_VIEWS)[number];

interface ProfileView {
  readonly view: ProfileViewName;
}

/** Which view the profile panel shows. */
export const useProfileView = create<ProfileView>(() => ({ view: "starts" }));

/** Brings a view of the profile panel to the front. */
export function showProfileView(view: ProfileViewName): void {
  useProfileView.setState({ view });
  showPanel("profile");
}
