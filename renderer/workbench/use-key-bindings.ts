import { useEffect } from "react";
import { runCommand } from "../session";
import { commandOf } from "./key-binding";

const MAC = /Mac/.test(navigator.userAgent);

/**
 * The one place where keys become commands. It listens before anything in the page does, so that the editor can't swallow a
 * command's key; a key whose command nobody can carry out now goes on its way.
 */
export function useKeyBindings(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      // A key of an input method, or one that AltGr makes a character of, is text.
      if (event.isComposing || event.getModifierState("AltGraph")) return;
      const id = commandOf(event, MAC);
      if (id === null) return;
      // Escape closes what is open before it cancels a call.
      if (id === "run.cancel" && escapeHasOtherUse(event.target)) return;
      if (isDialogOpen()) {
        // What is prevented does not reach the native menu: it would carry the command out behind the dialog.
        event.preventDefault();
        return;
      }
      if (!runCommand(id)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", press, { capture: true });
    return () => {
      window.removeEventListener("keydown", press, { capture: true });
    };
  }, []);
}

function isDialogOpen(): boolean {
  return document.querySelector("dialog[open]") !== null;
}

/** A dialog or menu is open, or the editor shows a widget of its own (find, suggestions, rename). */
function escapeHasOtherUse(target: EventTarget | null): boolean {
  if (isDialogOpen() || document.querySelector("[role=menu]") !== null) return true;
  return (
    target instanceof Element &&
    target.closest(".monaco-editor")?.querySelector(".find-widget.visible, .suggest-widget.visible, .rename-box") !=
      null
  );
}
