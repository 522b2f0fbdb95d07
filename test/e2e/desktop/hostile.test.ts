/** Folders and answers that were made to do harm: the window shows them, goes on, and does nothing that they ask for. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WindowApi } from "../../../preload/contract";
import type { Desktop } from "../electron";
import { openDesktop, screenshot } from "../electron";

type PageWindow = Window & { readonly coldframe: WindowApi } & Record<string, unknown>;
declare const window: PageWindow;

const HELLO = "export default () => new Response('hello')";
let folder = "";
let desktop: Desktop;
let page: Page;

/** A place that nothing may reach: it counts who comes. */
const visits: string[] = [];
const outside = createServer((request, reply) => {
  visits.push(request.url ?? "");
  reply.end();
});
let address = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => outside.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
  folder = realpathSync(mkdtempSync(join(tmpdir(), "coldframe-hostile-")));
  makeWorkspace();
  desktop = await openDesktop({ workspace: join(folder, "work") });
  page = desktop.page;
  page.setDefaultTimeout(20_000);
  await row("answers, function").waitFor();
});
afterAll(async () => {
  await desktop[Symbol.asyncDispose]();
  outside.close();
  rmSync(folder, { recursive: true, force: true });
});

function put(path: string, content: string | Buffer = HELLO): void {
  const file = join(folder, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, content);
}

function makeWorkspace(): void {
  put("secret.ts", "export const secret = 'not yours';");
  put("work/answers/index.ts", ANSWERS(address));
  put("work/picture/index.ts", PICTURE);
  for (const name of ["<img src=x onerror=alert(1)>", "quo'te\"s", "new\nline", "turned-\u202egnp.exe", "hash#?%41"]) {
    put(`work/${name}/index.ts`);
  }
  put("work/pipes/index.ts");
  execFileSync(
    "mkfifo",
    ["package.json", "wrangler.toml", "pipe.ts"].map((name) => join(folder, "work/pipes", name)),
  );
  put("work/deep/package.json", `{"main":${"[".repeat(100_000)}`);
  put("work/odd/package.json", '{"main":{"a":[1]},"exports":7,"dependencies":{"../../..":"1"}}');
  put("work/odd/index.ts");
  put("work/comments/index.ts", "/*".repeat(300_000));
  put("work/files/index.ts");
  put("work/files/binary.ts", Buffer.from([0xff, 0xfe, 0, 1, 2]));
  put("work/files/huge.txt", Buffer.alloc(64 * 1024 * 1024, "a"));
  for (let number = 0; number < 3000; number += 1) put(`work/many/part-${number}.ts`, "export {};");
  symlinkSync(join(folder, "secret.ts"), join(folder, "work/files/secret.ts"));
  symlinkSync("/etc/passwd", join(folder, "work/files/passwd.ts"));
  symlinkSync(join(folder, "work"), join(folder, "work/loop"));
  symlinkSync("itself", join(folder, "work/itself"));
}

function row(name: string): Locator {
  return page.getByRole("tree", { name: "Workspace" }).getByRole("treeitem", { name, exact: true });
}

function response(): Locator {
  return page.getByRole("region", { name: "Response", exact: true });
}

async function call(functionName: string, path: string): Promise<void> {
  // Keys that are pressed in a preview are the preview's.
  await page.getByRole("textbox", { name: "URL", exact: true }).click();
  await page.keyboard.press("Control+P");
  await page.getByRole("combobox", { name: "Go to a function" }).fill(functionName);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: `work — ${functionName}` }).waitFor();
  await page.getByRole("textbox", { name: "URL", exact: true }).fill(path);
  const before = await callsKept();
  await page.keyboard.press("Control+Enter");
  await expect.poll(callsKept, { timeout: 20_000 }).toBe(before + 1);
  await expect
    .poll(() => response().locator(".console-answer").getAttribute("aria-busy"), { timeout: 20_000 })
    .toBe("false");
}

function callsKept(): Promise<number> {
  return page.evaluate(async () => {
    const none = { functionName: null, version: null, outcome: null, start: null, sinceMs: null, untilMs: null };
    const slice = await window.coldframe.history({ ...none, text: "", offset: 0, limit: 1 });
    return slice.ok ? slice.value.total : -1;
  });
}

describe("a folder", () => {
  test("with names of every kind is listed, and shows what turns a name around", async () => {
    for (const name of ["<img src=x onerror=alert(1)>", "quo'te\"s", "new‹U+000A›line", "turned-‹U+202E›gnp.exe"]) {
      await row(`${name}, function`).waitFor();
    }
    await screenshot(page, "hostile-folder");
    await call("hash#?%41", "/");
    await response().getByText("hello").waitFor();
    expect(await page.evaluate(() => document.querySelectorAll("img").length)).toBe(0);
  });

  test("shows nothing that a link leads out to, and gives none of it to the window", async () => {
    await row("files, function").click();
    await row("binary.ts").waitFor();
    expect(await row("secret.ts").count()).toBe(0);
    expect(await row("passwd.ts").count()).toBe(0);
    const codes = await page.evaluate(
      async (paths) => {
        const replies = await Promise.all(paths.map((path) => window.coldframe.readFile(path)));
        return replies.map((reply) => (reply.ok ? "read" : reply.error.code));
      },
      ["files/secret.ts", "files/passwd.ts", "loop/../../secret.ts", "itself", "pipes/pipe.ts", "files/huge.txt"],
    );
    expect(codes).toEqual([
      "outside-workspace",
      "outside-workspace",
      "invalid-arguments",
      expect.not.stringMatching(/^(read|internal)$/),
      "not-text",
      "not-text",
    ]);
  });

  test("with files that are no text says so in their place", async () => {
    await row("binary.ts").click();
    await page.getByText("files/binary.ts is not UTF-8 text: open it with another program").waitFor();
    await row("huge.txt").click();
    await page.getByText(/files\/huge\.txt is larger than 4 MiB/).waitFor();
  });

  test("with pipes and settings beyond reason holds nothing up", async () => {
    await row("odd, function").waitFor();
    await call("odd", "/");
    await response().getByText("hello").waitFor();
    await page.keyboard.press("Control+P");
    await page.getByRole("combobox", { name: "Go to a function" }).fill("deep");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "work — deep" }).waitFor();
    await page.keyboard.press("Control+Enter");
    await response().getByText("package.json can't be parsed: it is nested too deeply. Correct it there.").waitFor();
    await row("pipes, function").waitFor();
    await row("comments, function").waitFor();
  });
});

describe("an answer", () => {
  test("as a page runs nothing, reads nothing and leads nowhere", async () => {
    await call("answers", "/page");
    const frame = page.frameLocator("iframe.console-preview");
    await frame.getByText("a hostile page").waitFor();
    for (const name of ["file", "window", "download", "script", "own"]) {
      await frame.getByRole("link", { name, exact: true }).click({ noWaitAfter: true });
    }
    await page.evaluate(() => window.coldframe.settings());
    expect(visits).toEqual([]);
    expect(desktop.app.windows()).toHaveLength(1);
    expect(page.url()).toBe("coldframe://app/index.html");
    expect(await page.evaluate(() => ["touched", document.title.includes("touched")])).toEqual(["touched", false]);
  });

  test("as an SVG is a picture: its script, its frame and its links are not", async () => {
    await call("answers", "/svg");
    await response().getByText("80 × 80").waitFor();
    await screenshot(page, "hostile-svg");
    expect(visits).toEqual([]);
    expect(await page.evaluate(() => "touched" in window)).toBe(false);
  });

  test("as a picture of 900 million pixels is told, not shown", async () => {
    await call("picture", "/");
    await page
      .getByText(/can't be read as an image: see Hex|30000 × 30000/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Send" }).first().waitFor();
  });

  test("of millions of JSON values is text, and the window goes on at once", async () => {
    await call("answers", "/long");
    await response().getByText("The JSON has more than 250,000 lines: shown as text.").waitFor();
    await call("answers", "/deep");
    await response().getByText("The JSON is nested too deeply: shown as text.").waitFor();
  });

  test("of 30 MB is whole and looked at part by part; a longer one is an outcome of its own", async () => {
    await call("answers", "/30mb");
    await response().getByText("28.6 MiB").first().waitFor();
    await response().getByText("200,000 of 30,000,000 characters").waitFor();
    await page.getByLabel("View of the body").selectOption("hex");
    await response().getByText("00000000").waitFor();
    await call("answers", "/50mb");
    await response().getByText("response-too-large").first().waitFor();
  });

  test("with odd headers shows them as they are", async () => {
    await call("answers", "/headers");
    await response()
      .getByRole("tab", { name: /^Headers/ })
      .click();
    await response().getByRole("cell", { name: "<img src=x onerror=alert(1)>" }).waitFor();
    await response().getByRole("cell", { name: "café ÿ" }).waitFor();
    const { scrollWidth, clientWidth } = await response().evaluate(({ scrollWidth, clientWidth }) => ({
      scrollWidth,
      clientWidth,
    }));
    expect(scrollWidth).toBe(clientWidth);
    expect(
      desktop.problems.filter((problem) => !/sandboxed|Content Security Policy|Not allowed to load/.test(problem)),
    ).toEqual([]);
  });
});

function ANSWERS(foreign: string): string {
  const html = `<!doctype html><h1>a hostile page</h1>
    <script>window.top.touched = 1; window.parent.document.title = "touched"; fetch("${foreign}/fetch"); open("${foreign}/open")</script>
    <img src="file:///etc/passwd"><img src="${foreign}/img" onerror="parent.touched = 1">
    <iframe src="file:///etc/passwd"></iframe><embed src="${foreign}/embed"><audio src="${foreign}/audio" autoplay></audio>
    <link rel="preload" as="image" href="${foreign}/preload"><link rel="prefetch" href="${foreign}/prefetch">
    <a href="file:///etc/passwd">file</a> <a href="${foreign}/new" target="_blank">window</a>
    <a href="${foreign}/download" download>download</a> <a href="javascript:parent.touched=1">script</a>
    <a href="coldframe://app/index.html" target="_top">own</a>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80" onload="parent.touched=1"><script>parent.touched=1</script>
    <image href="${foreign}/image"/><style>@import url(${foreign}/style);</style><rect width="80" height="80" fill="green"/>
    <foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="${foreign}/frame"/></foreignObject></svg>`;
  return `
function answer(body: BodyInit, type: string, more: Record<string, string> = {}): Response {
  return new Response(body, { headers: { "content-type": type, ...more } });
}
function pieces(piece: string, count: number): ReadableStream {
  const bytes = new TextEncoder().encode(piece);
  let left = count;
  return new ReadableStream({ pull(controller) { if (left-- > 0) controller.enqueue(bytes); else controller.close(); } });
}
export default (request: Request): Response => {
  switch (new URL(request.url).pathname) {
    case "/page": return answer(${JSON.stringify(html)}, "text/html");
    case "/svg": return answer(${JSON.stringify(svg)}, "image/svg+xml");
    case "/long": return answer("[" + "1,".repeat(4_000_000) + "1]", "application/json");
    case "/deep": return answer("[".repeat(100_000) + "]".repeat(100_000), "application/json");
    case "/30mb": return answer(pieces("0123456789".repeat(100_000), 30), "text/plain");
    case "/50mb": return answer(pieces("0123456789".repeat(100_000), 50), "text/plain");
    default: return answer("ok", "text/plain", { "x-long": "v".repeat(50_000), "x-latin": "caf\\u00e9 \\u00ff", "x-html": "<img src=x onerror=alert(1)>" });
  }
};
`;
}

/** A grey picture of 30,000 by 30,000, in less than a megabyte. */
const PICTURE = (() => {
  const size = 30_000;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header[8] = 8;
  const pixels = deflateSync(Buffer.alloc((size + 1) * size));
  const png = Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    part("IHDR", header),
    part("IDAT", pixels),
    part("IEND", Buffer.alloc(0)),
  ]);
  return `const text = atob(${JSON.stringify(png.toString("base64"))});
export default () => new Response(Uint8Array.from(text, (letter) => letter.charCodeAt(0)), { headers: { "content-type": "image/png" } });`;
})();

function part(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
