import { contextBridge, ipcRenderer } from "electron";
import type { Api, Subscribe, WindowApi } from "./contract";
import { CALL_NAMES, channelOf, EVENT_NAMES } from "./contract";

/** One named function for each call and event: the page can name no channel. */
const calls = Object.fromEntries(
  CALL_NAMES.map((name) => [
    name,
    (...args: unknown[]): Promise<unknown> => ipcRenderer.invoke(channelOf(name), ...args),
  ]),
) as unknown as Api;

const events = Object.fromEntries(EVENT_NAMES.map((name) => [name, subscribe(channelOf(name))])) as unknown as Omit<
  WindowApi,
  keyof Api
>;

contextBridge.exposeInMainWorld("coldframe", { ...calls, ...events } satisfies WindowApi);

function subscribe(channel: string): Subscribe<unknown> {
  return (listener) => {
    // The IPC event holds the sender: it stays on this side of the bridge.
    const forward = (_event: unknown, payload: unknown): void => {
      listener(payload);
    };
    ipcRenderer.on(channel, forward);
    return () => {
      ipcRenderer.off(channel, forward);
    };
  };
}
