import { api, useSaveSettings } from "../bridge";
import type { CostViewName, PanelName, ProfileViewName } from "../session";
import {
  askForProfile,
  notifyFailure,
  openPlace,
  PROFILE_VIEWS,
  showCostView,
  showPanel,
  showProfileView,
  useCommand,
} from "../session";
import type { Overlay } from "./overlay-state";
import { openOverlay } from "./overlay-state";

/** The commands that are the window's own: panels, overlays, themes, folders. Each is bound once, in the same order. */
export function useWindowCommands(): void {
  useShow("view.explorer", "explorer");
  useShow("view.editor", "editor");
  useShow("view.console", "console");
  useShow("view.trace", "trace");
  useShow("view.history", "history");
  useShow("view.profile", "profile");
  useShow("view.cost", "cost");
  useShow("view.pool", "pool");
  useShow("view.problems", "problems");
  useShowCost("cost.bill", "bill");
  useShowCost("cost.month", "month");
  useShowCost("cost.advice", "advice");
  useShowCost("cost.tuning", "tuning");
  useShowCost("cost.architectures", "architectures");
  useShowCost("cost.calibration", "calibration");
  useShowCost("cost.price-lists", "price-lists");
  useCommand("run.profile", askForProfile);
  for (const view of PROFILE_VIEWS) useShowProfile(`profile.${view}`, view);
  useOpen("view.palette", "palette");
  useOpen("view.notifications", "notifications");
  useOpen("file.go-to-function", "functions");
  useOpen("file.recent", "folders");
  useOpen("file.new-function", "new-function");
  useOpen("file.settings", "settings");
  useOpen("file.compilers", "compilers");
  useOpen("help.about", "about");
  useCommand("file.open-folder", pickFolder);
  useCommand("file.open-module", pickModule);
  const save = useSaveSettings(notifyFailure);
  useCommand("view.theme-system", () => {
    save({ theme: "system" });
  });
  useCommand("view.theme-light", () => {
    save({ theme: "light" });
  });
  useCommand("view.theme-dark", () => {
    save({ theme: "dark" });
  });
  useCommand("view.theme-high-contrast", () => {
    save({ theme: "high-contrast" });
  });
}

function useShow(id: Parameters<typeof useCommand>[0], panel: PanelName): void {
  useCommand(id, () => {
    showPanel(panel);
  });
}

function useShowCost(id: Parameters<typeof useCommand>[0], view: CostViewName): void {
  useCommand(id, () => {
    showCostView(view);
  });
}

function useShowProfile(id: Parameters<typeof useCommand>[0], view: ProfileViewName): void {
  useCommand(id, () => {
    showProfileView(view);
  });
}

function useOpen(id: Parameters<typeof useCommand>[0], overlay: Overlay): void {
  useCommand(id, () => {
    openOverlay(overlay);
  });
}

async function pickModule(): Promise<void> {
  const result = await api.pickModule();
  if (!result.ok) notifyFailure(result.error);
  else if (result.value !== null) openPlace(result.value);
}

async function pickFolder(): Promise<void> {
  const result = await api.pickFolder();
  if (!result.ok) notifyFailure(result.error);
}
