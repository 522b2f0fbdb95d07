import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WindowApi } from "../../../preload/contract";
import { NO_FILTER } from "../../../renderer/features/history/history-model";
import { coldframe } from "../coldframe";
import type { Desktop } from "../electron";
import { download, openDesktop, runByName, screenshot } from "../electron";

const MONTH = ["--rps", "40", "--shape", "daily", "--cold-share", "2%", "--response-bytes", "12000"];
const THEMES = ["Theme: Dark", "Theme: High Contrast", "Theme: Light"];

/** The part of `project --json` that the window shows. */
interface Document {
  readonly months: readonly {
    readonly platforms: readonly {
      readonly title: string;
      readonly usd: string;
      readonly marginalUsdPerMillion: string;
    }[];
    readonly servers: readonly { readonly title: string; readonly servers: string; readonly usd: string }[];
  }[];
  readonly breakEvens: readonly {
    readonly title: string;
    readonly rates: readonly {
      readonly baseline: string;
      readonly breakEven: { readonly found: { readonly rps: string } | null } | null;
    }[];
  }[];
  readonly architectures: readonly {
    readonly title: string;
    readonly measuredStart: { readonly ms: number } | null;
    readonly month: { readonly usd: string } | null;
  }[];
}

let desktop: Desktop;
let page: Page;
let cost: Locator;
let files: string;

beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), "coldframe-month-"));
  desktop = await openDesktop();
  page = desktop.page;
  page.setDefaultTimeout(20_000);
  cost = page.getByRole("region", { name: "Cost", exact: true });
  await page.locator(".monaco-editor .view-line").first().waitFor();
});
afterAll(async () => {
  await desktop[Symbol.asyncDispose]();
  await rm(files, { recursive: true, force: true });
});

/** The call that the window made, as the command line has it. */
async function projected(): Promise<Document> {
  const id = await page.evaluate(
    async (query) => {
      const { coldframe: api } = globalThis as unknown as { coldframe: WindowApi };
      const slice = await api.history(query);
      return slice.ok ? (slice.value.rows[0]?.id ?? "") : "";
    },
    { ...NO_FILTER, offset: 0, limit: 1 },
  );
  const run = await coldframe(["project", id, ...MONTH, "--json"], { home: desktop.home });
  expect(run).toMatchObject({ code: 0 });
  return JSON.parse(run.stdout) as Document;
}

function row(name: string | RegExp): Locator {
  return cost.getByRole("row", { name }).first();
}

function field(name: string): Locator {
  return cost.getByRole("textbox", { name, exact: true });
}

test("without a call the month says what would fill it, and a key fills it", async () => {
  await runByName(page, "show month");
  await cost.getByText("No call is selected").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText("200 OK").first().waitFor();
  await runByName(page, "show month");
  await row(/^AWS Lambda/).waitFor();
});

test("the figures are those that the command prints for the same call and month, to the last digit", async () => {
  await field("Requests per second").fill("40");
  await cost.getByRole("combobox", { name: "Traffic" }).selectOption({ label: "Daily curve" });
  await field("Cold starts (%)").fill("2");
  await field("Response size (bytes)").fill("12000");
  await cost.getByText("105,120,000 requests in 730 hours · 2.0 % cold starts").waitFor();
  const { months, breakEvens } = await projected();
  const platforms = months[0]?.platforms ?? [];
  for (const name of [
    "Edge reference model",
    "AWS Lambda",
    "Vercel Functions, Fluid",
    "Cloudflare Workers, Standard",
  ]) {
    const { usd, marginalUsdPerMillion } = platforms.find(({ title }) => title === name) ?? {};
    await row(new RegExp(`^${name}`))
      .getByTitle(`exactly $${usd ?? ""}`, { exact: true })
      .waitFor();
    await row(new RegExp(`^${name}`))
      .getByTitle(`exactly $${marginalUsdPerMillion ?? ""}`, { exact: true })
      .first()
      .waitFor();
  }
  await cost.getByRole("checkbox", { name: /^Show every server/ }).check();
  for (const { title, servers, usd } of months[0]?.servers ?? []) {
    await row(`${servers} × ${title}`).getByTitle(`exactly $${usd}`, { exact: true }).waitFor();
  }
  // The reference costs a server's price somewhere, whatever the call took here.
  const reference = breakEvens.find(({ title }) => title === "Edge reference model");
  for (const { baseline, breakEven } of reference?.rates ?? []) {
    if (!baseline.startsWith("ec2-t4g") || breakEven?.found == null) continue;
    await cost.getByTitle(`Above ${breakEven.found.rps} requests per second`).first().waitFor();
  }
  await cost.getByRole("checkbox", { name: /^Show every server/ }).uncheck();
  await cost.getByRole("button", { name: "Show the month’s lines on Cloudflare Workers, Standard" }).click();
  await row(/^Requests, included \$0\.00 10,000,000 request/).waitFor();
  await row(/^Requests \$28\.54 95,120,000 request/).waitFor();
  await row(/^Workers Paid \$5\.00/).waitFor();
  await screenshot(page, "month");
});

test("the month leaves as the command's CSV, and free tiers can be left out", async () => {
  const csv = await download(desktop.app, join(files, "month.csv"), () =>
    cost.getByRole("button", { name: "Month as CSV" }).click(),
  );
  expect(csv.toString()).toMatch(/^month,kind,name,title,priceList,requests,usd,.*\r\naverage month,platform,/);
  const lambda = row(/^AWS Lambda/);
  const before = await lambda.innerText();
  await cost.getByRole("checkbox", { name: "Take free tiers off" }).uncheck();
  await cost.getByText("Free tiers are left out").waitFor();
  expect(await lambda.innerText()).not.toBe(before);
  await cost.getByRole("checkbox", { name: "Take free tiers off" }).check();
});

test("the recorded calls of a version are a month of their mean", async () => {
  await page.keyboard.press("Control+Enter");
  await cost.getByText(/^1 call, warm/).waitFor();
  await cost.getByRole("combobox", { name: "Calls" }).selectOption({ label: "Mean of this version’s calls" });
  await cost.getByText(/^2 calls: 1 warm, 1 (prewarmed|cold)/).waitFor();
  await cost.getByText("are billed as their mean").waitFor();
  await cost.getByRole("combobox", { name: "Calls" }).selectOption({ label: "The selected call" });
});

test("a slider moves by key, and its field and the figures with it", async () => {
  const slider = cost.getByRole("slider", { name: "Requests per second, slider" });
  await slider.focus();
  await page.keyboard.press("Home");
  await cost.getByText("0.01 req/s on average").waitFor();
  expect(await field("Requests per second").inputValue()).toBe("0.01");
  await page.keyboard.press("End");
  await cost.getByText("10,000 req/s on average").waitFor();
  await field("Requests per second").fill("40");
  // What was measured comes back.
  await cost.getByRole("button", { name: "Cold starts (%): as measured" }).click();
  await cost.getByText("0.0 % cold starts").waitFor();
  await field("Cold starts (%)").fill("2");
});

test("a value that makes no sense is told at its field, and no figure is made of it", async () => {
  const before = await row(/^AWS Lambda/).innerText();
  await field("Requests per second").fill("-3");
  await cost.getByText("a number from 0 on, like 40 or 0.25").waitFor();
  expect(await field("Requests per second").getAttribute("aria-invalid")).toBe("true");
  await cost.getByText("A field makes no sense").waitFor();
  expect(await row(/^AWS Lambda/).innerText()).toBe(before);
  await field("Servers’ vCPUs in use, at most (%)").fill("0");
  await cost.getByText("a number above 0, at most 100").waitFor();
  await screenshot(page, "month-wrong");
  await field("Servers’ vCPUs in use, at most (%)").fill("60");
  await field("Requests per second").fill("40");
  await expect.poll(() => cost.getByText("A field makes no sense").count()).toBe(0);
});

test("the chart says exact costs to keys and pointer, has a table behind it, and leaves as files", async () => {
  const compared = cost.getByRole("combobox", { name: "Hold against the servers" });
  await compared.selectOption({ label: "AWS Lambda, us-east-1" });
  const chart = cost.getByRole("slider", { name: "Rate on the chart, requests per second" });
  const said = () => chart.getAttribute("aria-valuetext");
  await chart.focus();
  expect(await said()).toMatch(/^40 req\/s · 105,120,000 requests a month · AWS Lambda, us-east-1 \$[\d.]+/);
  await compared.selectOption({ label: "Edge reference model" });
  await chart.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("PageUp");
  expect(await said()).toMatch(
    /^break-even with .+: [\d.]+ req\/s · [\d,]+ requests a month · Edge reference model \$/,
  );
  await screenshot(page, "month-break-even");
  // Thousands of requests a second: far from every break-even point, which the pointer would take.
  await chart.hover({ position: { x: 800, y: 150 } });
  await expect.poll(said).toMatch(/^[\d.]+ req\/s/);
  const button = (name: string) => cost.getByRole("button", { name, exact: true });
  await button("Table").click();
  await row(/^40 current rate/).waitFor();
  await button("Chart").click();
  const csv = await download(desktop.app, join(files, "rates.csv"), () => button("CSV").click());
  expect(csv.toString()).toMatch(/^requests_per_second,what,edge-reference_usd,.*\r\n/);
  const png = await download(desktop.app, join(files, "rates.png"), () => button("PNG").click());
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBeGreaterThan(600);
});

test("the reference's architectures hold the function's measured start and its month, and the case studies are computed", async () => {
  const { architectures } = await projected();
  await runByName(page, "show architectures");
  for (const { title, measuredStart, month } of architectures) {
    const line = row(new RegExp(`^${title}`));
    if (month === null) await line.getByText("no price known").waitFor();
    else await line.getByTitle(`exactly $${month.usd}`, { exact: true }).waitFor();
    if (measuredStart !== null) await line.getByTitle(`${measuredStart.ms} ms, n = 1`).waitFor();
  }
  await cost.getByText("EC2 $28,500.00 → Lambda@Edge $2,150.00: saves 92.4561 %, as quoted.").waitFor();
  await cost.getByText("Heroku $680.00 → Vercel $19.00: saves 97.2059 %, as quoted.").waitFor();
  await screenshot(page, "architectures");
  await cost.getByRole("button", { name: "Change the month" }).click();
  await field("Requests per second").waitFor();
});

test("both views can be read by everyone in every theme, in a small window too", async () => {
  await desktop.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 700);
  });
  await expect.poll(() => page.evaluate("innerWidth")).toBe(1024);
  for (const theme of THEMES) {
    await runByName(page, theme);
    for (const [view, shown] of [
      ["month", field("Requests per second")],
      ["architectures", cost.getByText("Measured start")],
    ] as const) {
      await runByName(page, `show ${view}`);
      await shown.waitFor();
      const axe = await new AxeBuilder({ page }).setLegacyMode().include("#panel-cost").analyze();
      expect(axe.violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
      await screenshot(page, `${view}-${theme.slice(7).toLowerCase().replace(" ", "-")}`);
    }
  }
  expect(desktop.problems).toEqual([]);
}, 120_000);
