import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { packageUnpacked } from "../../../build/package/package-unpacked";
import { temporaryFolder } from "../coldframe";
import { packagedCommand, screenshot } from "../electron";

const OUTPUT = "out/packages/test";

/**
 * Starts the package as a user does. Playwright's own way in is Node's inspector, which the package's fuses take away: this one is
 * Chromium's.
 */
async function start(executable: string): Promise<Browser> {
  const { args, env } = packagedCommand(["--remote-debugging-port=0"]);
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

describe.runIf(process.platform === "linux")("the Linux package", () => {
  let executable = "";
  beforeAll(async () => {
    executable = await packageUnpacked(inject("electron"), OUTPUT);
  }, 240_000);

  test("opens its window and calls its first function", async () => {
    const browser = await start(executable);
    const [context] = browser.contexts();
    const page = context?.pages()[0] ?? (await context?.waitForEvent("page"));
    if (page === undefined) throw new Error("the package has no window");
    await page.getByRole("region", { name: "Request" }).getByRole("button", { name: "Send" }).click();
    await page.getByText("200 OK").first().waitFor();
    await screenshot(page, "package");
  });

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
