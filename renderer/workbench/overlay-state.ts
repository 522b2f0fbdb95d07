import { create } from "zustand";

/** What is open over the panels; one at a time. */
export type Overlay =
  "palette" | "functions" | "folders" | "new-function" | "settings" | "compilers" | "about" | "notifications";

export const useOverlay = create<{ readonly open: Overlay | null }>(() => ({ open: null }));

export function openOverlay(open: Overlay): void {
  useOverlay.setState({ open });
}

export function closeOverlay(): void {
  useOverlay.setState({ open: null });
}
