import { join } from "node:path";
import type { Page } from "playwright-core";
import { PROJECT } from "../../../build/provision/provision-electron";

/** Writes what the window shows to `out/screenshots/<name>.png`, and gives the file's path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  const path = join(PROJECT, "out", "screenshots", `${name}.png`);
  await page.screenshot({ path, animations: "disabled" });
  return path;
}
