import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { WindowApi } from "../../../preload/contract";
import type { Desktop } from "../electron";
import { openDesktop } from "../electron";

const FILES = {
  "echo/index.ts": `export default {
  async fetch(request: Request) {
    const { method, url } = request;
    console.info("called", method);
    console.error("as an example");
    return Response.json({ method, url, headers: Object.fromEntries(request.headers), body: await request.text() });
  },
};
`,
  "shop/index.ts": `import { price } from "./price";

export default {
  fetch(request: Request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/loop") for (;;) {}
    if (pathname === "/page") return new Response(searchParams.get("html"), { headers: { "content-type": "text/html" } });
    return new Response(String(price(pathname)));
  },
};
`,
  "endless/index.ts": `export default () => { for (;;) {} };
`,
  "torn/index.ts": `import { nothing } from "./nowhere";
export default () => new Response(nothing);
`,
  "shop/price.ts": `export function price(plant: string): number {
  throw new RangeError(\`no price for \${plant}\`);
}
`,
};

let workspace: string;

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), "coldframe-console-"));
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), text);
  }
  await cp(resolve("build/examples/lambda"), join(workspace, "lambda"), { recursive: true });
  await cp(resolve("build/examples/lambda-edge"), join(workspace, "lambda-edge"), { recursive: true });
});
afterAll(() => rm(workspace, { recursive: true, force: true }));

/** The console of a function, as a user finds it. */
interface Console {
  readonly page: Page;
  readonly url: Locator;
  readonly response: Locator;
}

async function openConsole(page: Page, functionName: string): Promise<Console> {
  await page.evaluate(
    (folder) => (globalThis as unknown as { coldframe: WindowApi }).coldframe.openFolder(folder),
    workspace,
  );
  // What is looked for and not there is a failure, soon.
  page.setDefaultTimeout(10_000);
  await page.getByRole("treeitem", { name: `${functionName}, function` }).click();
  await page.getByText(`— ${functionName}`).first().waitFor();
  // The part of the response that was last looked at stays in front.
  const body = page.getByRole("region", { name: "Response", exact: true }).getByRole("tab", { name: "Body" });
  if (await body.isVisible()) await body.click();
  return {
    page,
    url: page.getByRole("textbox", { name: "URL", exact: true }),
    response: page.getByRole("region", { name: "Response", exact: true }),
  };
}

async function send({ page, url, response }: Console, address: string, shown: string | RegExp): Promise<void> {
  await url.fill(address);
  await page.keyboard.press("Control+Enter");
  await response.getByText(shown).first().waitFor();
}

/** Types over what is in the editor of JSON. */
async function typeJson({ page }: Console, text: string): Promise<void> {
  await page.locator(".console-code .view-lines").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

/** The body as JSON, read from the view as text. */
async function jsonBody({ page, response }: Console): Promise<unknown> {
  await page.getByLabel("View of the body").selectOption("text");
  return JSON.parse((await response.getByRole("region", { name: "Body" }).textContent()) ?? "") as unknown;
}

async function setClipboard({ app }: Desktop, text: string): Promise<void> {
  // Electron's newer clipboard promises, the older one doesn't.
  await app.evaluate(async ({ clipboard }, copied) => {
    await clipboard.writeText(copied);
  }, text);
}

async function seriousViolations(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include(".console").analyze();
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id);
}

describe("the console", () => {
  let desktop: Desktop;
  beforeAll(async () => {
    desktop = await openDesktop();
  });
  afterAll(() => desktop[Symbol.asyncDispose]());

  describe("of a function that echoes", () => {
    let one: Console;
    beforeEach(async () => {
      one = await openConsole(desktop.page, "echo");
    });

    test("sends a GET with its query, and shows the answer, its headers and its console", async () => {
      const { page, response } = one;
      await send(one, "/items?limit=10", "200 OK");
      await page.getByRole("textbox", { name: "Parameter 1 value" }).fill("a b&c");
      expect(await one.url.inputValue()).toBe("/items?limit=a%20b%26c");
      await page.keyboard.press("Control+Enter");
      await response.getByText(/limit=a%20b%26c/).waitFor();
      expect(await jsonBody(one)).toMatchObject({
        method: "GET",
        url: "http://echo.local/items?limit=a%20b%26c",
        body: "",
      });
      await response.getByRole("tab", { name: "Headers" }).click();
      await response.getByRole("rowheader", { name: "content-type" }).waitFor();
      await response.getByRole("tab", { name: "Logs (2)" }).click();
      await page.getByLabel("Least level").selectOption("error");
      expect(await response.getByRole("listitem").allTextContents()).toEqual([
        expect.stringContaining("as an example"),
      ]);
      expect(await seriousViolations(page)).toEqual([]);
    });

    test("sends JSON with headers and cookies, and refuses what is no JSON", async () => {
      const { page, response } = one;
      await one.url.fill("/json");
      await page.getByRole("tab", { name: /^Body/ }).first().click();
      await page.getByLabel("Kind of body").selectOption("json");
      await typeJson(one, '{"a":1,}');
      await page.getByText(/Not JSON: .*line 1, column 8/).waitFor();
      // Coloured as in the editor, and the wrong place underlined.
      await page.locator(".console-code .squiggly-error").first().waitFor();
      expect(await page.locator(".console-code .view-line span[class*='mtk']").count()).toBeGreaterThan(2);
      await page.keyboard.press("Control+Enter");
      await page.getByRole("alert").getByText("Not sent. The body is not JSON.").waitFor();
      await typeJson(one, '{"a":12345678901234567890}');
      await page.getByRole("button", { name: "Format", exact: true }).click();
      await expect.poll(() => page.locator(".console-code .view-line").count()).toBe(3);
      await page.keyboard.press("Control+Z");
      await page
        .getByRole("tab", { name: /^Headers/ })
        .first()
        .click();
      await page.getByRole("combobox", { name: "Header 1 name" }).fill("X-Plant");
      await page.getByRole("textbox", { name: "Header 1 value" }).fill("basil");
      await page.getByRole("tab", { name: /^Cookies/ }).click();
      await page.getByRole("textbox", { name: "Cookie 1 name" }).fill("session");
      await page.getByRole("textbox", { name: "Cookie 1 value" }).fill("abc");
      await page.keyboard.press("Control+Enter");
      await response.getByText(/session=abc/).waitFor();
      expect(await jsonBody(one)).toMatchObject({
        method: "POST",
        headers: { "x-plant": "basil", cookie: "session=abc", "content-type": "application/json" },
        body: '{\n  "a": 12345678901234567890\n}',
      });
    });

    test("takes over a curl command that is pasted as the URL, and gives one back", async () => {
      const { page, response } = one;
      const command = String.raw`curl 'http://echo.local/curl?x=1' -X PUT -H 'X-From: curl' --data-raw $'it\'s \u00e4' --proxy p`;
      await setClipboard(desktop, command);
      await one.url.focus();
      await page.keyboard.press("Control+V");
      await page.getByText("--proxy p is left out").waitFor();
      await page.keyboard.press("Control+Enter");
      await response.getByText(/"PUT"/).waitFor();
      expect(await jsonBody(one)).toMatchObject({
        url: "http://echo.local/curl?x=1",
        headers: { "x-from": "curl" },
        body: "it's ä",
      });
      await page.getByRole("button", { name: "Copy request as curl" }).click();
      await page.getByText("in the clipboard as a curl command").first().waitFor();
      const copied = await desktop.app.evaluate(({ clipboard }) => clipboard.readText());
      expect(copied).toContain("curl 'http://echo.local/curl?x=1'");
      expect(copied).toContain(String.raw`--data-raw 'it'\''s ä'`);
      await page.getByRole("button", { name: "Undo" }).click();
      expect(await one.url.inputValue()).not.toContain("curl");
    });
  });

  describe("of a function that fails", () => {
    let one: Console;
    beforeEach(async () => {
      one = await openConsole(desktop.page, "shop");
    });

    test("shows the error with its stack, which leads to the line", async () => {
      const { page, response } = one;
      await send(one, "/basil", "RangeError: no price for /basil");
      expect(await seriousViolations(page)).toEqual([]);
      await response.getByRole("button", { name: /^price\.ts:2:/ }).click();
      await page.getByText(/^Ln 2, Col/).waitFor();
      await page
        .getByRole("tab", { name: /price\.ts/, selected: true })
        .first()
        .waitFor();
    });

    test("ends an endless loop on Escape, while the window goes on", async () => {
      const { page, response, url } = one;
      await url.fill("/loop");
      await page.keyboard.press("Control+Enter");
      await page.getByRole("button", { name: /^Cancel/ }).waitFor();
      // A second call is not made, and typing goes on.
      await page.keyboard.press("Control+Enter");
      await url.fill("/typed-while-it-runs");
      expect(await url.inputValue()).toBe("/typed-while-it-runs");
      await page.keyboard.press("Escape");
      await response.getByText("interrupted").first().waitFor();
      await page.getByRole("button", { name: /^Send/ }).first().waitFor();
    });

    test("previews a page that can neither run, nor load, nor lead anywhere", async () => {
      let asked = 0;
      const server = createServer((_request, reply) => {
        asked += 1;
        reply.end();
      });
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const html = `<meta http-equiv="refresh" content="0;url=${origin}"><p>as sent</p><script>document.body.textContent = "it ran"</script>
        <img src="${origin}"><link rel="stylesheet" href="${origin}"><iframe src="${origin}"></iframe>
        <a href="${origin}">link</a> <a href="${origin}" target="_top">top</a> <a href="${origin}" target="_self">self</a>
        <form action="${origin}"><button>form</button></form>`;
      await one.url.fill(`/page?html=${encodeURIComponent(html)}`);
      await one.page.keyboard.press("Control+Enter");
      const frame = one.page.frameLocator("iframe[title='Preview of the body']");
      await frame.getByText("as sent").waitFor();
      await frame.getByRole("button", { name: "form" }).click();
      // The last one takes the frame away from the page, to nowhere.
      for (const name of ["link", "top", "self"]) await frame.getByRole("link", { name }).click();
      await send(one, "/basil", "no price for /basil");
      expect(asked).toBe(0);
      expect(desktop.app.windows()).toHaveLength(1);
      expect(new URL(one.page.url()).host).not.toContain("127.0.0.1");
      await new Promise((done) => server.close(done));
    });
  });

  test("says of a function's first call that it is under way", async () => {
    const { page, response } = await openConsole(desktop.page, "endless");
    await response.getByText("Not called yet").waitFor();
    await page.keyboard.press("Control+Enter");
    await response.getByText("Calling the function").waitFor();
    await page.keyboard.press("Escape");
    await response.getByText("interrupted").first().waitFor();
  });

  test("tells why a source does not build, by its place, to be followed and to be copied", async () => {
    const { page, response } = await openConsole(desktop.page, "torn");
    await page.keyboard.press("Control+Enter");
    await response.getByText("Not called: the source doesn't build (1 problem).").waitFor();
    await response.getByRole("button", { name: "Copy" }).click();
    const copied = () => desktop.app.evaluate(({ clipboard }) => clipboard.readText());
    await expect.poll(copied).toMatch(/^torn\/index\.ts:1:\d+: .*nowhere/);
    await response.getByRole("button", { name: /^torn\/index\.ts:1:/ }).click();
    await page.getByText(/^Ln 1, Col/).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  test("calls a Lambda@Edge handler with CloudFront's event before anyone chose one", async () => {
    const { page, response } = await openConsole(desktop.page, "lambda-edge");
    expect(await page.getByRole("radio", { name: "Event" }).isChecked()).toBe(true);
    await page.keyboard.press("Control+Enter");
    await response.getByText("ok", { exact: true }).waitFor();
  });

  test("calls a Lambda-style handler with an event from a template", async () => {
    const { page, response } = await openConsole(desktop.page, "lambda");
    await page.getByRole("radio", { name: "Event" }).waitFor();
    expect(await page.getByRole("radio", { name: "Event" }).isChecked()).toBe(true);
    await page.getByLabel("Begin with a template").selectOption("API Gateway v2: GET");
    await page.keyboard.press("Control+Enter");
    await response.getByText(/basil/).first().waitFor();
    await response.getByText("ok", { exact: true }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });
});

test("a saved request and the one that is worked on are there after a restart", async () => {
  const home = await mkdtemp(join(tmpdir(), "coldframe-home-"));
  {
    await using desktop = await openDesktop({ home });
    const { page, url } = await openConsole(desktop.page, "echo");
    await url.fill("/kept?by=name");
    await page.getByRole("button", { name: "Saved (0)" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save Request…" }).click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("By name");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "By name", exact: true }).waitFor();
    await url.fill("/worked-on");
  }
  {
    await using desktop = await openDesktop({ home });
    const { page, url } = await openConsole(desktop.page, "echo");
    expect(await url.inputValue()).toBe("/worked-on");
    await page.getByRole("button", { name: "By name (changed)" }).click();
    await page.getByRole("button", { name: /GET By name/ }).click();
    expect(await url.inputValue()).toBe("/kept?by=name");
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await url.inputValue()).toBe("/worked-on");
  }
  await rm(home, { recursive: true, force: true });
});
