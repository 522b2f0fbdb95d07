import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { openDesktop, screenshot } from "../electron";

const FIXTURE = resolve("test/fixtures/electron-app");

test("a folder with an app in it opens as that app, and its window can be driven", async () => {
  await using desktop = await openDesktop({ app: FIXTURE, workspace: "/a/folder" });
  const { app, page } = desktop;
  await page.getByRole("button").click();
  expect(await page.getByRole("button").textContent()).toBe("Clicked");

  const about = await app.evaluate(({ app: electron }) => ({
    name: electron.getName(),
    version: electron.getVersion(),
    path: electron.getAppPath(),
    home: process.env["COLDFRAME_HOME"],
    arguments: process.argv.slice(-2),
  }));
  expect(about).toEqual({
    name: "Fixture",
    version: "1.2.3",
    path: FIXTURE,
    home: desktop.home,
    arguments: [FIXTURE, "/a/folder"],
  });
  expect(desktop.problems).toEqual([]);

  const picture = await screenshot(page, "harness");
  expect(statSync(picture).size).toBeGreaterThan(1_000);
});

test("a closed program leaves no process and no home", async () => {
  const desktop = await openDesktop({ app: FIXTURE });
  const { pid } = desktop.app.process();
  await desktop[Symbol.asyncDispose]();
  expect(() => process.kill(pid ?? 0, 0)).toThrow("ESRCH");
  expect(existsSync(desktop.home)).toBe(false);
});
