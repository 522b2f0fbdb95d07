import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Desktop } from "../electron";
import { answerDialogs, openDesktop } from "../electron";

/** Answers with the length and the bytes of what came, as hexadecimal, or the names and sizes of a form's files. */
const SOURCE = `export default async function (request: Request) {
  if (request.headers.get("content-type")?.startsWith("multipart/form-data")) {
    const form = await request.formData();
    const parts = [...form].map(([name, value]) => [name, typeof value === "string" ? value : [value.name, value.type, value.size]]);
    return Response.json(parts);
  }
  const bytes = new Uint8Array(await request.arrayBuffer());
  return new Response(bytes, { headers: { "content-type": "application/octet-stream", "x-type": request.headers.get("content-type") ?? "none" } });
}
`;

/** Every byte once: text it is not. */
const BYTES = Buffer.from(Array.from({ length: 256 }, (_, value) => value));

let folder: string;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-dialogs-"));
  await mkdir(join(folder, "work/mirror"), { recursive: true });
  await writeFile(join(folder, "work/mirror/index.ts"), SOURCE);
  await writeFile(join(folder, "seeds.png"), BYTES);
  desktop = await openDesktop();
  page = desktop.page;
  page.setDefaultTimeout(20_000);
  await page.locator(".monaco-editor .view-line").first().waitFor();
});
afterAll(async () => {
  await desktop[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function response(): Locator {
  return page.getByRole("region", { name: "Response", exact: true });
}

function requestTab(name: RegExp): Locator {
  return page.getByRole("region", { name: "Request", exact: true }).getByRole("tab", { name });
}

test("a folder is opened by its key and a dialog; one that is cancelled changes nothing", async () => {
  await answerDialogs(desktop, null);
  await page.keyboard.press("Control+O");
  await page.getByRole("heading", { name: "playground — hello" }).waitFor();
  await answerDialogs(desktop, join(folder, "work"));
  await page.keyboard.press("Control+O");
  await page.getByRole("heading", { name: "work — mirror" }).waitFor();
  await page.locator(".view-line", { hasText: "export default" }).first().waitFor();
});

test("a folder that was open before is one of the recent ones", async () => {
  await page.getByRole("button", { name: "Open folder or a recent one" }).click();
  await page.getByRole("menuitem", { name: /playground/ }).click();
  await page.getByRole("heading", { name: "playground — hello" }).waitFor();
  await page.keyboard.press("Control+Shift+P");
  await page.getByRole("combobox", { name: "Run a command" }).fill("recent");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Open a recent folder" }).fill("work");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "work — mirror" }).waitFor();
});

test("recent folders can be forgotten", async () => {
  const button = page.getByRole("button", { name: "Open folder or a recent one" });
  await button.click();
  await page.getByRole("menuitem", { name: "Forget recent folders" }).click();
  await expect
    .poll(async () => {
      await button.click();
      const items = await page.getByRole("menuitem").allInnerTexts();
      await page.keyboard.press("Escape");
      return items;
    })
    .toEqual(["Open folder…"]);
});

test("a file is chosen as the body, sent byte for byte, and the answer saved as it came", async () => {
  await requestTab(/^Body/).click();
  await page.getByLabel("Kind of body").selectOption("file");
  await answerDialogs(desktop, null);
  await page.getByRole("button", { name: "Choose File…" }).click();
  await page.getByText("no file chosen").waitFor();
  await answerDialogs(desktop, join(folder, "seeds.png"));
  await page.getByRole("button", { name: "Choose File…" }).click();
  await page.getByText("seeds.png", { exact: true }).waitFor();
  await page.keyboard.press("Control+Enter");
  await response().getByText("200 OK").first().waitFor();
  await response()
    .getByRole("tab", { name: /^Headers/ })
    .click();
  await response().getByRole("cell", { name: "image/png" }).first().waitFor();
  await response().getByRole("tab", { name: "Body" }).click();
  const saved = join(folder, "saved.bin");
  await answerDialogs(desktop, saved);
  await response().getByRole("button", { name: "Save body…" }).click();
  await page.getByText(`The body is saved: ${saved}`).first().waitFor();
  expect((await readFile(saved)).equals(BYTES)).toBe(true);
});

test("a place that can't be written is told, and the answer is still there", async () => {
  await answerDialogs(desktop, join(folder, "no-such-folder", "saved.bin"));
  await response().getByRole("button", { name: "Save body…" }).click();
  await page
    .getByText(/saved\.bin can't be written: choose another folder/)
    .first()
    .waitFor();
  await response().getByText("200 OK").first().waitFor();
});

test("a form is sent with a file in it, by its name and type", async () => {
  await requestTab(/^Body/).click();
  await page.getByLabel("Kind of body").selectOption("form");
  await page.getByRole("textbox", { name: "Form field 1 name" }).fill("picture");
  await answerDialogs(desktop, join(folder, "seeds.png"));
  await page.getByRole("button", { name: "Form field 1: choose a file" }).click();
  await page.getByText("seeds.png", { exact: true }).waitFor();
  await page.getByRole("textbox", { name: "Form field 2 name" }).fill("plant");
  await page.getByRole("textbox", { name: "Form field 2", exact: false }).last().waitFor();
  await page.keyboard.press("Control+Enter");
  await response()
    .getByText(/"image\/png"/)
    .first()
    .waitFor();
  await page.getByLabel("View of the body").selectOption("text");
  const body = await response().getByRole("region", { name: "Body" }).textContent();
  expect(JSON.parse(body ?? "")).toEqual([
    ["picture", ["seeds.png", "image/png", 256]],
    ["plant", ""],
  ]);
  expect(desktop.problems).toEqual([]);
});

/** What the program's main process holds. */
type Asked = typeof globalThis & { asked?: boolean };

test("the program ends at once while a dialog is open", async () => {
  await using other = await openDesktop();
  await other.page.locator(".monaco-editor .view-line").first().waitFor();
  await other.app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => {
      (globalThis as Asked).asked = true;
      // As the system's own, which nobody answers any more.
      return new Promise(() => undefined);
    };
  });
  await other.page.keyboard.press("Control+O");
  await expect.poll(() => other.app.evaluate(() => (globalThis as Asked).asked)).toBe(true);
  const program = other.app.process();
  await other.close();
  // 1 is the exit code of a program that had to be ended by force.
  expect(program.exitCode).toBe(0);
});
