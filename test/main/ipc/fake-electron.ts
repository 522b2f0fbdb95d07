/** Stands for Electron's `ipcMain` in unit tests: what was registered can be called as a page would. */
type Listener = (event: unknown, ...args: unknown[]) => Promise<unknown>;

const handlers = new Map<string, Listener>();

export const ipcMain = {
  handle(channel: string, listener: Listener): void {
    if (handlers.has(channel)) throw new Error(`there is a handler for ${channel}`);
    handlers.set(channel, listener);
  },
  removeHandler(channel: string): void {
    handlers.delete(channel);
  },
};

export function channels(): string[] {
  return [...handlers.keys()].sort();
}

/** Calls as a page does; `event` is what Electron would say of the caller. */
export function call(channel: string, event: unknown, ...args: unknown[]): Promise<unknown> {
  const handler = handlers.get(channel);
  if (handler === undefined) throw new Error(`nobody answers ${channel}`);
  return handler(event, ...args);
}
