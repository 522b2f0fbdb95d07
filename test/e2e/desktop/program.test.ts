import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { PROJECT } from "../../../build/provision/provision-electron";
import { openStoreReader } from "../../../main/store";
import type { WindowApi } from "../../../preload/contract";
import { desktopCommand, openDesktop } from "../electron";

type PageWindow = Window & { readonly coldframe: WindowApi };
declare const window: PageWindow;

const ID = "01930e4f-7c00-7abc-8def-0123456789ab";
let scratch = "";
let home = "";

beforeEach(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), "coldframe-program-")));
  home = join(scratch, "home");
});
afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

test("a call that runs when the program is quit is cancelled and in the history, and no process is left", async () => {
  // The function says itself that it runs: a sandbox is busy before, and a call that has not begun is only rejected.
  const begun = Promise.withResolvers<undefined>();
  await using server = createServer((_request, response) => {
    response.end();
    begun.resolve(undefined);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const code = `export default async () => { await fetch("http://${address}/"); for (;;); }`;
  const workspace = folderWith("endless", code);
  const desktop = await openDesktop({ home, workspace });
  await usable(desktop.page);
  await desktop.page.evaluate(
    ([id, host]) => {
      void window.coldframe.invoke({
        id,
        path: "endless",
        input: { trigger: "http", method: "GET", url: "/", headers: [], body: null },
        grants: { env: {}, allowNet: [host], memoryMb: 128, timeoutMs: 60_000 },
        start: "auto",
      });
    },
    [ID, address] as const,
  );
  await begun.promise;
  const program = desktop.app.process();
  await desktop.close();
  expect(program.exitCode).toBe(0);
  const reader = openStoreReader({ file: join(home, "coldframe.sqlite") });
  expect(reader.invocation(ID)).toMatchObject({
    ok: true,
    running: false,
    invocation: { outcome: "interrupted", error: { code: "cancelled" } },
  });
  await reader.close();
});

test("the window is where it was, and a crash of its page loses no text", async () => {
  const bounds = { x: 120, y: 90, width: 1100, height: 720 };
  const draft = { path: "hello/index.ts", text: "export default () => new Response('unsaved')", basedOn: null };
  {
    await using first = await openDesktop({ home });
    await usable(first.page);
    await first.app.evaluate(({ BrowserWindow }, place) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(place);
    }, bounds);
    await first.page.evaluate((kept) => window.coldframe.saveDraft(kept), draft);
    const drafts = await first.app.evaluate(async ({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      const loaded = new Promise<void>((resolve) => {
        contents?.once("did-finish-load", () => {
          resolve();
        });
      });
      contents?.forcefullyCrashRenderer();
      await loaded;
      return (await contents?.executeJavaScript("window.coldframe.drafts()")) as unknown;
    });
    expect(drafts).toEqual({ ok: true, value: [draft] });
  }
  await using second = await openDesktop({ home });
  const place = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(place).toEqual(bounds);
});

test("a folder on the command line is opened, and a second start hands its own to the first", async () => {
  const first = folderWith("basil", "export default () => new Response()");
  const second = folderWith("thyme", "export default () => new Response()");
  await using desktop = await openDesktop({ home, workspace: first });
  await usable(desktop.page);
  expect(await openFolder(desktop.page)).toBe(first);

  const { executable, args, env } = desktopCommand(PROJECT, [second]);
  // It ends by itself: there is one window for each home.
  await promisify(execFile)(executable, args, { env: { ...env, COLDFRAME_HOME: home } });
  await desktop.page.getByRole("treeitem", { name: /thyme/ }).first().waitFor();
  expect(await openFolder(desktop.page)).toBe(second);
});

test("a folder that is not there is told in the window, which opens the last one", async () => {
  await using desktop = await openDesktop({ home, workspace: join(scratch, "nowhere") });
  await desktop.page
    .getByText(/nowhere/)
    .first()
    .waitFor();
  expect(await openFolder(desktop.page)).toContain("playground");
});

function folderWith(name: string, source: string): string {
  const folder = join(scratch, `${name}-functions`);
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "index.ts"), source);
  return folder;
}

async function usable(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Send" }).first().waitFor();
}

function openFolder(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const reply = await window.coldframe.workspace();
    return reply.ok ? reply.value.folder : reply.error.code;
  });
}
