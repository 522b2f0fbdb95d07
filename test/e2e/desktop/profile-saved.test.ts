import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerDialogs, screenshot } from "../electron";
import type { ProfileDesktop } from "./profile-driver";
import { openProfileDesktop, SEEDS } from "./profile-driver";

let window: ProfileDesktop;
let page: Page;
let panel: Locator;

beforeAll(async () => {
  window = await openProfileDesktop();
  ({ panel } = window);
  ({ page } = window.desktop);
});
afterAll(async () => {
  await window[Symbol.asyncDispose]();
});

function row(name: string): Locator {
  return panel.getByRole("row", { name: new RegExp(`^${name} seeds `) });
}

test("a profile is saved under a name that is free, and shown again by it", async () => {
  await window.profile(20);
  await panel.getByText("20 starts of each kind, interleaved").waitFor();
  await panel.getByRole("button", { name: "Save…" }).click();
  const dialog = page.getByRole("dialog", { name: "Save Profile" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("../before");
  await dialog.getByText(/a profile's name begins with a letter or digit/).waitFor();
  expect(await dialog.getByRole("button", { name: "Save", exact: true }).isDisabled()).toBe(true);
  await dialog.getByRole("textbox", { name: "Name" }).fill("before");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await panel.getByText("saved as before").waitFor();
  await window.show("Saved");
  await row("before").waitFor();
  await screenshot(page, "profile-saved");
  await panel.getByRole("button", { name: "before", exact: true }).click();
  await panel.getByText("before, a saved profile").waitFor();
  await panel.getByText("20 starts of each kind, interleaved").waitFor();
  await panel.getByRole("button", { name: "Close" }).click();
});

test("samples of the handler are kept with the saved profile of their version, and shown with it", async () => {
  await window.show("Flame graph");
  await panel.getByRole("textbox", { name: "Warm calls" }).fill("40");
  await panel.getByRole("button", { name: "Sample", exact: true }).click();
  await panel.getByRole("button", { name: "Save…" }).click();
  const dialog = page.getByRole("dialog", { name: "Save Profile" });
  await dialog.getByText("Added to the saved profile of this name, which is of the same version.").waitFor();
  expect(await dialog.getByRole("textbox", { name: "Name" }).inputValue()).toBe("before");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await panel.getByText("saved as before").waitFor();
  await window.show("Saved");
  expect(await row("before").getByRole("cell").nth(3).textContent()).toMatch(/^[\d,]+$/);
  await panel.getByRole("button", { name: "before", exact: true }).click();
  await window.show("Flame graph");
  await panel.getByText("before, a saved profile").waitFor();
  await panel.getByText(/40 warm calls/).waitFor();
  await screenshot(page, "profile-saved-flame");
  await panel.getByRole("button", { name: "Close" }).click();
});

test("it is renamed by F2, to a name that is free, and Escape leaves it as it is", async () => {
  await window.show("Saved");
  await panel.getByRole("button", { name: "before", exact: true }).focus();
  await page.keyboard.press("F2");
  const field = panel.getByRole("textbox", { name: "New name of before" });
  await field.fill("no/name");
  await panel.getByText(/a profile's name begins with a letter or digit/).waitFor();
  await field.fill("first");
  await page.keyboard.press("Enter");
  await row("first").waitFor();
  await panel.getByRole("button", { name: "Rename first" }).click();
  await panel.getByRole("textbox", { name: "New name of first" }).fill("other");
  await page.keyboard.press("Escape");
  await panel.getByRole("button", { name: "Rename first" }).click();
  await panel.getByRole("textbox", { name: "New name of first" }).fill("before");
  await page.keyboard.press("Enter");
  await row("before").waitFor();
});

test("it leaves as a file, is deleted and brought back, and comes in again from the file", async () => {
  const file = join(window.folder, "before.json");
  await window.show("Saved");
  await answerDialogs(window.desktop, file);
  await panel.getByRole("button", { name: "Export before as JSON" }).click();
  await page.getByText(`Exported to ${file}`).first().waitFor();
  const document = JSON.parse(await readFile(file, "utf8")) as { schema: string; samples: unknown[] };
  expect(document.schema).toBe("coldframe/profile@1");
  expect(document.samples).toHaveLength(3 * 23);
  await panel.getByRole("button", { name: "Delete before" }).click();
  await panel.getByText("“before” is deleted.").waitFor();
  await panel.getByText("No profile is saved yet").waitFor();
  await panel.getByRole("button", { name: "Undo" }).click();
  await row("before").waitFor();
  expect(await row("before").getByRole("cell").nth(3).textContent()).toMatch(/^[\d,]+$/);
  await panel.getByRole("button", { name: "Import…" }).click();
  await page
    .getByText("Not saved: there is a profile named before already. Choose another name, or delete that one")
    .first()
    .waitFor();
  await panel.getByRole("button", { name: "Delete before" }).click();
  await panel.getByRole("button", { name: "Import…" }).click();
  await row("before").waitFor();
});

test("a file that is no profile, and one that is half of one, are refused with where", async () => {
  const file = join(window.folder, "half.json");
  await answerDialogs(window.desktop, file);
  await writeFile(file, '{"schema":"coldframe/profile@1"');
  await panel.getByRole("button", { name: "Import…" }).click();
  await page
    .getByText(/half\.json: it is not JSON/)
    .first()
    .waitFor();
  await writeFile(file, '{"schema":"coldframe/profile@1","id":"7"}');
  await panel.getByRole("button", { name: "Import…" }).click();
  await page
    .getByText(/half\.json: it is no coldframe\/profile@1 document at id/)
    .first()
    .waitFor();
  expect(await row("half").count()).toBe(0);
});

test("the function as it is now is held against a saved version, in turn, and a slower one is found", async () => {
  const slower = SEEDS.replace("return Response", "for (let i = 0, s = 0; i < 40_000; i++) s += i;\n  return Response");
  await writeFile(join(window.folder, "seeds/index.ts"), slower);
  await window.show("Compare");
  await panel.getByRole("combobox", { name: "First" }).selectOption({ label: "before (saved, seeds)" });
  await panel.getByRole("combobox", { name: "Second" }).selectOption({ label: "seeds, as it is now" });
  await panel.getByRole("textbox", { name: "Starts of each" }).fill("12");
  await panel.getByRole("button", { name: "Compare", exact: true }).click();
  await panel.getByText("Measured in turn: what the machine did meanwhile is in both.").waitFor();
  await panel.getByText(/Mann-Whitney rank test, Hodges-Lehmann shift; 98\.3 % intervals/).waitFor();
  await panel.getByRole("row", { name: /^warm ▲ slower 12 / }).waitFor();
  const shifts = panel.getByRole("slider", { name: "The second against the first" });
  await shifts.focus();
  await page.keyboard.press("End");
  expect(await shifts.getAttribute("aria-valuetext")).toMatch(/^warm: slower; p50 .* \(n = 12, 12\); shift \+/);
  await page.keyboard.press("Control+Alt+M");
  await screenshot(page, "profile-compare");
});

test("two saved profiles are compared as they are, from too few starts without a verdict, or measured again in turn", async () => {
  await window.show("Starts");
  await window.profile(3);
  await panel.getByText("3 starts of each kind, interleaved").waitFor();
  await window.saveAs("after");
  await panel.getByText("saved as after").waitFor();
  await window.show("Compare");
  await panel.getByRole("combobox", { name: "First" }).selectOption({ label: "before (saved, seeds)" });
  await panel.getByRole("combobox", { name: "Second" }).selectOption({ label: "after (saved, seeds)" });
  await panel.getByRole("button", { name: "Compare", exact: true }).click();
  await panel.getByText(/Not measured in turn/).waitFor();
  await panel
    .getByText(/no verdict from 3 starts: at least \d+ of each are needed/)
    .first()
    .waitFor();
  await panel.getByRole("checkbox", { name: "measure both again, in turn" }).check();
  await panel.getByRole("textbox", { name: "Starts of each" }).fill("8");
  await panel.getByRole("button", { name: "Compare", exact: true }).click();
  await panel.getByText("Measured in turn: what the machine did meanwhile is in both.").waitFor();
  expect(window.desktop.problems).toEqual([]);
});
