import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { CALL_NAMES, EVENT_NAMES } from "../../../preload/contract";
import type { Result, WindowApi } from "../../../preload/contract";
import { openDesktop } from "../electron";
import type { Desktop } from "../electron";

/** A place that the window must never reach: it counts who comes. */
const visits: string[] = [];
const outside = createServer((request, response) => {
  visits.push(request.url ?? "");
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("content-type", "text/javascript");
  response.end("window.outsideRan = true");
});
let address = "";
let desktop: Desktop;
let page: Page;

/** What the page holds, for code that runs in it. */
type PageWindow = Window & { readonly coldframe: WindowApi } & Record<string, unknown>;
declare const window: PageWindow;

beforeAll(async () => {
  await new Promise<void>((resolve) => outside.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
  desktop = await openDesktop();
  ({ page } = desktop);
  await page.getByRole("button", { name: "Send" }).first().waitFor();
});

afterAll(async () => {
  await desktop[Symbol.asyncDispose]();
  outside.close();
});

test("the page has none of Node, and what preload gives it is functions alone", async () => {
  const found = await page.evaluate(() => ({
    node: ["require", "process", "module", "Buffer", "global", "ipcRenderer", "electron"].filter(
      (name) => name in window,
    ),
    given: Object.keys(window.coldframe),
    kinds: [...new Set(Object.values(window.coldframe).map((value) => typeof value))],
    // What a function shows of itself: a channel's name would be in its text.
    texts: Object.values(window.coldframe).map(String).join(),
  }));
  expect(found.node).toEqual([]);
  expect(found.given.sort()).toEqual([...CALL_NAMES, ...EVENT_NAMES].sort());
  expect(found.kinds).toEqual(["function"]);
  expect(found.texts).not.toContain("coldframe:");
});

test("the page can't change what preload gave it, and a listener is told the event's content alone", async () => {
  const found = await page.evaluate(async () => {
    try {
      Object.assign(window, { coldframe: null });
    } catch {
      // It is not writable.
    }
    const told = new Promise<number>((resolve) => {
      window.coldframe.onPool((...all: unknown[]) => {
        resolve(all.length);
      });
    });
    await window.coldframe.prewarm({ id: crypto.randomUUID(), count: 1 });
    await window.coldframe.drain(crypto.randomUUID());
    return { isThere: typeof window.coldframe.settings, arguments: await told };
  });
  expect(found).toEqual({ isThere: "function", arguments: 1 });
});

test("the window is isolated and sandboxed, as Chromium itself says", async () => {
  const preferences = await desktop.app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      const { getLastWebPreferences } = contents as unknown as { getLastWebPreferences: () => unknown };
      return getLastWebPreferences.call(contents);
    }),
  );
  expect(preferences).toHaveLength(1);
  expect(preferences[0]).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
  });
});

test("no script runs but the program's own", async () => {
  const ran = await page.evaluate(async (foreign) => {
    const violated = new Set<string>();
    // Elements, attributes, and text that would be compiled: each is told of on its own.
    const allTold = new Promise<void>((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => {
        violated.add(event.effectiveDirective);
        if (violated.size === 3) resolve();
      });
    });
    const add = (change: (script: HTMLScriptElement) => void): void => {
      const script = document.createElement("script");
      change(script);
      document.body.append(script);
    };
    add((script) => (script.textContent = "window.inlineRan = true"));
    add((script) => (script.src = `${foreign}/script.js`));
    add((script) => (script.src = "data:text/javascript,window.dataRan=true"));
    add((script) => (script.src = URL.createObjectURL(new Blob(["window.blobRan = true"]))));
    const button = document.createElement("button");
    button.setAttribute("onclick", "window.handlerRan = true");
    button.click();
    // A timer's text is compiled by the page, not by the debugger that runs this.
    (window.setTimeout as (text: string) => void)("window.evalRan = true");
    await allTold;
    const names = ["inlineRan", "outsideRan", "dataRan", "blobRan", "handlerRan", "evalRan"];
    return { ran: names.filter((name) => name in window), violated: [...violated].sort() };
  }, address);
  expect(ran.ran).toEqual([]);
  expect(ran.violated).toEqual(["script-src", "script-src-attr", "script-src-elem"]);
  expect(visits).toEqual([]);
});

test("workers are the program's own files, and Monaco's run", async () => {
  const workers = await page.evaluate(async () => {
    const violated = new Promise<string>((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => {
        resolve(event.effectiveDirective);
      });
    });
    const made = ["data:text/javascript,", URL.createObjectURL(new Blob([""])), "https://example.com/worker.js"].map(
      (url) => {
        try {
          new Worker(url).terminate();
          return "made";
        } catch {
          return "refused";
        }
      },
    );
    return { made, violated: await violated };
  });
  expect(workers.violated).toBe("worker-src");
  expect(workers.made[2]).toBe("refused");
  // Monaco starts its own a moment after the editor can be used.
  const urls = () => page.workers().map((worker) => worker.url());
  await expect.poll(() => urls().length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(urls().filter((url) => !url.startsWith("coldframe://app/"))).toEqual([]);
  const node = await page.workers()[0]?.evaluate(() => ["require", "process"].filter((name) => name in self));
  expect(node).toEqual([]);
});

test("the page reaches no network and no file", async () => {
  const reached = await page.evaluate(async (foreign) => {
    const tried = (work: () => Promise<unknown>): Promise<string> =>
      work().then(
        () => "reached",
        () => "refused",
      );
    const element = (make: () => HTMLElement): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const made = make();
        made.addEventListener("load", resolve);
        made.addEventListener("error", reject);
        document.body.append(made);
      });
    return {
      fetch: await tried(() => fetch(`${foreign}/fetch`)),
      file: await tried(() => fetch("file:///etc/hostname")),
      socket: await tried(
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(foreign.replace("http", "ws"));
            socket.addEventListener("open", resolve);
            socket.addEventListener("error", reject);
          }),
      ),
      image: await tried(() => element(() => Object.assign(new Image(), { src: `${foreign}/image` }))),
      style: await tried(() =>
        element(() => Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${foreign}/style` })),
      ),
      beacon: await tried(() => {
        navigator.sendBeacon(`${foreign}/beacon`);
        return Promise.reject(new Error("it answers before it is sent"));
      }),
    };
  }, address);
  expect(Object.values(reached)).toEqual(Object.keys(reached).map(() => "refused"));
  expect(visits).toEqual([]);
});

test("the program's protocol serves the window's files and nothing beside them", async () => {
  const statuses = await page.evaluate(async () => {
    const paths = [
      "/index.html",
      "/../../package.json",
      "/..%2f..%2fpackage.json",
      "/%2e%2e/main/index.js",
      "/nothing.js",
    ];
    return Promise.all(paths.map(async (path) => (await fetch(`coldframe://app${path}`)).status));
  });
  expect(statuses).toEqual([200, 404, 404, 404, 404]);
});

test("navigation and new windows are refused", async () => {
  const before = page.url();
  const opened = await page.evaluate((foreign) => {
    const link = Object.assign(document.createElement("a"), { href: `${foreign}/link`, textContent: "link" });
    document.body.append(link);
    link.click();
    const form = Object.assign(document.createElement("form"), { action: `${foreign}/form`, method: "post" });
    document.body.append(form);
    form.submit();
    const target = Object.assign(document.createElement("a"), { href: `${foreign}/blank`, target: "_blank" });
    document.body.append(target);
    target.click();
    window.location.href = `${foreign}/location`;
    return window.open(`${foreign}/window`) === null && window.open("about:blank") === null;
  }, address);
  expect(opened).toBe(true);
  // A call there and back comes after what the page had asked for before it.
  await page.evaluate(() => window.coldframe.settings());
  expect(page.url()).toBe(before);
  expect(desktop.app.windows()).toHaveLength(1);
  expect(visits).toEqual([]);
});

test("no permission is granted but to put text into the clipboard", async () => {
  const states = await page.evaluate(async () => {
    const tried = (work: () => Promise<unknown>): Promise<string> =>
      work().then(String, (error: unknown) => (error instanceof Error ? error.name : "refused"));
    const names = ["geolocation", "camera", "microphone", "notifications", "midi", "clipboard-read"];
    const queried = names.map((name) =>
      tried(async () => (await navigator.permissions.query({ name: name as PermissionName })).state),
    );
    return {
      queried: await Promise.all(queried),
      notification: await tried(() => Notification.requestPermission()),
      camera: await tried(() => navigator.mediaDevices.getUserMedia({ video: true, audio: true })),
      screen: await tried(() => navigator.mediaDevices.getDisplayMedia({ video: true })),
      position: await tried(
        () =>
          new Promise((resolve, reject) => {
            navigator.geolocation.getCurrentPosition(resolve, ({ code }) => {
              reject(new Error(String(code)));
            });
          }),
      ),
      read: await tried(() => navigator.clipboard.readText()),
    };
  });
  expect(new Set(states.queried)).toEqual(new Set(["denied"]));
  expect(states.notification).toBe("denied");
  for (const refused of [states.camera, states.screen, states.position, states.read]) {
    expect(refused).toMatch(/Error$|refused/);
  }
});

test("a webview is no more than an unknown element", async () => {
  await page.evaluate(() => {
    const view = document.createElement("webview");
    view.setAttribute("src", "https://example.com/");
    document.body.append(view);
  });
  await page.evaluate(() => window.coldframe.settings());
  const kinds = await desktop.app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getType()),
  );
  expect(kinds).toEqual(["window"]);
});

test("a call from another page, or from the own page in another window, is refused", async () => {
  const preload = join(process.cwd(), "out", "preload", "index.cjs");
  const replies = await desktop.app.evaluate(async ({ BrowserWindow }, script) => {
    const asked: unknown[] = [];
    for (const url of ["data:text/html,<title>foreign</title>", "coldframe://app/index.html"]) {
      const foreign = new BrowserWindow({ show: false, webPreferences: { preload: script, sandbox: true } });
      await foreign.loadURL(url);
      asked.push(await foreign.webContents.executeJavaScript("window.coldframe.settings()"));
      foreign.destroy();
    }
    return asked as Result<unknown>[];
  }, preload);
  expect(replies.map((reply) => (reply.ok ? "answered" : reply.error.code))).toEqual([
    "forbidden-sender",
    "forbidden-sender",
  ]);
});

test("arguments that don't fit are refused, whatever they are", async () => {
  const codes = await page.evaluate(async () => {
    const api = window.coldframe as unknown as Readonly<
      Record<string, (...args: unknown[]) => Promise<Result<unknown>>>
    >;
    const calls: [string, ...unknown[]][] = [
      ["readFile", "../../etc/passwd"],
      ["readFile", "/etc/passwd"],
      ["readFile", { toString: "a.ts" }],
      ["writeFile", { path: "a.ts", text: 1, basedOn: null }],
      ["openLink", "https://example.com/"],
      ["cancel", "1; DROP TABLE invocation"],
      ["prewarm", Infinity],
      ["history", {}],
      ["invoke", null],
      ["settings", "one too many"],
    ];
    return Promise.all(
      calls.map(async ([name, ...args]) => {
        const reply = await api[name]?.(...args);
        return reply === undefined || reply.ok ? "answered" : reply.error.code;
      }),
    );
  });
  expect(new Set(codes)).toEqual(new Set(["invalid-arguments"]));
});

test("the preview of a response runs no script, reaches nothing, and is no part of the page", async () => {
  const home = mkdtempSync(join(tmpdir(), "coldframe-preview-"));
  mkdirSync(join(home, "playground", "hostile"), { recursive: true });
  writeFileSync(join(home, "playground", "hostile", "index.ts"), hostileFunction(address));
  try {
    await using opened = await openDesktop({ home });
    await preview(opened.page);
  } finally {
    rmSync(home, { recursive: true });
  }
});

async function preview(shown: Page): Promise<void> {
  await shown.getByRole("button", { name: "Send" }).first().waitFor();
  await shown.keyboard.press("ControlOrMeta+Enter");
  const frame = shown.frameLocator("iframe.console-preview");
  await frame.getByText("a hostile page").waitFor();
  await frame.getByRole("link", { name: "leave" }).click({ noWaitAfter: true });
  const found = await shown.evaluate(() => {
    const element = document.querySelector<HTMLIFrameElement>("iframe.console-preview");
    return { sandbox: element?.getAttribute("sandbox"), document: element?.contentDocument ?? null };
  });
  // Of another origin, and with nothing allowed.
  expect(found).toEqual({ sandbox: "", document: null });
  const inside = shown.frames().find((candidate) => candidate.parentFrame() === shown.mainFrame());
  // The debugger may run script in it, the page's own never did; and preload left nothing there.
  expect(await inside?.evaluate(() => ["coldframe" in window, document.title, window.origin])).toEqual([
    false,
    "untouched",
    "null",
  ]);
  expect(visits).toEqual([]);
  expect(shown.url()).toBe("coldframe://app/index.html");
}

function hostileFunction(foreign: string): string {
  const html = `<!doctype html><title>untouched</title><h1>a hostile page</h1>
    <meta http-equiv="refresh" content="0; url=${foreign}/refresh">
    <base href="${foreign}/">
    <link rel="stylesheet" href="${foreign}/style"><style>@import "${foreign}/import"; h1 { background: url(${foreign}/background) }</style>
    <script>document.title = "script ran"; parent.coldframe.drain()</script><script src="${foreign}/script"></script>
    <img src="${foreign}/image" onerror="document.title = 'handler ran'">
    <iframe src="${foreign}/frame"></iframe><iframe src="coldframe://app/index.html"></iframe>
    <object data="${foreign}/object"></object><video src="${foreign}/video"></video>
    <a href="${foreign}/link">leave</a><a target="_top" href="${foreign}/top">top</a>`;
  return `export default { fetch: () => new Response(${JSON.stringify(html)}, { headers: { "content-type": "text/html" } }) };`;
}
