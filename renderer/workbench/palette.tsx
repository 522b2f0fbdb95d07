import type { CommandId } from "../../preload/contract";
import { COMMANDS } from "../../preload/contract";
import { runCommand, useCommands } from "../session";
import { shortcutText } from "../ui";
import { closeOverlay } from "./overlay-state";
import { QuickPick } from "./quick-pick";

const IDS = (Object.keys(COMMANDS) as CommandId[]).filter((id) => id !== "view.palette");

/** Every command by its name, with its shortcut; one that nobody can carry out now is shown as such. */
export function Palette() {
  const handlers = useCommands((state) => state.handlers);
  const items = IDS.map((id) => {
    const { title, shortcut } = COMMANDS[id];
    const available = handlers.has(id);
    return { id, title, disabled: !available, aside: available ? shortcutText(shortcut) : "not available now" };
  });
  return (
    <QuickPick
      label="Run a command"
      items={[...items.filter((item) => !item.disabled), ...items.filter((item) => item.disabled)]}
      empty="No command of that name"
      onClose={closeOverlay}
      onPick={(id) => {
        const command = IDS.find((known) => known === id);
        // The list gives the focus back as it closes: only then does the command find it where the user left it.
        if (command !== undefined) setTimeout(() => runCommand(command));
      }}
    />
  );
}
