import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { coldframe } from "../coldframe";
import type { Desktop } from "../electron";
import { openDesktop } from "../electron";

const SOURCE = (name: string) =>
  `export default (request: Request) => new Response("${name} " + new URL(request.url).pathname);\n`;

let folder: string;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-selection-"));
  for (const name of ["basil", "thyme"]) {
    await mkdir(join(folder, "work", name), { recursive: true });
    await writeFile(join(folder, "work", name, "index.ts"), SOURCE(name));
  }
  desktop = await openDesktop({ home: join(folder, "home"), workspace: join(folder, "work") });
  page = desktop.page;
  page.setDefaultTimeout(20_000);
  await page.getByRole("treeitem", { name: "basil, function" }).waitFor();
  await page.locator(".monaco-editor .view-line").first().waitFor();
});
afterAll(async () => {
  await desktop[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function panel(name: string): Locator {
  return page.getByRole("region", { name, exact: true });
}

/** Chooses a function, and calls it by the console. */
async function call(name: string, path: string): Promise<void> {
  await page.getByRole("treeitem", { name: `${name}, function` }).click();
  await page.getByRole("heading", { name: `work — ${name}` }).waitFor();
  await page.getByRole("textbox", { name: "URL", exact: true }).fill(path);
  await page.keyboard.press("Control+Enter");
  await panel("Response").getByText(`${name} ${path}`).waitFor();
}

/** The panels that follow the selection all show a call of this function. */
async function everywhere(name: string, path: string): Promise<void> {
  await panel("Response").getByText(`${name} ${path}`).waitFor();
  await page.keyboard.press("Control+1");
  await panel("Trace")
    .getByRole("definition")
    .filter({ hasText: new RegExp(`^${name}$`) })
    .waitFor();
  await page.keyboard.press("Control+2");
  const row = panel("History").getByRole("row", { selected: true });
  await expect.poll(() => row.innerText()).toContain(path);
}

test("choosing a sandbox's last call shows that call in every panel", async () => {
  await call("basil", "/first");
  await call("thyme", "/second");
  await everywhere("thyme", "/second");
  await page.keyboard.press("Control+5");
  await panel("Pool").getByRole("row", { name: /basil/ }).getByRole("button").click();
  await panel("Pool").getByRole("row", { name: /basil/ }).getByRole("button", { pressed: true }).waitFor();
  await everywhere("basil", "/first");
  // The function that is in front stays; the response says whose it is.
  await panel("Response").getByText("of basil").waitFor();
});

test("a call that is made in a terminal is in the open window's history", async () => {
  await page.keyboard.press("Control+2");
  await panel("History")
    .getByRole("status")
    .filter({ hasText: /^2 calls$/ })
    .waitFor();
  const ran = await coldframe(["invoke", join(folder, "work/basil"), "--url", "/from-a-terminal"], {
    home: join(folder, "home"),
  });
  expect(ran.code).toBe(0);
  const row = panel("History").getByRole("row", { name: /\/from-a-terminal/ });
  await row.click();
  await everywhere("basil", "/from-a-terminal");
  expect(desktop.problems).toEqual([]);
});

test("what an older version answered is marked in the console, the trace and the history", async () => {
  await call("thyme", "/before");
  const marks = [panel("Response").getByText("older version"), panel("Trace").getByText("older version")];
  await page.keyboard.press("Control+1");
  await panel("Trace").getByRole("tree", { name: "Spans" }).waitFor();
  for (const mark of marks) expect(await mark.count()).toBe(0);
  await writeFile(join(folder, "work/thyme/index.ts"), SOURCE("lemon thyme"));
  for (const mark of marks) await mark.waitFor();
  await page.keyboard.press("Control+2");
  const rows = panel("History").getByRole("row");
  await rows
    .filter({ hasText: "/before" })
    .getByTitle(/older than the source is now/)
    .waitFor();
  expect(
    await rows
      .filter({ hasText: "/from-a-terminal" })
      .getByTitle(/older than the source is now/)
      .count(),
  ).toBe(0);
  await page.keyboard.press("Control+Enter");
  await panel("Response").getByText("lemon thyme /before").waitFor();
  expect(await marks[0]?.count()).toBe(0);
});

test("an older call is made again exactly as it was, by its key", async () => {
  const rows = panel("History").getByRole("row").filter({ hasText: "/before" });
  // The newest call comes above the others, and would move the one that is clicked.
  await expect.poll(() => rows.count()).toBe(2);
  await rows.last().click();
  await panel("Response").getByText("thyme /before", { exact: true }).waitFor();
  await page.keyboard.press("Control+R");
  // Its version is not the source's any more; it is called all the same.
  await expect.poll(() => rows.count()).toBe(3);
  await panel("Response").getByText("thyme /before", { exact: true }).waitFor();
  await panel("Response").getByText("older version").waitFor();
  expect(desktop.problems).toEqual([]);
});
