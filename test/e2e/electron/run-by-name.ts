import type { Page } from "playwright-core";

/** Runs a command as the keyboard does: by what is typed of its name into the palette. */
export async function runByName(page: Page, typed: string): Promise<void> {
  await page.keyboard.press("Control+Shift+P");
  const field = page.getByRole("combobox", { name: "Run a command" });
  await field.waitFor();
  await page.keyboard.type(typed);
  await page.keyboard.press("Enter");
  await field.waitFor({ state: "hidden" });
}
