import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Desktop } from "../electron";
import { openDesktop, screenshot } from "../electron";

/** Waits 100 ms, and answers with 36 KiB that compress well. */
const SLOW = `export default async () => {
  await new Promise((done) => setTimeout(done, 100));
  return Response.json(Array.from({ length: 1000 }, (_, id) => ({ id, name: "tomato", price: 3 })));
};
`;
const PLAIN = `export default () => new Response("hi");\n`;

let folder: string;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-advice-"));
  for (const [name, source] of Object.entries({ slow: SLOW, plain: PLAIN })) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "index.ts"), source);
  }
  desktop = await openDesktop({ workspace: folder });
  page = desktop.page;
  page.setDefaultTimeout(30_000);
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.getByRole("treeitem", { name: "slow, function" }).click();
});
afterAll(async () => {
  await desktop[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function cost() {
  return page.getByRole("region", { name: "Cost", exact: true }).last();
}

async function call(name: string, shown: string): Promise<void> {
  await page.getByRole("treeitem", { name: `${name}, function` }).click();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("region", { name: "Response", exact: true }).getByText(shown).first().waitFor();
}

async function expectAccessible(): Promise<void> {
  const axe = await new AxeBuilder({ page }).setLegacyMode().include(".cost").analyze();
  expect(axe.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

async function theme(name: string): Promise<void> {
  await page.keyboard.press("Control+Shift+P");
  await page.keyboard.type(`Theme: ${name}`);
  await page.keyboard.press("Enter");
}

test("advice follows from the call's own numbers, with what it saves on each platform", async () => {
  await page.keyboard.press("Control+4");
  await cost().getByRole("tab", { name: "Advice" }).click();
  await cost().getByText("No call is selected").waitFor();
  await call("slow", "tomato");
  await page.keyboard.press("Control+4");
  const waits = cost().getByRole("article", { name: "Waits" });
  await waits.getByText(/Waits: for [\d.]+ ms of the call's [\d.]+ ms/).waitFor();
  const lambda = waits.getByRole("row", { name: /^AWS Lambda, us-east-1 \$0\.\d+ [\d.]+ % aws-lambda@/ });
  expect(await lambda.getByTitle(/^exactly \$0\.\d{4,}$/).count()).toBe(1);
  await waits.getByText(/Waiting costs nothing on .*cloudflare-workers/).waitFor();
  const compression = cost().getByRole("article", { name: "Compression" });
  await compression.getByRole("row", { name: /^as it was sent 3\d\.\d KiB 100\.0 %$/ }).waitFor();
  await compression.getByRole("row", { name: /^brotli [\d.]+ (B|KiB) \d+\.\d %$/ }).waitFor();
  await cost()
    .getByRole("region", { name: "Looked at, with nothing to advise" })
    .getByText(/^the top level runs/)
    .waitFor();
  await page.keyboard.press("Control+Alt+M");
  for (const name of ["Dark", "High Contrast", "Light"]) {
    await theme(name);
    await waits.waitFor();
    await screenshot(page, `advice-${name.toLowerCase().replace(" ", "-")}`);
    await expectAccessible();
  }
  await page.keyboard.press("Control+Alt+M");
});

test("pairs that are typed, or come from a file, give a factor that bills apply until it is removed", async () => {
  await cost().getByRole("tab", { name: "Calibration" }).click();
  await cost().getByText("No platform is calibrated yet").waitFor();
  const keep = cost().getByRole("button", { name: "Keep this factor" });
  await cost().getByRole("combobox", { name: "Platform" }).selectOption("cloudflare-workers");
  await cost()
    .getByRole("button", { name: /^Selected call: / })
    .click();
  const pairs = cost().getByRole("textbox", { name: /^CPU milliseconds/ });
  expect(await pairs.inputValue()).toMatch(/^local,deployed\n[\d.]+,$/);
  await cost()
    .getByText(/line 2: '[\d.]+,' is no pair of CPU times/)
    .waitFor();
  await pairs.fill("10,13\n20,27");
  await cost().getByText("calibrated × 1.34 ± 0.25, n = 2 (95 %)").waitFor();
  await writeFile(join(folder, "pairs.csv"), "local;deployed\n10;13\n20;27\n30;40\n");
  await cost().locator("input[type=file]").setInputFiles(join(folder, "pairs.csv"));
  await cost().getByText("calibrated × 1.34 ± 0.04, n = 3 (95 %)").waitFor();
  await cost().getByRole("row", { name: "10.0 ms 13.0 ms 13.4 ms -360 µs" }).waitFor();
  await keep.click();
  await cost()
    .getByRole("row", { name: /^Cloudflare Workers calibrated × 1\.34 ± 0\.04, n = 3 20\d\d-/ })
    .waitFor();
  await page.keyboard.press("Control+Alt+M");
  for (const name of ["Dark", "High Contrast", "Light"]) {
    await theme(name);
    await keptRow().waitFor();
    await screenshot(page, `calibration-${name.toLowerCase().replace(" ", "-")}`);
    await expectAccessible();
  }
  await page.keyboard.press("Control+Alt+M");
  await cost().getByRole("tab", { name: "Bill" }).click();
  await cost().getByText("CPU time is this machine's, calibrated × 1.34 ± 0.04, n = 3 (95 %)").first().waitFor();
  await cost().getByRole("tab", { name: "Calibration" }).click();
  await cost().getByRole("button", { name: "Remove the calibration of Cloudflare Workers" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep it" }).click();
  await cost().getByRole("button", { name: "Remove the calibration of Cloudflare Workers" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await cost().getByText("No platform is calibrated yet").waitFor();
  expect(await pairs.inputValue()).toBe("");
  await cost().getByRole("tab", { name: "Advice" }).click();
});

function keptRow() {
  return cost().getByRole("row", { name: /^Cloudflare Workers calibrated × 1\.34/ });
}

test("where the numbers advise nothing, it says so and what was looked at", async () => {
  await call("plain", "hi");
  await page.keyboard.press("Control+4");
  // Whatever the machine makes the call wait: this platform bills none of it.
  await cost().getByRole("button", { name: "Platforms…" }).click();
  for (const platform of [/^Edge reference/, /^AWS Lambda/, /^Vercel/, /^Fastly/]) {
    await page.getByRole("dialog").getByRole("checkbox", { name: platform, checked: true }).uncheck();
  }
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await cost().getByText("These numbers leave nothing to save on the chosen platforms.").waitFor();
  const looked = cost().getByRole("region", { name: "Looked at, with nothing to advise" });
  await looked.getByText(/^its code did not run for .*: (below|none of these platforms)/).waitFor();
  await looked.getByText(/^128 MiB are configured, .*: none of these platforms bills the memory/).waitFor();
  await looked.getByText(/^brotli makes 6 B of the body's 2 B/).waitFor();
  await screenshot(page, "advice-none");
  await writeFile(join(folder, "plain/index.ts"), PLAIN.replace("hi", "ho"));
  await cost().getByText("older version").waitFor();
  expect(desktop.problems).toEqual([]);
});
