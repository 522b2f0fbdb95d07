import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Desktop } from "../electron";
import { download, openDesktop, screenshot } from "../electron";

let home: string;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "coldframe-cost-"));
  const pairs = [
    { localMs: 10, deployedMs: 13 },
    { localMs: 20, deployedMs: 26.4 },
    { localMs: 30, deployedMs: 39.2 },
  ];
  const calibrations = {
    schema: "coldframe/calibrations@1",
    platforms: { "cloudflare-workers": { pairs, fittedAtMs: 1 } },
  };
  await writeFile(join(home, "calibrations.json"), JSON.stringify(calibrations));
  desktop = await openDesktop({ home });
  page = desktop.page;
  page.setDefaultTimeout(20_000);
  await page.locator(".monaco-editor .view-line").first().waitFor();
});
afterAll(async () => {
  await desktop[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

function cost() {
  return page.getByRole("region", { name: "Cost", exact: true });
}

function bills() {
  return cost().getByRole("region", { name: "Bills by platform" });
}

/** Carries a command out by its name in the palette. */
async function run(command: string): Promise<void> {
  await page.keyboard.press("Control+Shift+P");
  await page.getByRole("combobox", { name: "Run a command" }).fill(command);
  await page.keyboard.press("Enter");
}

/** No serious violation, in each of the themes. */
async function passesAxe(name: string): Promise<void> {
  for (const theme of ["Dark", "High Contrast", "Light"]) {
    await run(`Theme: ${theme}`);
    await page
      .locator(`[data-theme="${theme.toLowerCase().replace(" ", "-")}"]`)
      .first()
      .waitFor();
    const axe = await new AxeBuilder({ page }).setLegacyMode().include(".cost").analyze();
    const serious = axe.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect({ theme, serious }).toEqual({ theme, serious: [] });
    await screenshot(page, `${name}-${theme.toLowerCase().replace(" ", "-")}`);
  }
}

test("without a call the panel says what would fill it, and its button does", async () => {
  await page.keyboard.press("Control+4");
  await cost().getByText("No call is selected").waitFor();
  await cost().getByRole("button", { name: "Send" }).click();
  await bills().getByText("Cloudflare Workers").waitFor();
});

test("the bill's lines add up to each platform's sum, exactly", async () => {
  const sums = await bills()
    .locator("tbody")
    .evaluateAll((bodies) =>
      bodies.map((body) => {
        const rows = [...(body as unknown as { rows: { querySelectorAll(of: string): { title: string }[] }[] }).rows];
        return rows.flatMap((row) =>
          [...row.querySelectorAll("[title^='exactly']")].slice(0, 1).map(({ title }) => title),
        );
      }),
    );
  expect(sums).toHaveLength(5);
  // Whole multiples of 10^-30 dollars, as integers: no binary float.
  const amount = (title: string | undefined): bigint => {
    const [whole = "", fraction = ""] = (title ?? "").replace("exactly $", "").split(".");
    return BigInt(whole + fraction.padEnd(30, "0"));
  };
  for (const [sum, ...lines] of sums) {
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.reduce((total, line) => total + amount(line), 0n)).toBe(amount(sum));
  }
});

test("it says what is an estimate, what was calibrated, and how each line was reckoned", async () => {
  await bills()
    .getByText(/CPU time is this machine's, calibrated × 1\.31 ± \d\.\d+, n = 3/)
    .waitFor();
  await bills().getByText("CPU time is this machine's: an estimate of the platform's.").first().waitFor();
  await bills().getByText("cheapest").waitFor();
  expect(await bills().locator(".bill-formula").count()).toBe(0);
  await cost().getByRole("button", { name: "Formulas" }).click();
  await bills()
    .getByText(/ms of wall time, rounded up to 1 ms\) .*× \$0\.0000166667 per GB-s/)
    .waitFor();
  await screenshot(page, "cost-formulas");
  await cost().getByRole("button", { name: "Formulas" }).click();
});

test("the bill passes axe in every theme, with all of it in sight", async () => {
  await cost().getByRole("tab", { name: "Bill" }).focus();
  await page.keyboard.press("Control+Alt+M");
  await expect.poll(() => bills().evaluate((region) => region.getBoundingClientRect().height)).toBeGreaterThan(500);
  await passesAxe("cost-bill");
  await cost().getByRole("tab", { name: "Bill" }).focus();
  await page.keyboard.press("Control+Alt+M");
});

test("the bill leaves as CSV and as text, in the order it is shown", async () => {
  await cost().getByRole("combobox", { name: "Order" }).selectOption("Cheapest first");
  const csv = await download(desktop.app, join(home, "bill.csv"), () =>
    cost().getByRole("button", { name: "CSV" }).click(),
  );
  expect(csv.toString()).toMatch(/^call,platform,region,priceList,item,/);
  const [, ...lines] = csv.toString().trimEnd().split("\r\n");
  const dollars = new Map(lines.map((line) => line.split(",")).map((cells) => [cells[1], Number(cells.at(9))]));
  expect(dollars.size).toBe(5);
  // A first call on a slow machine takes more CPU time than Fastly allows: then it is at the end, whatever it costs.
  dollars.delete("fastly-compute");
  expect([...dollars.values()]).toEqual([...dollars.values()].toSorted((a, b) => a - b));
  await cost().getByRole("button", { name: "Copy the bill as text" }).click();
  await page.getByText("The bill is in the clipboard as text.").first().waitFor();
  const text = await desktop.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(text).toMatch(/^One call of hello: (cold|prewarmed), .* on this machine/);
  expect(text).toContain("× $0.0000166667 per GB-s = $0.0");
  await cost().getByRole("combobox", { name: "Order" }).selectOption("As chosen");
});

test("the platforms are the user's own choice, and the first one's price is in the status bar", async () => {
  const status = page.locator(".status-bar");
  await status.getByRole("button", { name: /^\$[\d.]+ per million on Edge reference model$/ }).waitFor();
  await cost().getByRole("button", { name: "Platforms…" }).click();
  const dialog = page.getByRole("dialog", { name: "Platforms" });
  await dialog.getByRole("checkbox", { name: "Vercel Functions, Fluid, sfo1" }).check();
  await dialog.getByRole("checkbox", { name: "AWS Lambda" }).uncheck();
  await dialog.getByRole("button", { name: "Put Cloudflare Workers, Standard first" }).click();
  // The keyboard is still where the platform is, though its row has moved.
  const workers = dialog.getByRole("checkbox", { name: "Cloudflare Workers, Standard" });
  expect(await workers.evaluate((box) => box.matches(":focus"))).toBe(true);
  await page.keyboard.press("Space");
  expect(await workers.isChecked()).toBe(false);
  expect(await workers.evaluate((box) => box.matches(":focus"))).toBe(true);
  await page.keyboard.press("Space");
  await dialog.getByRole("button", { name: "Put Cloudflare Workers, Standard first" }).click();
  const axe = await new AxeBuilder({ page }).setLegacyMode().include("dialog").analyze();
  expect(axe.violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  await screenshot(page, "cost-platforms");
  await dialog.getByRole("button", { name: "Done" }).click();
  const titles = await bills().locator("tbody strong:first-of-type").allInnerTexts();
  expect(titles.filter((title) => !title.startsWith("$"))).toEqual([
    "Cloudflare Workers, Standard",
    "Edge reference model",
    "Vercel Functions, Fluid, iad1",
    "Fastly Compute",
    "Vercel Functions, Fluid, sfo1",
  ]);
  await page.keyboard.press("Control+5");
  await status.getByRole("button", { name: /^\$[\d.]+ per million on Cloudflare Workers$/ }).click();
  await bills().waitFor();
  const saved = JSON.parse(await readFile(join(home, "settings.json"), "utf8")) as { platforms: string[] };
  expect(saved.platforms[0]).toBe("cloudflare-workers");
  expect(saved.platforms).toContain("vercel-functions:sfo1");
});

test("price lists are found by a filter and read by keys", async () => {
  await run("Show Price Lists");
  const lists = cost().getByRole("region", { name: "Price lists", exact: true });
  await lists.getByRole("option", { selected: true, name: /Edge reference model/ }).waitFor();
  // The list gets the focus, since the view was asked for.
  await lists.getByRole("listbox").and(page.locator(":focus")).waitFor();
  await page.keyboard.press("ArrowDown");
  const lambda = lists.getByRole("region", { name: "AWS Lambda, us-east-1" });
  await lambda.getByRole("row", { name: /\$0\.0000133334 per GB-s over 15,000,000,000 GB-s/ }).waitFor();
  await page.keyboard.press("End");
  await lists.getByText("There is no complete public price to compute with.").waitFor();
  await lists.getByRole("searchbox", { name: "Filter price lists" }).fill("lambda pricing");
  await lists.getByText(/^2 of 17 lists|^1 of 17 lists/).waitFor();
  await lambda.getByRole("button", { name: "Copy the address https://aws.amazon.com/lambda/pricing" }).first().click();
  expect(await desktop.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(
    "https://aws.amazon.com/lambda/pricing",
  );
  await passesAxe("cost-price-lists");
  await lists.getByRole("searchbox", { name: "Filter price lists" }).fill("no such platform");
  await lists.getByRole("button", { name: "Clear the filter" }).click();
  await lists.getByText("17 lists").waitFor();
});

test("tabs are moved by arrows, and the views fit the smallest window", async () => {
  await desktop.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setSize(1024, 700);
  });
  await cost().getByRole("tab", { name: "Price lists" }).focus();
  await screenshot(page, "cost-price-lists-small");
  await page.keyboard.press("Home");
  await bills().waitFor();
  expect(await cost().getByRole("tab", { name: "Bill" }).getAttribute("aria-selected")).toBe("true");
  await cost().getByRole("button", { name: "Lines", exact: true }).click();
  await expect
    .poll(() =>
      bills()
        .getByRole("row", { name: /wall time|CPU time/ })
        .count(),
    )
    .toBe(0);
  await screenshot(page, "cost-bill-small");
});

test("what an older version did is marked, and a call that is too much for a platform says so", async () => {
  const source = `export default {
    async fetch() {
      let sum = 0;
      for (let i = 0; i < 5_000_000; i++) sum += i;
      return new Response("busy " + sum);
    },
  };`;
  await writeFile(join(home, "playground/hello/index.ts"), source);
  await cost().getByText("older version").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("region", { name: "Response", exact: true }).getByText("busy").first().waitFor();
  await expect.poll(() => cost().getByText("older version").count()).toBe(0);
  await cost().getByRole("button", { name: "Show the lines of Fastly Compute" }).click();
  await bills()
    .getByText(/CPU time: [\d.,]+ ms, and the platform allows 50 ms/)
    .waitFor();
  await bills().getByText("would not run there").first().waitFor();
});

test("a price list of one's own is used, and a malformed one is named with its field, until it is mended", async () => {
  const folder = join(home, "price-lists");
  const file = join(folder, "mine.json");
  const mine = {
    schema: "coldframe/price-list@1",
    platform: "my-edge",
    region: null,
    title: "My own edge",
    date: "2026-11",
    currency: "USD",
    memory: { kind: "fixed", mb: 128 },
    meters: [
      {
        id: "requests",
        item: "Requests",
        unit: "request",
        quantity: { kind: "requests" },
        ladder: [{ upTo: null, usd: 12, per: "1000000", source: "my contract", readOn: "2026-11", confidence: "V" }],
      },
    ],
    allowances: [],
    limits: {},
    notes: [],
  };
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify(mine));
  // As after a look into another program's window.
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
  await cost()
    .getByRole("alert")
    .getByText(/mine\.json: meters\[0\]\.ladder\[0\]\.usd: write the number as text/)
    .waitFor();
  await page.locator(".status-bar").getByText("price lists can’t be read").waitFor();
  await screenshot(page, "cost-malformed");
  await writeFile(file, JSON.stringify(mine).replace("12,", '"12",'));
  await cost().getByRole("button", { name: "Read again" }).click();
  await cost().getByRole("button", { name: "Platforms…" }).click();
  await page.getByRole("checkbox", { name: "My own edge" }).check();
  await page.getByRole("button", { name: "Done" }).click();
  await run("Show Price Lists");
  await cost()
    .getByRole("option", { name: /My own edge.*yours/ })
    .click();
  await cost().getByText(`Your own list: ${file}`).waitFor();
  await run("Show Bill");
  await bills()
    .getByRole("row", { name: /My own edge.*\$12\.00/ })
    .waitFor();
});

test("nothing went wrong in the window", () => {
  expect(desktop.problems).toEqual([]);
});
