import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { findToolchains } from "../../../runtime/build";
import { temporaryFolder } from "../coldframe";
import { answerDialogs, openDesktop, runByName, screenshot } from "../electron";
import { editorReady, row } from "./editor-driver";

const FIXTURE = resolve(import.meta.dirname, "../../fixtures/wasi/conformance");
const PATIENT = { timeout: 60_000 };

test("a WASI program reads a file that it was granted in the console; one that is gone is refused, and removed", async () => {
  const folder = await temporaryFolder();
  await cp(FIXTURE, join(folder, "conformance"), { recursive: true });
  const outside = join(await temporaryFolder(), "from-elsewhere.txt");
  await writeFile(outside, "from the host");
  await using desktop = await openDesktop({ workspace: folder });
  const { page } = desktop;
  await editorReady(page);
  await row(page, "conformance, function").click();
  await page.getByRole("tab", { name: "Limits" }).click(PATIENT);
  await answerDialogs(desktop, outside);
  const files = page.getByRole("group", { name: "Files that the program may read" });
  await files.getByRole("button", { name: "Add file…" }).click(PATIENT);
  const name = files.getByLabel("File 1, name in the program");
  await expect.poll(() => name.inputValue(), PATIENT).toBe("/from-elsewhere.txt");
  await name.fill("/granted.txt");
  await page.getByRole("tab", { name: "Limits 1 file" }).waitFor(PATIENT);
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.getByText("granted=from the host").first().waitFor(PATIENT);
  await screenshot(page, "file-grants");

  // It stays with the request over a restart of the page.
  await page.reload();
  await editorReady(page);
  await page.getByRole("tab", { name: "Limits 1 file" }).click(PATIENT);
  expect(await name.inputValue()).toBe("/granted.txt");
  await rm(outside);
  await page.keyboard.press("ControlOrMeta+Enter");
  await files.getByRole("alert").getByText("from-elsewhere.txt does not exist: check the path").waitFor(PATIENT);
  await screenshot(page, "file-grants-gone");
  await files.getByRole("button", { name: "Remove file 1" }).click();
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.getByText("granted=absent").first().waitFor(PATIENT);

  // A folder is no file, whoever names it.
  const inside = join(folder, "data");
  await mkdir(inside);
  await answerDialogs(desktop, inside);
  await files.getByRole("button", { name: "Add file…" }).click();
  await files.getByRole("alert").getByText("is not a file").waitFor(PATIENT);
  expect(desktop.problems).toEqual([]);
}, 180_000);

test("the compilers of the machine are listed, with what to install for those that are missing", async () => {
  const toolchains = await findToolchains();
  await using desktop = await openDesktop({});
  const { page } = desktop;
  await editorReady(page);
  await runByName(page, "Compilers…");
  const dialog = page.getByRole("dialog", { name: "Compilers" });
  for (const { language, found, installHint } of toolchains) {
    const text = found === null ? installHint.slice(1) : found.version;
    await expect.poll(() => dialog.innerText(), PATIENT).toContain(text);
    expect(await dialog.innerText()).toContain(language);
  }
  await screenshot(page, "compilers");
  await page.keyboard.press("Escape");
  expect(desktop.problems).toEqual([]);
}, 120_000);
