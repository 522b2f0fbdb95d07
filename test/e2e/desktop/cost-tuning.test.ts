import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Desktop } from "../electron";
import { download, openDesktop, screenshot } from "../electron";

/** Holds some 60 MB, works for a moment, and waits. */
const HUNGRY = `export default async (request: Request) => {
  if (new URL(request.url).pathname === "/throw") throw new TypeError("no soil");
  const held = new Uint8Array(60 * 1024 * 1024).fill(1);
  await new Promise((done) => setTimeout(done, 10));
  return Response.json(Array.from({ length: 1000 }, (_, id) => ({ id, name: "tomato", held: held.length })));
};
`;

let folder: string;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-tuning-"));
  await mkdir(join(folder, "hungry"));
  await writeFile(join(folder, "hungry/index.ts"), HUNGRY);
  desktop = await openDesktop({ workspace: folder });
  page = desktop.page;
  page.setDefaultTimeout(30_000);
  await page.getByRole("treeitem", { name: "hungry, function" }).click();
});
afterAll(async () => {
  await desktop[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function cost() {
  return page.getByRole("region", { name: "Cost", exact: true }).last();
}

async function send(path: string, shown: string | RegExp): Promise<void> {
  await page.keyboard.press("Control+Shift+Y");
  await page.getByRole("textbox", { name: "URL", exact: true }).fill(path);
  await page.keyboard.press("Control+Enter");
  await page.getByRole("region", { name: "Response", exact: true }).getByText(shown).first().waitFor();
}

test("a tuning says what would fill it, shows how far it is, and is ended at a click", async () => {
  await page.keyboard.press("Control+Shift+P");
  await page.keyboard.type("Show Tuning");
  await page.keyboard.press("Enter");
  await cost().getByText("No call is selected").waitFor();
  await send("/", "tomato");
  await page.keyboard.press("Control+4");
  await cost().getByText("The function was not tuned yet").waitFor();
  await cost().getByRole("textbox", { name: "Memory sizes, MiB" }).fill("8, 256");
  await cost().getByText("whole MiB from 16 to 4,096, please").waitFor();
  expect(await cost().getByRole("button", { name: "Tune", exact: true }).isDisabled()).toBe(true);
  // From field to field and to the button that ends it by keys alone.
  await cost().getByRole("textbox", { name: "Memory sizes, MiB" }).focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("256, 512");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("1000");
  await page.keyboard.press("Enter");
  await cost()
    .getByText(/hungry: \d+ of 2,002 calls/)
    .waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByText("Tuning hungry was cancelled before it was done").first().waitFor();
  await cost().getByText("The function was not tuned yet").waitFor();
});

test("each size is drawn, the one that ran out of memory is marked, and what is modelled is told apart", async () => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await cost().getByRole("textbox", { name: "Memory sizes, MiB" }).fill("32, 256, 512, 1769, 3008");
  await cost().getByRole("textbox", { name: "Runs of each" }).fill("5");
  await page.keyboard.press("Enter");
  await cost().getByText("5 memory sizes × 5 warm runs").waitFor();
  await cost().getByRole("combobox", { name: "Platform" }).selectOption({ label: "AWS Lambda, us-east-1" });
  await cost()
    .getByText(/Time is modelled: one vCPU from 1,769 MB on/)
    .waitFor();
  const sizes = cost().getByRole("slider", { name: "Memory size" });
  await sizes.focus();
  await page.keyboard.press("Home");
  expect(await sizes.getAttribute("aria-valuetext")).toBe("32 MB · ran out of memory");
  await page.keyboard.press("ArrowDown");
  expect(await sizes.getAttribute("aria-valuetext")).toMatch(
    /^256 MB .*on AWS Lambda, us-east-1: [\d,]+ µs modelled \(95 % between .*per million calls · measured here: p50/,
  );
  await page.keyboard.press("Control+Alt+M");
  await screenshot(page, "tuning-light");
  await cost().getByRole("button", { name: "Table", exact: true }).click();
  await cost()
    .getByRole("row", { name: /^32 MB .*ran out of memory$/ })
    .waitFor();
  await cost()
    .getByRole("row", { name: /^1,769 MB 5 .* 100\.0 % \d+ [\d.]+ ms ± / })
    .waitFor();
  await cost().getByRole("columnheader", { name: "AWS Lambda, us-east-1: time modelled" }).waitFor();
  await screenshot(page, "tuning-table");
  await cost().getByRole("button", { name: "Chart", exact: true }).click();
  await cost()
    .getByRole("row", { name: /^Cloudflare Workers.*no memory to choose/ })
    .waitFor();
});

test("it is as readable in every theme", async () => {
  for (const theme of ["Dark", "High Contrast", "Light"]) {
    await page.keyboard.press("Control+Shift+P");
    await page.keyboard.type(`Theme: ${theme}`);
    await page.keyboard.press("Enter");
    await cost().getByText("5 memory sizes × 5 warm runs").waitFor();
    await screenshot(page, `tuning-${theme.toLowerCase().replace(" ", "-")}`);
    const axe = await new AxeBuilder({ page }).setLegacyMode().include(".cost").analyze();
    expect(axe.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
});

test("the picture and the figures leave as files", async () => {
  const csv = (await save("CSV", "tuning.csv")).toString().trimEnd().split("\r\n");
  expect(csv[0]).toMatch(/^platform,region,priceList,memoryMb,/);
  expect(csv.filter((line) => /,32,,out-of-memory,0,/.test(line)).length).toBeGreaterThan(0);
  expect(csv.filter((line) => line.startsWith("aws-lambda,"))).toHaveLength(5);
  const png = await save("PNG", "tuning.png");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBeGreaterThan(1000);
});

function save(button: string, file: string): Promise<Buffer> {
  const press = () => cost().getByRole("button", { name: button, exact: true }).click();
  return download(desktop.app, join(folder, file), press);
}

test("what was found stays, is marked once the source is another, and a function that fails says how", async () => {
  await cost().getByRole("tab", { name: "Bill" }).click();
  await cost().getByRole("tab", { name: "Tuning" }).click();
  await cost().getByText("5 memory sizes × 5 warm runs").waitFor();
  expect(await cost().getByText("older version").count()).toBe(0);
  await writeFile(join(folder, "hungry/index.ts"), HUNGRY.replace("no soil", "no soil at all"));
  await cost().getByText("older version").waitFor();
  await page.keyboard.press("Control+Alt+M");
  await send("/throw", "no soil at all");
  await page.keyboard.press("Control+4");
  await cost().getByRole("textbox", { name: "Memory sizes, MiB" }).fill("256");
  await cost().getByRole("button", { name: "Tune", exact: true }).click();
  await cost()
    .getByText(/The function failed at 256 MB with handler-threw: TypeError: no soil at all/)
    .waitFor();
  await screenshot(page, "tuning-failed");
  await writeFile(join(folder, "hungry/index.ts"), "export default {");
  await cost().getByRole("button", { name: "Tune", exact: true }).click();
  await cost()
    .getByText(/hungry was not tuned, since its source doesn't build/)
    .waitFor();
  expect(desktop.problems).toEqual([]);
});
