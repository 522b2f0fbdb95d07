import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "../../../main/store";
import { makeInvocation } from "../../main/store/invocations";
import type { Desktop } from "../electron";
import { openDesktop, screenshot } from "../electron";

const CALLS = 50_000;

let folder: string;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-history-"));
  const home = join(folder, "home");
  await mkdir(join(folder, "work/hello"), { recursive: true });
  await mkdir(home);
  await writeFile(join(folder, "work/hello/index.ts"), "export default () => new Response('hello');");
  await fill(join(home, "coldframe.sqlite"));
  desktop = await openDesktop({ home, workspace: join(folder, "work") });
  page = desktop.page;
  page.setDefaultTimeout(15_000);
  await page.getByRole("treeitem", { name: "hello, function" }).click();
  await page.keyboard.press("Control+2");
  await list().getByRole("row").nth(1).waitFor();
});
afterAll(async () => {
  await desktop[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Calls of three functions in the last hours; every hundredth failed. */
async function fill(file: string): Promise<void> {
  const store = await openStore({
    file,
    retention: null,
    onProblem: (problem) => {
      throw new Error(problem.message);
    },
  });
  const startMs = Date.now() - CALLS * 10;
  for (let index = 0; index < CALLS; index += 1) {
    const failed = index % 100 === 7;
    store.finish(
      makeInvocation(index, {
        functionName: `fn-${index % 3}`,
        startedAtMs: startMs + index * 10,
        ...(failed
          ? {
              outcome: "threw" as const,
              error: { code: "handler-threw" as const, message: `frost ${index}`, stack: null },
            }
          : {}),
      }),
    );
    if (index % 1000 === 0) await store.room();
  }
  await store.close();
}

function panel(): Locator {
  return page.getByRole("region", { name: "History", exact: true });
}

function list(): Locator {
  return panel().getByRole("grid");
}

async function total(text: string): Promise<void> {
  await panel()
    .getByRole("status")
    .filter({ hasText: new RegExp(`^${text}$`) })
    .waitFor();
}

test("a long list scrolls anywhere without a frame that shows nothing", async () => {
  await total("50,000 calls");
  const frames = await list().evaluate(async (grid) => {
    const height = 24;
    const isFull = (): boolean => {
      const head = grid.getBoundingClientRect().top + height;
      const bottom = grid.getBoundingClientRect().top + grid.clientHeight;
      const seen = [...grid.querySelectorAll(".history-rows [role=row]")].filter((row) => {
        const box = row.getBoundingClientRect();
        return box.bottom > head && box.top < bottom && row.textContent.trim() !== "";
      });
      return seen.length >= Math.floor((bottom - head) / height);
    };
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const places: number[] = [];
    const end = grid.scrollHeight - grid.clientHeight;
    for (let step = 0; step < 60; step += 1) places.push(step * 90);
    // As when the scroll bar is dragged: anywhere, at once.
    for (let step = 0; step < 60; step += 1) places.push((end * ((step * 37) % 60)) / 59);
    places.push(end);
    let blank = 0;
    for (const place of places) {
      grid.scrollTop = place;
      await frame();
      if (!isFull()) blank += 1;
    }
    return { blank, all: places.length };
  });
  expect(frames).toEqual({ blank: 0, all: 121 });
  await list().getByRole("row", { selected: false }).last().getByText("fn-0").waitFor();
  await list().evaluate((grid) => {
    grid.scrollTop = 0;
  });
  await list().locator(".history-rows [aria-rowindex='2']").waitFor();
});

test("keys lead through the list and to the call in every panel", async () => {
  await list().focus();
  await page.keyboard.press("End");
  await list().locator(".history-row-active[aria-rowindex='50001']").waitFor();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await list().locator(".history-row-active[aria-rowindex='3']").waitFor();
  await page.keyboard.press("Enter");
  await list().locator("[aria-rowindex='3'][aria-selected=true]").waitFor();
  await page.keyboard.press("Control+1");
  await page
    .getByRole("region", { name: "Trace", exact: true })
    .getByRole("treeitem", { name: /^handler/ })
    .waitFor();
  await page.keyboard.press("Control+2");
});

test("filters and search narrow the list, and are taken back at once", async () => {
  await panel().getByRole("combobox", { name: "Outcome" }).selectOption("threw");
  await total("500 calls");
  await page.keyboard.press("Control+Shift+H");
  const search = page.getByRole("searchbox", { name: /^Search/ });
  await expect.poll(() => search.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type("frost 10707");
  await screenshot(page, "history-search");
  await total("1 call");
  await screenshot(page, "history-search");
  await search.fill("nothing like it");
  await panel().getByText("No call matches").waitFor();
  await panel().getByRole("button", { name: "Clear the filter" }).click();
  await total("50,000 calls");
});

test("what is listed leaves as a file, and a call is deleted after a question", async () => {
  const file = join(folder, "calls.csv");
  await desktop.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await panel().getByRole("combobox", { name: "Outcome" }).selectOption("threw");
  await total("500 calls");
  await panel().getByRole("button", { name: "CSV", exact: true }).click();
  await page
    .getByText(/500 calls exported to/)
    .first()
    .waitFor();
  expect((await readFile(file, "utf8")).trimEnd().split("\r\n")).toHaveLength(501);
  await list().focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Delete");
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await total("499 calls");
  await panel().getByRole("button", { name: "Clear" }).click();
  await total("49,999 calls");
});

test("several calls are chosen by mouse and keys, and go together", async () => {
  const row = (number: number) => list().locator(`[aria-rowindex='${number + 1}']`);
  await row(1).click();
  await row(3).click({ modifiers: ["ControlOrMeta"] });
  await total("49,999 calls · 2 chosen");
  await panel().getByRole("button", { name: "Compare two" }).click();
  await page
    .getByRole("region", { name: "Trace", exact: true })
    .getByText(/n = 1 each/)
    .waitFor();
  await page.keyboard.press("Control+2");
  await total("49,999 calls · 2 chosen");
  await row(2).click();
  await row(5).click({ modifiers: ["Shift"] });
  await total("49,999 calls · 4 chosen");
  await list().focus();
  await page.keyboard.press("Shift+ArrowDown");
  await total("49,999 calls · 5 chosen");
  await page.keyboard.press("Shift+End");
  await total("49,999 calls · 49,998 chosen");
  await page.keyboard.press("Home");
  await row(2).click();
  await page.keyboard.press("Shift+ArrowDown");
  await total("49,999 calls · 2 chosen");
  await screenshot(page, "history-chosen");
  await page.keyboard.press("Delete");
  const dialog = page.getByRole("dialog", { name: "Delete 2 calls?" });
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await total("49,997 calls");
  await page.getByText("2 calls deleted from the history").first().waitFor();
});

test("a time range of one's own holds both of its ends", async () => {
  await panel().getByRole("combobox", { name: "Time" }).selectOption("custom");
  await list().evaluate((grid) => {
    grid.scrollTop = 4800;
  });
  const started = await list().locator("[aria-rowindex='210'] [role=gridcell]").nth(1).innerText();
  const time = started.replace(" ", "T");
  await panel().getByLabel("From", { exact: true }).fill(time);
  await panel().getByLabel("To", { exact: true }).fill(time);
  // A hundred calls a second were made.
  await total("100 calls");
  await screenshot(page, "history-range");
  await panel().getByLabel("To", { exact: true }).fill("2001-01-01T00:00:00");
  await panel().getByText("before the beginning").waitFor();
  await panel().getByRole("button", { name: "Clear", exact: true }).click();
  await total("49,997 calls");
});

test("a long export shows how far it is, and is ended without a trace", async () => {
  const file = join(folder, "ended.json");
  await desktop.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await panel().getByRole("button", { name: "JSON", exact: true }).click();
  await page.getByRole("progressbar", { name: "Exporting the history as JSON" }).waitFor();
  await page.getByRole("button", { name: "Cancel: Exporting the history as JSON" }).click();
  await page.getByText("Exporting the history as JSON was cancelled before it was done").first().waitFor();
  expect(await readdir(folder)).toEqual(expect.not.arrayContaining([expect.stringContaining("ended.json")]));
});

test("calls that come while one reads further down move nothing, and are offered", async () => {
  await list().evaluate((grid) => {
    grid.scrollTop = 4800;
  });
  const shown = list().locator("[aria-rowindex='210']");
  // The newest has number 49,999; three above this one were deleted.
  await shown.getByText("users/49788").waitFor();
  const before = await shown.innerText();
  await page.keyboard.press("Control+Enter");
  const pill = panel().getByRole("button", { name: "1 new call" });
  await pill.waitFor();
  expect(await shown.innerText()).toBe(before);
  const axe = await new AxeBuilder({ page }).setLegacyMode().include(".history").analyze();
  expect(axe.violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  await screenshot(page, "history");
  await pill.click();
  await list().locator("[aria-rowindex='2']").getByText("hello", { exact: true }).waitFor();
  await total("49,998 calls");
  expect(desktop.problems).toEqual([]);
});
