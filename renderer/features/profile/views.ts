import type { ComponentType } from "react";
import type { Profile } from "../../../runtime/model";
import type { ProfileViewName } from "../../session";
import { CompareView } from "./compare";
import { FlameView } from "./flame";
import { LanguagesView } from "./languages";
import { ModulesView } from "./modules";
import { OverTimeView } from "./over-time";
import { SavedView } from "./saved";
import { StartsView } from "./starts";
import { StrategiesView } from "./strategies";
import type { Subject } from "./use-subject";
import { WhatIfView } from "./what-if";

/** A view of the panel, by what it needs: it is shown only where that is there. */
export type View = { readonly label: string } & (
  | { readonly of: "profile"; readonly component: ComponentType<ProfileViewProps> }
  | { readonly of: "function"; readonly component: ComponentType<FunctionViewProps> }
  | { readonly of: "workspace"; readonly component: ComponentType }
);

/** What a view of one profile is given. The form that measures stands above it. */
export interface ProfileViewProps {
  readonly profile: Profile;
}

/** What a view is given that measures the chosen function in a way of its own. */
export interface FunctionViewProps {
  readonly subject: Subject;
}

/** A view is a folder beside this file, a name in `PROFILE_VIEWS`, a command `profile.<name>`, and an entry here. */
export const VIEWS: Readonly<Record<ProfileViewName, View>> = {
  starts: { label: "Starts", of: "profile", component: StartsView },
  modules: { label: "Modules", of: "profile", component: ModulesView },
  strategies: { label: "Strategies", of: "profile", component: StrategiesView },
  flame: { label: "Flame graph", of: "workspace", component: FlameView },
  "over-time": { label: "Over time", of: "function", component: OverTimeView },
  compare: { label: "Compare", of: "workspace", component: CompareView },
  languages: { label: "Languages", of: "workspace", component: LanguagesView },
  "what-if": { label: "What-if", of: "profile", component: WhatIfView },
  saved: { label: "Saved", of: "workspace", component: SavedView },
};
