import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { createBuilder } from "../../../runtime/build";
import { temporaryFolder } from "../coldframe";
import { openDesktop, runByName, screenshot } from "../electron";
import type { Desktop } from "../electron";
import {
  editorReady,
  expectNoProblems,
  expectProblem,
  expectText,
  goToEnd,
  openInExplorer,
  row,
  showProblems,
  tab,
} from "./editor-driver";

const EXAMPLES = resolve(import.meta.dirname, "../../../build/examples");
const PATIENT = { timeout: 60_000 };
/** The hello of WAT, assembled. */
let module: Uint8Array;

beforeAll(async () => {
  await using builder = createBuilder();
  const result = await builder.build(join(EXAMPLES, "hello-wat"));
  if (!result.ok) throw new Error("hello-wat does not build");
  module = result.artifact.code;
});

async function openFunctions(...examples: readonly string[]): Promise<Desktop & { readonly folder: string }> {
  const folder = await temporaryFolder();
  for (const name of examples) await cp(join(EXAMPLES, name), join(folder, name), { recursive: true });
  await mkdir(join(folder, "ready"));
  await writeFile(join(folder, "ready/index.wasm"), module);
  await writeFile(join(folder, "ready/broken.wasm"), "no module");
  const desktop = await openDesktop({ workspace: folder });
  await editorReady(desktop.page);
  return Object.assign(desktop, { folder });
}

/** Drops files onto the window, as the system's file manager does. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name: fileName, content }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(content)], fileName));
      return data;
    },
    { name, content: [...bytes] },
  );
  await page.locator(".editor-panel").dispatchEvent("dragover", { dataTransfer: transfer });
  await page.locator(".app-drop").waitFor(PATIENT);
  await page.locator(".editor-panel").dispatchEvent("drop", { dataTransfer: transfer });
}

test("AssemblyScript has its own types, no false errors, and its compiler's errors before it is saved", async () => {
  await using desktop = await openFunctions("hello-assemblyscript");
  const { page } = desktop;
  await row(page, "hello-assemblyscript, function").click();
  await expectText(page, 'from "coldframe"');
  await showProblems(page);
  await goToEnd(page, "End");
  await page.keyboard.type(
    "\n@inline function twice(n: i32): i32 { return n * 2 + <i32>load<u8>(0); }\nexport const four: i32 = twice(2);",
  );
  await page.keyboard.press("ControlOrMeta+s");
  await expect
    .poll(() => readFile(join(desktop.folder, "hello-assemblyscript/assembly/index.ts"), "utf8"), PATIENT)
    .toContain("twice");
  await expectNoProblems(page);

  await goToEnd(page, "End");
  await page.keyboard.type('\nexport function wrong(): i32 { return "text"; }');
  await expectProblem(page, "Type '~lib/string/String' is not assignable to type 'i32'");
  await expect.poll(() => page.locator(".editor-text .squiggly-error").count(), PATIENT).toBeGreaterThan(0);
  const source = join(desktop.folder, "hello-assemblyscript/assembly/index.ts");
  expect(await readFile(source, "utf8")).not.toContain("wrong");
  await screenshot(page, "assemblyscript-error");
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => readFile(source, "utf8"), PATIENT).toContain("wrong");
  await expectProblem(page, "Type '~lib/string/String' is not assignable to type 'i32'");
  expect(desktop.problems).toEqual([]);
}, 120_000);

test("WAT is coloured, called, and its assembler's errors are marked before it is saved", async () => {
  await using desktop = await openFunctions("hello-wat");
  const { page } = desktop;
  await row(page, "hello-wat, function").click();
  await expectText(page, "(module");
  await expect
    .poll(
      () =>
        page
          .locator(".editor-text .view-line span span")
          .evaluateAll((spans: Element[]) => new Set(spans.map((span) => span.getAttribute("class"))).size),
      PATIENT,
    )
    .toBeGreaterThan(3);
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.getByText("Hello, world!").first().waitFor(PATIENT);
  await goToEnd(page, "Home");
  await showProblems(page);
  await goToEnd(page, "Home");
  await page.keyboard.type("(nonsense)\n");
  // While the text is in no file yet.
  await expectProblem(page, "nonsense");
  await expect.poll(() => page.locator(".editor-text .squiggly-error").count(), PATIENT).toBeGreaterThan(0);
  expect(await readFile(join(desktop.folder, "hello-wat/index.wat"), "utf8")).not.toContain("nonsense");
  await screenshot(page, "wat-unsaved-error");
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => readFile(join(desktop.folder, "hello-wat/index.wat"), "utf8"), PATIENT).toContain("nonsense");
  await expectProblem(page, "nonsense");
  await goToEnd(page, "Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.press("Delete");
  await expectNoProblems(page);
  expect(desktop.problems).toEqual([]);
}, 120_000);

test("a ready module is looked into: sections, imports, exports, memory, and a function as text", async () => {
  await using desktop = await openFunctions("hello-wat");
  const { page } = desktop;
  await openInExplorer(page, "ready, function");
  await tab(page, "index.wasm").waitFor(PATIENT);
  const inspector = page.locator(".inspector");
  await expect.poll(() => inspector.innerText(), PATIENT).toContain("runs on the wasm engine");
  const facts = await inspector.locator(".inspector-facts").innerText();
  expect(facts).toContain("Imports nothing.");
  expect(facts).toMatch(/handler\s+function\s+\(i32, i32\) -> \(i64\)/);
  expect(facts).toContain("begins with 128 KiB (2 pages)");
  await expect.poll(() => page.locator(".inspector-text").innerText(), PATIENT).toContain("func");
  await page.getByRole("searchbox", { name: "Functions" }).fill("find");
  await page.getByRole("button", { name: "find" }).click();
  await expect
    .poll(async () => (await page.locator(".inspector-text").innerText()).replaceAll("\u00a0", " "), PATIENT)
    .toContain("(func $find");
  await screenshot(page, "inspector");
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.getByText("Hello, world!").first().waitFor(PATIENT);
  expect(desktop.problems).toEqual([]);
}, 120_000);

test("a module that is none says so, and loses nothing", async () => {
  await using desktop = await openFunctions("hello-wat");
  const { page } = desktop;
  await openInExplorer(page, "ready, function");
  await row(page, "broken.wasm").click();
  await page.getByRole("alert").getByText("ready/broken.wasm is no module that can be read").waitFor(PATIENT);
  expect(await readFile(join(desktop.folder, "ready/broken.wasm"), "utf8")).toBe("no module");
  expect(desktop.problems).toEqual([]);
}, 120_000);

test("modules are dropped onto the window: each has a file, a tab and its inspector; other files are refused", async () => {
  await using desktop = await openFunctions("hello-wat");
  const { page } = desktop;
  await drop(page, "dropped.wasm", module);
  await tab(page, "dropped.wasm").waitFor(PATIENT);
  await expect.poll(() => page.locator(".inspector").innerText(), PATIENT).toContain("runs on the wasm engine");
  expect(new Uint8Array(await readFile(join(desktop.folder, "dropped.wasm")))).toEqual(new Uint8Array(module));
  // The same again is the same file; another of that name has a name of its own.
  await drop(page, "dropped.wasm", module);
  await drop(page, "dropped.wasm", Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  await tab(page, "dropped-2.wasm").waitFor(PATIENT);
  await expect.poll(() => page.locator(".inspector").innerText(), PATIENT).toContain("Can’t run: it exports nothing");
  await drop(page, "notes.txt", new TextEncoder().encode("notes"));
  await page.getByText("notes.txt was not taken").first().waitFor(PATIENT);
  const files = await readdir(desktop.folder);
  expect(files.filter((name) => /wasm|notes/.test(name)).sort()).toEqual(["dropped-2.wasm", "dropped.wasm"]);
  expect(desktop.problems).toEqual([]);
}, 120_000);

test("functions in several languages are measured in turn, and shown side by side", async () => {
  await using desktop = await openFunctions("hello", "hello-wat");
  const { page } = desktop;
  await runByName(page, "Show Comparison of Languages");
  const form = page.getByRole("form", { name: "Compare languages" });
  await form.getByLabel("hello (JavaScript)").check(PATIENT);
  await form.getByLabel("hello-wat (WebAssembly text)").check();
  await form.getByLabel("Starts of each").fill("5");
  await form.getByRole("button", { name: "Compare" }).click();
  const table = page.getByRole("table", { name: "Languages" }).first();
  await expect.poll(() => table.getByRole("row").count(), PATIENT).toBe(3);
  const rows = await table.getByRole("row").allInnerTexts();
  expect(rows[0]).toMatch(/per million on/);
  expect(rows[1]).toMatch(/^hello\s+JavaScript\s+quickjs/);
  expect(rows[2]).toMatch(/^hello-wat\s+WebAssembly text\s+wasm\s+1\.\d\d KiB/);
  expect(rows[2]).toMatch(/faster|slower|no difference|undecided/);
  expect(rows[2]).toContain("$");
  await screenshot(page, "languages");
  expect(desktop.problems).toEqual([]);
}, 180_000);
