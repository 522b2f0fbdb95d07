import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { HistoryFilter, Result, WindowApi } from "../../../preload/contract";
import { openDesktop } from "../electron";

type PageWindow = Window & { readonly coldframe: WindowApi };
declare const window: PageWindow;

const FIRST = "01930e4f-7c00-7abc-8def-0123456789ab";
const SECOND = "01930e4f-7c00-7abc-8def-0123456789ac";
const ALL: HistoryFilter = {
  ...{ functionName: null, version: null, outcome: null, start: null, sinceMs: null, untilMs: null },
  text: "",
};
let scratch = "";

beforeEach(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), "coldframe-workbench-")));
});
afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

test("a function from an example is called, edited, replayed as it was, listed, exported and deleted", async () => {
  await using desktop = await openDesktop({ home: join(scratch, "home") });
  const { app, page } = desktop;
  const made = valueOf(
    await page.evaluate(() => window.coldframe.createFunction({ example: "json-api", name: "api" })),
  );
  expect(made).toMatchObject({ path: "api", entryFile: "api/index.ts" });
  const called = await page.evaluate((id) => {
    const input = { trigger: "http", method: "GET", url: "/plants", headers: [], body: null } as const;
    const grants = { env: {}, allowNet: [], memoryMb: 128, timeoutMs: 30_000 };
    return window.coldframe.invoke({ id, path: "api", input, grants, start: "cold" });
  }, FIRST);
  expect(valueOf(called)).toMatchObject({
    type: "invocation",
    invocation: { outcome: "ok", response: { status: 200 } },
  });
  const file = valueOf(await page.evaluate(() => window.coldframe.readFile("api/index.ts")));
  const edit = { path: file.path, text: "export default () => new Response('edited');", basedOn: file.hash };
  valueOf(await page.evaluate((request) => window.coldframe.writeFile(request), edit));
  const again = await page.evaluate((ids) => window.coldframe.replay(ids), { id: FIRST, newId: SECOND });
  expect(valueOf(again)).toMatchObject({ sameVersion: true, invocation: { id: SECOND, response: { status: 200 } } });
  await page.waitForFunction(async (filter) => {
    const reply = await window.coldframe.history({ ...filter, outcome: "ok", offset: 0, limit: 10 });
    return reply.ok && reply.value.total === 2;
  }, ALL);
  const slice = await page.evaluate(
    (filter) => window.coldframe.history({ ...filter, text: "plants", offset: 1, limit: 10 }),
    ALL,
  );
  expect(valueOf(slice)).toMatchObject({ total: 2, rows: [{ id: FIRST, start: "cold" }] });
  expect(valueOf(await page.evaluate(() => window.coldframe.historyFunctions()))).toMatchObject([{ name: "api" }]);
  const target = join(scratch, "calls.har");
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, target);
  const report = await page.evaluate(
    (filter) => window.coldframe.exportInvocations({ id: crypto.randomUUID(), format: "har", ids: null, filter }),
    ALL,
  );
  expect(valueOf(report)).toEqual({ file: target, count: 2 });
  const har = JSON.parse(readFileSync(target, "utf8")) as { log: { entries: { _coldframe: { id: string } }[] } };
  expect(har.log.entries.map((entry) => entry._coldframe.id)).toEqual([SECOND, FIRST]);
  const deleted = await page.evaluate(
    (id) => window.coldframe.deleteInvocations({ id: crypto.randomUUID(), ids: [id] }),
    FIRST,
  );
  expect(valueOf(deleted)).toBe(1);
  const left = await page.evaluate((filter) => window.coldframe.history({ ...filter, offset: 0, limit: 10 }), ALL);
  expect(valueOf(left)).toMatchObject({ total: 1, rows: [{ id: SECOND }] });
  expect(desktop.problems).toEqual([]);
});
