import type { CommandId } from "../../preload/contract";
import { COMMANDS } from "../../preload/contract";
import { runCommand, useCommands } from "../session";
import { shortcutText } from "../ui";
import { closeOverlay } from "./overlay-state";
import { paletteOrder, withRecent } from "./palette-model";
import { QuickPick } from "./quick-pick";

/** What was run from here lately; the newest first. */
let recent: readonly CommandId[] = [];

/** Every command by its name, with its shortcut; one that nobody can carry out now is shown as such. */
export function Palette() {
  const handlers = useCommands((state) => state.handlers);
  const order = paletteOrder((id) => handlers.has(id), recent);
  const items = order.map((id) => {
    const { title, shortcut } = COMMANDS[id];
    const available = handlers.has(id);
    return { id, title, disabled: !available, aside: available ? shortcutText(shortcut) : "not available now" };
  });
  return (
    <QuickPick
      label="Run a command"
      items={items}
      empty="No command of that name"
      onClose={closeOverlay}
      onPick={(id) => {
        const command = order.find((known) => known === id);
        if (command === undefined) return;
        recent = withRecent(recent, command);
        // The list gives the focus back as it closes: only then does the command find it where the user left it.
        setTimeout(() => runCommand(command));
      }}
    />
  );
}
