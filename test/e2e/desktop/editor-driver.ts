/** What a user does with the editor, the explorer and the list of problems. */
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

const PATIENT = { timeout: 20_000 };

/** Waits until the editor is there. */
export async function editorReady(page: Page): Promise<void> {
  await page.locator(".monaco-editor .view-line").first().waitFor(PATIENT);
}

/** The visible text; Monaco writes spaces as no-break ones. */
export async function editorText(page: Page): Promise<string> {
  const lines = await page.locator(".editor-text .view-lines").innerText();
  return lines.replaceAll("\u00a0", " ");
}

export async function expectText(page: Page, part: string): Promise<void> {
  await expect.poll(() => editorText(page), PATIENT).toContain(part);
}

/** Puts the cursor at the start or the end of the file in front. */
export async function goToEnd(page: Page, end: "Home" | "End"): Promise<void> {
  await page.locator(".editor-text .view-lines").click();
  await page.keyboard.press(`ControlOrMeta+${end}`);
}

export function tab(page: Page, name: string): Locator {
  return page.getByRole("tablist", { name: "Open files" }).getByRole("tab", { name });
}

export function row(page: Page, name: string): Locator {
  return page.getByRole("tree", { name: "Workspace" }).getByRole("treeitem", { name, exact: true });
}

/** Opens a file below a function in the explorer. */
export async function openInExplorer(page: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) await row(page, name).click();
}

export async function problemLines(page: Page): Promise<readonly string[]> {
  return page.locator(".problems-line").allInnerTexts();
}

export async function expectProblem(page: Page, part: string): Promise<void> {
  await expect.poll(async () => (await problemLines(page)).join("\n"), PATIENT).toContain(part);
}

export async function expectNoProblems(page: Page): Promise<void> {
  await expect.poll(() => problemLines(page), PATIENT).toEqual([]);
}

/** Brings the list of problems to the front. */
export async function showProblems(page: Page): Promise<void> {
  await page.keyboard.press("ControlOrMeta+6");
  await page.locator(".problems").waitFor(PATIENT);
}
