import { useEffect, useRef } from "react";
import { create } from "zustand";
import type { CommandId } from "../../preload/contract";

type Run = () => void | Promise<void>;

interface Commands {
  /** Who carries a command out now. One that nobody does is shown as unavailable. */
  readonly handlers: ReadonlyMap<CommandId, Run>;
}

export const useCommands = create<Commands>(() => ({ handlers: new Map() }));

/** Carries a command out while the component is there and `available`. The last one to come wins. */
export function useCommand(id: CommandId, run: Run, available = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!available) return;
    const handler: Run = () => latest.current();
    change((handlers) => handlers.set(id, handler));
    return () => {
      change((handlers) => {
        if (handlers.get(id) === handler) handlers.delete(id);
      });
    };
  }, [id, available]);
}

/** False where nobody can carry it out now. */
export function runCommand(id: CommandId): boolean {
  const run = useCommands.getState().handlers.get(id);
  if (run === undefined) return false;
  void run();
  return true;
}

function change(edit: (handlers: Map<CommandId, Run>) => void): void {
  const handlers = new Map(useCommands.getState().handlers);
  edit(handlers);
  useCommands.setState({ handlers });
}
