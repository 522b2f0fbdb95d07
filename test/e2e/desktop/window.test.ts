import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WindowApi } from "../../../preload/contract";
import type { Desktop } from "../electron";
import { openDesktop, runByName, screenshot } from "../electron";

const THEMES = [
  ["light", "Theme: Light"],
  ["dark", "Theme: Dark"],
  ["high-contrast", "Theme: High Contrast"],
] as const;

/** The window is usable when the first function's text is in the editor. */
async function untilUsable(page: Page): Promise<void> {
  page.setDefaultTimeout(20_000);
  await page.locator(".monaco-editor .view-line", { hasText: "export default" }).first().waitFor();
}

/** The panel that has the focus, by its tab's name. */
function focusedPanel(page: Page): Promise<string | null> {
  return page.evaluate(
    "document.activeElement?.closest('.dv-groupview')?.querySelector('.dv-active-tab')?.textContent ?? null",
  );
}

function themeOf(page: Page): Promise<unknown> {
  return page.evaluate("document.documentElement.dataset.theme");
}

async function untilFocusIn(page: Page, panel: string): Promise<void> {
  await expect.poll(() => focusedPanel(page)).toBe(panel);
}

/** A reviver that makes a kept layout one of a version without the profile panel, with the pool in front below. */
function withoutProfile(key: string, value: unknown): unknown {
  if (key === "profile") return undefined;
  if (Array.isArray(value)) return value.filter((item) => item !== "profile") as unknown;
  return key === "activeView" && value === "trace" ? "pool" : value;
}

function groupOf(page: Page, panel: string): Locator {
  return page.locator(`.dv-groupview[aria-label="${panel}"]`);
}

/** The width of a panel's group, in CSS pixels. */
function widthOf(page: Page, panel: string): Promise<number> {
  return groupOf(page, panel).evaluate((group) => group.clientWidth);
}

function callsKept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { coldframe } = globalThis as unknown as { coldframe: WindowApi };
    const none = { functionName: null, version: null, outcome: null, start: null, sinceMs: null, untilMs: null };
    const slice = await coldframe.history({ ...none, text: "", offset: 0, limit: 1 });
    return slice.ok ? slice.value.total : -1;
  });
}

async function seriousViolations(page: Page, within = "body"): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include(within).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

describe("the window", () => {
  let desktop: Desktop;
  let page: Page;
  beforeAll(async () => {
    desktop = await openDesktop();
    page = desktop.page;
    await untilUsable(page);
  });
  afterAll(() => desktop[Symbol.asyncDispose]());

  test("opens with a function that one key calls, and calls it once", async () => {
    expect(await focusedPanel(page)).toBe("Editor");
    await page.getByRole("heading", { name: "playground — hello" }).waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByText("200 OK").first().waitFor();
    await page.getByRole("button", { name: /^last: .*(cold|prewarmed|warm)/ }).waitFor();
    await expect.poll(() => callsKept(page)).toBe(1);
  });

  test("carries commands out by their names, and gives the focus back to where it was", async () => {
    await page.keyboard.press("Control+0");
    await untilFocusIn(page, "Editor");
    await runByName(page, "about");
    const about = page.getByRole("dialog", { name: "About Coldframe" });
    await about.getByRole("row", { name: /^Electron/ }).waitFor();
    await about
      .getByText(/Wasmer/)
      .first()
      .waitFor();
    await page.keyboard.press("Escape");
    await about.waitFor({ state: "hidden" });
    await untilFocusIn(page, "Editor");
    await page.keyboard.press("Control+Shift+P");
    await page.getByRole("combobox", { name: "Run a command" }).fill("zzzz");
    await page.getByText("No command of that name").waitFor();
    await page.keyboard.press("Escape");
    await untilFocusIn(page, "Editor");
  });

  test("goes from panel to panel by keys alone", async () => {
    for (const [key, panel] of [
      ["Control+Shift+Y", "Console"],
      ["Control+6", "Problems"],
      ["Control+Shift+E", "Explorer"],
      ["F6", "Editor"],
      ["F6", "Console"],
      ["Shift+F6", "Editor"],
    ] as const) {
      await page.keyboard.press(key);
      await untilFocusIn(page, panel);
    }
  });

  test("makes a function of an example without the mouse", async () => {
    await page.keyboard.press("Control+N");
    const dialog = page.getByRole("dialog", { name: "New function from an example" });
    await dialog.getByRole("radio", { name: /^hello(?!-)/ }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await page.keyboard.type("../escape");
    await dialog.getByText(/Letters, digits/).waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("visitors");
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("heading", { name: "playground — visitors" }).waitFor();
    await page.locator(".view-line", { hasText: "VARIANTS" }).first().waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByText("200 OK").first().waitFor();
  });

  test("a dialog keeps the keys: nothing is called behind it, and Escape only closes it", async () => {
    await expect.poll(() => callsKept(page)).toBe(2);
    await page.keyboard.press("Control+,");
    const settings = page.getByRole("dialog", { name: "Settings" });
    await settings.waitFor();
    await page.keyboard.press("Control+Enter");
    await page.keyboard.press("Control+N");
    expect(await page.getByRole("dialog").count()).toBe(1);
    await page.keyboard.press("Escape");
    await settings.waitFor({ state: "hidden" });
    // The next call is written after all that was made before it.
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => callsKept(page)).toBe(3);
  });

  test("the native menu leads to the same commands, and says what can't be done now", async () => {
    const choose = (id: string) =>
      desktop.app.evaluate(({ Menu }, chosen) => {
        Menu.getApplicationMenu()?.getMenuItemById(chosen)?.click();
      }, id);
    await choose("file.settings");
    await page.getByRole("dialog", { name: "Settings" }).waitFor();
    await page.keyboard.press("Escape");
    await choose("run.cancel");
    await page.getByRole("log", { name: "Messages" }).getByText("“Cancel Call” is not available now").waitFor();
    await runByName(page, "show notifications");
    const list = page.getByRole("dialog", { name: "Notifications" });
    await list.getByText("“Cancel Call” is not available now").waitFor();
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "hidden" });
  });

  test.each(THEMES)(
    "in %s every panel, the palette and a dialog can be read by everyone",
    async (theme, name) => {
      await runByName(page, name);
      await expect.poll(() => themeOf(page)).toBe(theme);
      expect(await seriousViolations(page)).toEqual([]);
      await screenshot(page, `window-${theme}`);
      for (const panel of ["Trace", "History", "Profile", "Cost", "Pool", "Problems"]) {
        await runByName(page, `show ${panel}`);
        await untilFocusIn(page, panel);
        expect(await seriousViolations(page, `#panel-${panel.toLowerCase()}`)).toEqual([]);
        await screenshot(page, `${panel.toLowerCase()}-${theme}`);
      }
      await page.keyboard.press("Control+Shift+P");
      await page.getByRole("combobox", { name: "Run a command" }).waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await screenshot(page, `palette-${theme}`);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+N");
      await page.getByRole("dialog", { name: "New function from an example" }).waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await page.keyboard.press("Escape");
    },
    180_000,
  );

  test("fits into 1024 × 700, at twice the size too", async () => {
    await desktop.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(1024, 700);
      window?.webContents.setZoomFactor(2);
    });
    await expect.poll(() => page.evaluate("innerWidth")).toBeLessThanOrEqual(512);
    const overflow =
      "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]";
    await expect.poll(() => page.evaluate(overflow)).toEqual([0, 0]);
    for (const panel of ["Explorer", "Editor", "Console", "Trace", "History", "Cost", "Pool", "Problems"]) {
      expect(await page.getByRole("tab", { name: panel, exact: true }).first().isVisible()).toBe(true);
    }
    await page.keyboard.press("Control+Shift+Y");
    await untilFocusIn(page, "Console");
    await page.keyboard.press("Control+Alt+M");
    await expect.poll(() => widthOf(page, "Console")).toBeGreaterThan(500);
    await page.keyboard.press("Control+Alt+M");
    await expect.poll(() => widthOf(page, "Console")).toBeLessThan(400);
  });

  test("says nothing wrong on its console", () => {
    expect(desktop.problems).toEqual([]);
  });
});

describe("after a restart", () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "coldframe-window-"));
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  test("layout, theme and history are as they were left", async () => {
    let width: number;
    {
      await using desktop = await openDesktop({ home });
      const { page } = desktop;
      await untilUsable(page);
      await page.keyboard.press("Control+Enter");
      await page.getByText("200 OK").first().waitFor();
      await runByName(page, "theme dark");
      const before = await widthOf(page, "Explorer");
      const group = await groupOf(page, "Explorer").boundingBox();
      const edge = (group?.x ?? 0) + (group?.width ?? 0);
      await page.mouse.move(edge, 200);
      await page.mouse.down();
      await page.mouse.move(edge + 70, 200, { steps: 4 });
      await page.mouse.up();
      width = await widthOf(page, "Explorer");
      expect(width).toBeGreaterThan(before + 50);
    }
    await using desktop = await openDesktop({ home });
    const { page } = desktop;
    await untilUsable(page);
    expect(await widthOf(page, "Explorer")).toBeCloseTo(width, -1);
    await expect.poll(() => themeOf(page)).toBe("dark");
    await expect.poll(() => callsKept(page)).toBe(1);
    await runByName(page, "reset layout");
    await expect.poll(() => widthOf(page, "Explorer")).toBeLessThan(width - 30);
  });

  test("a panel that the kept layout does not know yet comes to its usual place, and the rest stays", async () => {
    {
      await using desktop = await openDesktop({ home });
      await untilUsable(desktop.page);
      const layout = await desktop.page.evaluate(async () => {
        const { coldframe } = globalThis as unknown as { coldframe: WindowApi };
        const kept = await coldframe.layout();
        return kept.ok ? (kept.value ?? "") : "";
      });
      expect(layout).toContain('"profile"');
      const older = JSON.stringify(JSON.parse(layout, withoutProfile));
      expect(older).not.toContain("profile");
      await desktop.page.evaluate(async (text) => {
        const { coldframe } = globalThis as unknown as { coldframe: WindowApi };
        await coldframe.saveLayout(text);
      }, older);
    }
    await using desktop = await openDesktop({ home });
    await untilUsable(desktop.page);
    await expect.poll(() => groupOf(desktop.page, "Pool").locator(".dv-active-tab").textContent()).toBe("Pool");
    await desktop.page.getByRole("tab", { name: "Profile", exact: true }).waitFor();
    await desktop.page.keyboard.press("Control+3");
    await untilFocusIn(desktop.page, "Profile");
  });

  test("a damaged layout is as good as none", async () => {
    {
      await using desktop = await openDesktop({ home });
      await untilUsable(desktop.page);
      await desktop.page.evaluate(async () => {
        const { coldframe } = globalThis as unknown as { coldframe: WindowApi };
        await coldframe.saveLayout('{"grid":{"root":7},"panels":{"editor":{}},"activeGroup":"1"}');
      });
    }
    await using desktop = await openDesktop({ home });
    await untilUsable(desktop.page);
    for (const panel of ["Explorer", "Editor", "Console", "Trace", "History", "Cost", "Pool", "Problems"]) {
      await desktop.page.getByRole("tab", { name: panel, exact: true }).first().waitFor();
    }
    expect(desktop.problems).toEqual([]);
  });
});
