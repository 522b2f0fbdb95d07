import { readFile } from "node:fs/promises";
import type { ElectronApplication } from "playwright-core";
import { expect } from "vitest";

type Downloads = typeof globalThis & { downloaded?: string };

/** What the window saves at a click, as it is in the file. The system's dialog is the one thing that a test can't click. */
export async function download(app: ElectronApplication, file: string, click: () => Promise<void>): Promise<Buffer> {
  await app.evaluate(({ session }, savePath) => {
    session.defaultSession.once("will-download", (_event, item) => {
      item.setSavePath(savePath);
      item.once("done", (_done, state) => {
        (globalThis as Downloads).downloaded = state;
      });
    });
  }, file);
  await click();
  await expect.poll(() => app.evaluate(() => (globalThis as Downloads).downloaded ?? "")).toBe("completed");
  await app.evaluate(() => {
    delete (globalThis as Downloads).downloaded;
  });
  return readFile(file);
}
