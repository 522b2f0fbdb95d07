import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { screenshot } from "../electron";
import type { ProfileDesktop } from "./profile-driver";
import { openProfileDesktop } from "./profile-driver";

/** Takes some milliseconds to load, and no request of the test needs it. */
const TABLE = `const until = performance.now() + 12;
while (performance.now() < until);
export const table: readonly number[] = [1, 2, 3];
`;
const HEAVIER = `import { table } from "./table";
export default (request: Request) => Response.json(new URL(request.url).pathname === "/table" ? table : "seeds");
`;

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

async function profileAndSave(name: string): Promise<void> {
  await window.show("Starts");
  await window.profile(12);
  await window.saveAs(name);
  await panel.getByText(`saved as ${name}`).waitFor();
}

test("a function that was neither called nor profiled has no version yet", async () => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await window.show("Over time");
  await panel.getByText("No version of seeds is known yet").waitFor();
});

test("the import that no request needed is found, with what it saves to load it later", async () => {
  await profileAndSave("before");
  await writeFile(join(window.folder, "seeds/table.ts"), TABLE);
  await writeFile(join(window.folder, "seeds/index.ts"), HEAVIER);
  await profileAndSave("after");
  await window.show("Modules");
  const imports = panel.getByRole("table", { name: "Imports that could be loaded later" });
  const row = imports.getByRole("row", { name: /^table\.ts index\.ts:1 / });
  await row.getByRole("cell", { name: "faster" }).waitFor();
  await row.getByRole("cell", { name: "same", exact: true }).waitFor();
  await imports.scrollIntoViewIfNeeded();
  await screenshot(page, "profile-findings");
});

test("versions are a line, with the step and what moved it", async () => {
  await window.show("Over time");
  const line = panel.getByRole("slider", { name: "seeds over time" });
  await line.focus();
  await page.keyboard.press("End");
  expect(await line.getAttribute("aria-valuetext")).toMatch(
    /prewarmed p50 [\d,]+ µs.*table\.ts is new.*edited index\.ts/,
  );
  await screenshot(page, "profile-over-time");
  await panel.getByText("Table", { exact: true }).click();
  const table = panel.getByRole("table", { name: "Versions over time, as a table" });
  expect(await table.getByRole("row").count()).toBe(3);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 1024, height: 700 });
  await screenshot(page, "profile-over-time-dark");
  expect(window.desktop.problems).toEqual([]);
});
