import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openHistoryQueries } from "../../../../main/store";
import { invocationBills } from "../../../../main/workbench/cost/bills";
import { invocationDocument } from "../../../../main/workbench/documents";
import { exportInvocations } from "../../../../main/workbench/export/export-invocations";
import { harEntry } from "../../../../main/workbench/export/har";
import type { ExportFormat } from "../../../../preload/contract";
import type { Invocation } from "../../../../runtime";
import { openTestStore, temporaryFolder } from "../../store/fixtures";
import { idOf, makeInvocation, startedCall } from "../../store/invocations";
import { pricingOf } from "../cost/pricing";
import { cleanUp } from "../workspace/folders";

async function historyOf(invocations: readonly Invocation[]) {
  const database = join(temporaryFolder(), "history.sqlite");
  const { store } = await openTestStore(database);
  for (const invocation of invocations) store.finish(invocation);
  store.begin(startedCall(makeInvocation(9999)));
  await store.flush();
  const queries = openHistoryQueries({ file: database });
  cleanUp(async () => {
    await queries[Symbol.asyncDispose]();
  });
  return { home: temporaryFolder(), queries: () => Promise.resolve(queries) };
}

const PLATFORMS = ["cloudflare-workers", "aws-lambda"];
const CALLS = Array.from({ length: 130 }, (_, index) => makeInvocation(index));

async function exported(format: ExportFormat, ids: readonly string[] | null = null) {
  const folder = temporaryFolder();
  const file = join(folder, `out.${format}`);
  const platforms = [...PLATFORMS, "gone-since"];
  const options = { format, ids, filter: {}, platforms, file, version: "0.1.0" };
  const report = await exportInvocations(await historyOf(CALLS), options);
  expect(readdirSync(folder)).toEqual([`out.${format}`]);
  expect(statSync(file).mode & 0o077).toBe(0);
  return { report, text: readFileSync(file, "utf8"), file };
}

test("JSON is the documents that the terminal prints, of all calls that ended, newest first", async () => {
  const { report, text, file } = await exported("json");
  expect(report).toEqual({ file, count: 130 });
  expect(JSON.parse(text)).toEqual(
    JSON.parse(JSON.stringify(CALLS.toReversed().map((call) => invocationDocument(call, pricingOf(...PLATFORMS))))),
  );
});

test("of chosen calls, those, in their order", async () => {
  const { report, text } = await exported("json", [idOf(7), idOf(5000), idOf(3)]);
  expect(report.count).toBe(2);
  expect((JSON.parse(text) as { id: string }[]).map(({ id }) => id)).toEqual([idOf(7), idOf(3)]);
});

test("nothing at all is a valid file as well", async () => {
  for (const format of ["json", "har"] as const) JSON.parse((await exported(format, [])).text);
  expect((await exported("csv", [])).text.split("\r\n")).toHaveLength(2);
});

test("CSV has a line for each call under one of names", async () => {
  const { text } = await exported("csv");
  const lines = text.split("\r\n");
  expect(lines[0]).toMatch(/^id,startedAt,function,version,/);
  expect(lines).toHaveLength(132);
  expect(lines[1]).toContain(idOf(129));
  expect(lines[0]).toMatch(/,usd cloudflare-workers@2026-10,usd aws-lambda:us-east-1@2026-10$/);
  const [newest] = CALLS.toReversed();
  const bills = newest === undefined ? [] : invocationBills(newest, pricingOf(...PLATFORMS));
  expect(lines[1]?.split(",").slice(-2)).toEqual(bills.map(({ usd }) => usd));
});

interface Har {
  readonly log: { readonly version: string; readonly creator: object; readonly entries: ReturnType<typeof harEntry>[] };
}

test("HAR has an entry for each call, whose bodies give their bytes back", async () => {
  const { text } = await exported("har");
  const { log } = JSON.parse(text) as Har;
  expect(log).toMatchObject({ version: "1.2", creator: { name: "Coldframe", version: "0.1.0" } });
  expect(log.entries).toHaveLength(130);
  const encodings = new Set<string | undefined>();
  for (const [index, { response }] of log.entries.entries()) {
    const { text: body, encoding } = response.content as { text: string; encoding?: "base64" };
    encodings.add(encoding);
    const bytes = Buffer.from(body, encoding ?? "utf8");
    expect(new Uint8Array(bytes)).toEqual(CALLS[129 - index]?.response?.body.content);
  }
  // Those that are text, and those that are not.
  expect(encodings.size).toBe(2);
  const [entry] = log.entries;
  expect(entry?.request.queryString).toEqual([{ name: "verbose", value: "1" }]);
});

test("a HAR entry's times add up, whatever the spans", () => {
  const us = fc.integer({ min: 0, max: 5000 });
  const span = fc.record({ name: fc.constantFrom("queue", "handler", "serialize", "init"), startUs: us, endUs: us });
  fc.assert(
    fc.property(fc.array(span), us, (spans, wallUs) => {
      const invocation = makeInvocation(1, {
        spans: spans.map((one) => ({ ...one, parent: null, attributes: {} })),
        usage: { ...makeInvocation(1).usage, wallUs },
      });
      const { time, timings } = harEntry(invocation);
      const { blocked, send, wait, receive } = timings;
      for (const part of [blocked, send, wait, receive]) expect(part).toBeGreaterThanOrEqual(0);
      expect(blocked + send + wait + receive).toBeCloseTo(time, 6);
    }),
  );
});

test("a call without an answer, and bodies that were not kept, are entries too", () => {
  const kept = { bytes: 9_000_000, content: null, sha256: "ab" };
  const none = harEntry(makeInvocation(1, { response: null, request: { ...makeInvocation(1).request, body: kept } }));
  expect(none).toMatchObject({
    request: { bodySize: 9_000_000, postData: { text: "", comment: expect.any(String) as unknown } },
    response: { status: 0, content: { size: 0 } },
    _coldframe: { requestBodySha256: "ab" },
  });
});

/** RFC 4180 as the other side reads it. */
test("where it can't be written, or is ended, nothing is left and the old file stays", async () => {
  const workbench = await historyOf(CALLS);
  const folder = temporaryFolder();
  const options = { format: "csv", ids: null, filter: {}, platforms: [], version: "1" } as const;
  const gone = exportInvocations(workbench, { ...options, file: join(folder, "gone/out.csv") });
  await expect(gone).rejects.toMatchObject({ code: "unwritable" });
  const file = join(folder, "out.csv");
  await exportInvocations(workbench, { ...options, file });
  const before = readFileSync(file, "utf8");
  const ended = exportInvocations(workbench, { ...options, file, format: "json", signal: AbortSignal.abort() });
  await expect(ended).rejects.toMatchObject({ name: "AbortError" });
  expect(readFileSync(file, "utf8")).toBe(before);
  expect(readdirSync(folder)).toEqual(["out.csv"]);
});
