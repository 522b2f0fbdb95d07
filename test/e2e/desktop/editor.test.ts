import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { WindowApi } from "../../../preload/contract";
import { temporaryFolder } from "../coldframe";
import { openDesktop } from "../electron";
import type { Desktop } from "../electron";
import {
  editorReady,
  expectNoProblems,
  expectProblem,
  expectText,
  goToEnd,
  openInExplorer,
  problemLines,
  row,
  showProblems,
  tab,
} from "./editor-driver";

const SOURCES = {
  "shop/index.ts": `import { price } from "./price";\n\nexport default { fetch: () => new Response(price(2)) };\n`,
  "shop/price.ts": `export function price(count: number): string {\n  return String(count * 3);\n}\n`,
};

/** A folder with one function of two files. */
async function shop(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "shop"));
  for (const [path, text] of Object.entries(SOURCES)) await writeFile(join(folder, path), text);
  return folder;
}

async function openShop(options: { readonly folder: string; readonly home?: string }): Promise<Desktop> {
  const { folder, home } = options;
  const desktop = await openDesktop(home === undefined ? {} : { home });
  await editorReady(desktop.page);
  const open = await desktop.page.evaluate(
    (path) => (globalThis as unknown as { coldframe: WindowApi }).coldframe.openFolder(path),
    folder,
  );
  expect(open.ok).toBe(true);
  await row(desktop.page, "shop, function").waitFor();
  await expectText(desktop.page, "fetch");
  return desktop;
}

async function saved(folder: string, path: string, part: string): Promise<void> {
  await expect.poll(() => readFile(join(folder, path), "utf8"), { timeout: 20_000 }).toContain(part);
}

test("an edit is checked, formatted when it is saved, and built; a broken build is marked until it is mended", async () => {
  const folder = await shop();
  await using desktop = await openShop({ folder });
  const { page } = desktop;
  await showProblems(page);
  await goToEnd(page, "End");
  await page.keyboard.type("export   const title=document.title;\n");
  await expectProblem(page, "Cannot find name 'document'");
  await page.keyboard.press("ControlOrMeta+s");
  await saved(folder, "shop/index.ts", "export const title = document.title;");

  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(`import { gone } from "./nowhere";\nexport default () => new Response(gone);\n`);
  await page.keyboard.press("ControlOrMeta+Shift+b");
  await expectProblem(page, `imports "./nowhere", which can't be found`);
  await expect.poll(() => page.locator(".editor-text .squiggly-error").count()).toBeGreaterThan(0);

  await page.keyboard.press("F2");
  await page.keyboard.press("Escape");
  await goToEnd(page, "Home");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(`export default () => new Response("mended");\n`);
  await page.keyboard.press("ControlOrMeta+s");
  await expectNoProblems(page);
  expect(desktop.problems).toEqual([]);
});

test("the checker knows the engine's language, and the folder's tsconfig.json as the build does", async () => {
  const folder = await shop();
  await mkdir(join(folder, "shop/jsx"));
  const files = {
    "tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./*"], "plain-jsx/*": ["./jsx/*"] }, "jsxImportSource": "plain-jsx" }, }`,
    "jsx/jsx-runtime.ts": `export const jsx = (tag: string, props: object) => tag + JSON.stringify(props);
export { jsx as jsxs };
export namespace JSX { export interface IntrinsicElements { plant: { name: string } } }
`,
    "index.tsx": `import { price } from "@/price";
export default { fetch: () => new Response(String(<plant name={price(2)} />)) };
`,
  };
  await rm(join(folder, "shop/index.ts"));
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, "shop", path), text);
  await using desktop = await openShop({ folder });
  const { page } = desktop;
  await showProblems(page);
  await goToEnd(page, "End");
  await page.keyboard.type("new Intl.NumberFormat(); export const weed = <weed />;\n");
  await expectProblem(page, "Cannot use namespace 'Intl' as a value");
  // Said by the folder's own JSX: it was found.
  await expectProblem(page, "Property 'weed' does not exist on type 'JSX.IntrinsicElements'");
  expect(await problemLines(page)).toHaveLength(2);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(files["index.tsx"]);
  await expectNoProblems(page);
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.getByText('plant{"name":"6"}').first().waitFor();

  await writeFile(join(folder, "shop/tsconfig.json"), "{}");
  await expectProblem(page, "Cannot find module '@/price'");
});

test("go to definition opens the other file at the place, and a problem's line leads to its own", async () => {
  const folder = await shop();
  await using desktop = await openShop({ folder });
  const { page } = desktop;
  await goToEnd(page, "Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  for (let step = 0; step < 46; step += 1) await page.keyboard.press("ArrowRight");
  // Before the checker has seen both files it knows no definition. A second press, once there, would open its references.
  await expect
    .poll(
      async () => {
        await page.keyboard.press("F12");
        const opened = tab(page, "price.ts").waitFor({ timeout: 3_000 });
        return opened.then(
          () => true,
          () => false,
        );
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  await expectText(page, "export function price");
  await expect.poll(() => page.locator("footer, [role=contentinfo]").innerText()).toContain("Ln 1, Col 17");

  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("export const count: number = 'three';");
  await showProblems(page);
  await expectProblem(page, "not assignable to type 'number'");
  await tab(page, "index.ts").click();
  await page.locator(".problems-line").first().click();
  await expect.poll(() => tab(page, "price.ts").getAttribute("aria-selected")).toBe("true");
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest(".monaco-editor") !== null)).toBe(true);
});

test("the file in front has its tab in sight, however many are open", async () => {
  const folder = await shop();
  const names = Array.from({ length: 12 }, (_, index) => `module-with-a-long-name-${index}.ts`);
  for (const name of names) await writeFile(join(folder, "shop", name), "export {};\n");
  await using desktop = await openShop({ folder });
  const { page } = desktop;
  const isInSight = (name: string): Promise<boolean> =>
    tab(page, name).evaluate((element) => {
      const [own, list] = [element, element.closest("[role=tablist]") ?? element].map((one) =>
        one.getBoundingClientRect(),
      );
      return own !== undefined && list !== undefined && own.left >= list.left - 1 && own.right <= list.right + 1;
    });
  for (const name of names) {
    await row(page, name).click();
    await tab(page, name).waitFor();
    await expect.poll(() => isInSight(name)).toBe(true);
  }
  expect(await isInSight("index.ts")).toBe(false);
  await row(page, "index.ts").click();
  await expect.poll(() => isInSight("index.ts")).toBe(true);
});

test("a file that changes on disk is taken; where text is unsaved the user is asked", async () => {
  const folder = await shop();
  await using desktop = await openShop({ folder });
  const { page } = desktop;
  const file = join(folder, "shop/index.ts");
  await writeFile(file, `export default () => new Response("from disk");\n`);
  await expectText(page, "from disk");

  await goToEnd(page, "End");
  await page.keyboard.type("// mine");
  await writeFile(file, `export default () => new Response("again");\n`);
  const bar = page.getByRole("alert").filter({ hasText: "changed on disk" });
  await bar.getByRole("button", { name: "Compare" }).click();
  const comparison = page.getByRole("region", { name: /Comparison/ });
  await expect.poll(async () => (await comparison.innerText()).replaceAll("\u00a0", " ")).toContain("again");
  await comparison.getByRole("button", { name: "Keep mine" }).click();
  await expectText(page, "// mine");
  await goToEnd(page, "End");
  await page.keyboard.press("ControlOrMeta+s");
  await saved(folder, "shop/index.ts", "// mine");

  await page.keyboard.type(" and more");
  await writeFile(file, `export default () => new Response("third");\n`);
  await bar.getByRole("button", { name: "Reload" }).click();
  await expectText(page, "third");
  await bar.waitFor({ state: "detached" });

  await rm(file);
  await page
    .getByRole("alert")
    .filter({ hasText: "deleted on disk" })
    .getByRole("button", { name: "Save it again" })
    .click();
  await saved(folder, "shop/index.ts", "third");
});

test("unsaved text outlives a killed program", async () => {
  const folder = await shop();
  const home = await temporaryFolder();
  const first = await openShop({ folder, home });
  await goToEnd(first.page, "End");
  await first.page.keyboard.type("// work of an hour");
  // The draft is written soon after the last key.
  await expect.poll(() => drafts(first.page), { timeout: 20_000 }).toContain("// work of an hour");
  const process = first.app.process();
  const gone = once(process, "exit");
  process.kill("SIGKILL");
  await gone;

  await using second = await openShop({ folder, home });
  await expectText(second.page, "// work of an hour");
  expect(await readFile(join(folder, "shop/index.ts"), "utf8")).toBe(SOURCES["shop/index.ts"]);
  await expect.poll(() => tab(second.page, "index.ts, unsaved").count()).toBe(1);
  await goToEnd(second.page, "End");
  await second.page.keyboard.press("ControlOrMeta+s");
  await saved(folder, "shop/index.ts", "// work of an hour");
  await expect.poll(() => drafts(second.page), { timeout: 20_000 }).toEqual("");
});

async function drafts(page: Page): Promise<string> {
  const reply = await page.evaluate(() => (globalThis as unknown as { coldframe: WindowApi }).coldframe.drafts());
  return reply.ok ? reply.value.map(({ text }) => text).join("\n") : reply.error.code;
}

test("closing a tab with unsaved text asks first", async () => {
  const folder = await shop();
  await using desktop = await openShop({ folder });
  const { page } = desktop;
  await goToEnd(page, "End");
  await page.keyboard.type("// later");
  await page.keyboard.press("ControlOrMeta+w");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await expectText(page, "// later");
  await tab(page, "index.ts").click({ button: "middle" });
  await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
  await saved(folder, "shop/index.ts", "// later");
  await page.getByText("No file is open").waitFor();
});

test("the explorer makes, renames and deletes files with the keyboard alone, and tabs follow", async () => {
  const folder = await shop();
  await using desktop = await openShop({ folder });
  const { page } = desktop;
  const tree = page.getByRole("tree", { name: "Workspace" });
  await openInExplorer(page, "price.ts");
  await tab(page, "price.ts").waitFor();
  await tree.focus();
  await page.keyboard.press("p");
  await page.keyboard.press("F2");
  await page.keyboard.type("cost");
  await page.keyboard.press("Enter");
  await tab(page, "cost.ts").waitFor();
  await row(page, "cost.ts").waitFor();
  expect(await readFile(join(folder, "shop/cost.ts"), "utf8")).toBe(SOURCES["shop/price.ts"]);
  await showProblems(page);
  await expectProblem(page, "Cannot find module './price'");

  await page.getByRole("button", { name: "New file" }).click();
  await page.getByRole("textbox", { name: "New file" }).fill("notes.md");
  await page.keyboard.press("Enter");
  await tab(page, "notes.md").waitFor();

  await tree.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("n");
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: /Delete/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Move to bin" }).click();
  await row(page, "notes.md").waitFor({ state: "detached" });
  await tab(page, "notes.md").waitFor({ state: "detached" });
  expect((await problemLines(page)).length).toBeGreaterThan(0);
});

test("an example becomes a function whose packages the checker knows", async () => {
  await using desktop = await openDesktop();
  const { page } = desktop;
  await editorReady(page);
  await showProblems(page);
  await page.getByRole("button", { name: /json-api/ }).click();
  await row(page, "json-api, function").waitFor();
  await expectText(page, `from "hono"`);
  await goToEnd(page, "End");
  await page.keyboard.type("new Hono().nothing();");
  await expectProblem(page, "Property 'nothing' does not exist on type 'Hono<");
  expect(await problemLines(page)).toHaveLength(1);
  expect(desktop.problems).toEqual([]);
});
