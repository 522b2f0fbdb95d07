import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { packageUnpacked } from "../../../build/package/package-unpacked";
import { EXAMPLES, temporaryFolder } from "../coldframe";
import { packagedCommand, screenshot } from "../electron";

const FIXTURES = resolve("test/fixtures");

/** No function answers what the one before it did. */
const ANSWERS = [
  ["hello-assemblyscript", "Hello, world!"],
  ["hello-wasi", "Hello from WASI!"],
  ["hello-wat", "Hello, world!"],
] as const;

/**
 * Starts the package as a user does. Playwright's own way in is Node's inspector, which the package's fuses take away: this one is
 * Chromium's.
 */
async function start(executable: string, workspace: readonly string[] = []): Promise<Browser> {
  const { args, env } = packagedCommand(["--remote-debugging-port=0", ...workspace]);
  const home = await temporaryFolder();
  const child = spawn(executable, args, { env: { ...env, COLDFRAME_HOME: home }, stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "exit");
  onTestFinished(async () => {
    child.kill();
    await ended;
  });
  for await (const line of createInterface(child.stderr)) {
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (address !== undefined) return chromium.connectOverCDP(address);
  }
  throw new Error("the package ended before it had a window");
}

async function windowOf(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  const page = context?.pages()[0] ?? (await context?.waitForEvent("page"));
  if (page === undefined) throw new Error("the package has no window");
  return page;
}

/** Functions for each engine that needs no compiler of the machine's. */
async function wasmFunctions(): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of ["hello-assemblyscript", "hello-wat"])
    await cp(join(EXAMPLES, name), join(folder, name), { recursive: true });
  await mkdir(join(folder, "hello-wasi"));
  await cp(join(FIXTURES, "wasi/hello.wat"), join(folder, "hello-wasi/index.wat"));
  return folder;
}

describe.runIf(process.platform === "linux")("the Linux package", () => {
  let folder = "";
  let executable = "";
  beforeAll(async () => {
    // Outside of the checkout, whose own modules would stand in for what the package lacks.
    folder = await mkdtemp(join(tmpdir(), "coldframe-package-"));
    executable = await packageUnpacked(inject("electron"), folder);
  }, 240_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("opens its window and calls its first function", async () => {
    const browser = await start(executable);
    const page = await windowOf(browser);
    await page.getByRole("region", { name: "Request" }).getByRole("button", { name: "Send" }).click();
    await page.getByText("200 OK").first().waitFor();
    await screenshot(page, "package");
  });

  test("compiles and calls functions of every engine, with nothing of the checkout's", async () => {
    const page = await windowOf(await start(executable, [await wasmFunctions()]));
    page.setDefaultTimeout(60_000);
    for (const [name, text] of ANSWERS) {
      await page.getByRole("treeitem", { name: `${name}, function` }).click();
      await page.getByRole("region", { name: "Request" }).getByRole("button", { name: "Send" }).click();
      await page.getByRole("region", { name: "Response" }).getByText(text).first().waitFor();
    }
    // V8's profiler is there in the package's own threads, too.
    await page.getByRole("treeitem", { name: "hello-wat, function" }).click();
    await page.keyboard.press("ControlOrMeta+3");
    await page.getByRole("tab", { name: "Flame graph" }).click();
    const panel = page.getByRole("region", { name: "Flame graph", exact: true });
    await panel.getByRole("textbox", { name: "Warm calls" }).fill("2000");
    await panel.getByRole("button", { name: "Sample", exact: true }).click();
    await panel.getByText(/samples?, .* of 2,000 warm calls/).waitFor();
    await screenshot(page, "package-wasm");
  }, 240_000);

  test("runs Coldframe and nothing else", async () => {
    const wire = await getCurrentFuseWire(executable);
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
    });
  });
});
