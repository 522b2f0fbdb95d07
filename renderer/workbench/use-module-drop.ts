import { useEffect, useState } from "react";
import { api } from "../bridge";
import { notify, notifyFailure, openPlace } from "../session";

/** Takes WebAssembly modules that are dropped anywhere onto the window. True while a file is dragged over it. */
export function useModuleDrop(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      // Only what leaves for nowhere leaves the window.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      void take([...(event.dataTransfer?.files ?? [])]);
    };
    // Before the editor, which would insert a file's name as text.
    const listeners = [
      ["dragover", over],
      ["dragleave", leave],
      ["drop", drop],
    ] as const;
    for (const [name, listener] of listeners) window.addEventListener(name, listener, { capture: true });
    return () => {
      for (const [name, listener] of listeners) window.removeEventListener(name, listener, { capture: true });
    };
  }, []);
  return isOver;
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes("Files") === true;
}

async function take(files: readonly File[]): Promise<void> {
  for (const file of files) {
    if (!/\.wasm$/i.test(file.name)) {
      notify({ level: "info", message: `${file.name} was not taken: drop .wasm modules here`, details: null });
      continue;
    }
    const reply = await api.addModule({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
    if (reply.ok) openPlace(reply.value);
    else notifyFailure(reply.error);
  }
}
