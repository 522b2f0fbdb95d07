import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CallHandling } from "../../../main/ipc/handle";
import type { Handlers } from "../../../main/ipc/handle";
import { WorkbenchError } from "../../../main/workbench/workbench-error";
import type { Api, Result } from "../../../preload/contract";
import { CALL_NAMES, channelOf } from "../../../preload/contract";
import { call, channels } from "./fake-electron";

vi.mock("electron", () => import("./fake-electron"));

const OWN = { senderFrame: { url: "coldframe://app/index.html" } };
const FOREIGN = { senderFrame: { url: "https://example.com/" } };
const ID = "01930e4f-7c00-7abc-8def-0123456789ab";

let faults: string[] = [];
let handled: unknown[][] = [];
let answer: (...args: unknown[]) => unknown = () => null;
let handling: CallHandling;

beforeEach(() => {
  faults = [];
  handled = [];
  answer = () => null;
  const handlers = Object.fromEntries(
    CALL_NAMES.map((name) => [
      name,
      (...args: unknown[]) => {
        handled.push([name, ...args]);
        return answer(...args);
      },
    ]),
  );
  handling = new CallHandling(handlers as unknown as Handlers, {
    isTrusted: (event) => event === OWN,
    onCall: () => undefined,
    onFault: (name, fault) => faults.push(`${name}: ${fault}`),
  });
});

afterEach(() => {
  handling[Symbol.dispose]();
});

test("each call of the contract has a handler, and none is left afterwards", () => {
  expect(channels()).toEqual(CALL_NAMES.map(channelOf).sort());
  handling[Symbol.dispose]();
  expect(channels()).toEqual([]);
});

test("a call is answered with what its handler gives", async () => {
  answer = (id) => Promise.resolve(id === ID);
  expect(await ask("cancel", ID)).toEqual({ ok: true, value: true });
  expect(handled).toEqual([["cancel", ID]]);
});

test("a foreign page is refused before its arguments are looked at, and that is told", async () => {
  const result = await askFrom(FOREIGN, "cancel", ID);
  expect(codeOf(result)).toBe("forbidden-sender");
  expect(codeOf(await askFrom({ senderFrame: null }, "cancel", ID))).toBe("forbidden-sender");
  expect(handled).toEqual([]);
  expect(faults[0]).toContain("https://example.com/");
});

test.each<[keyof Api, unknown[]]>([
  ["about", [1]],
  ["cancel", []],
  ["cancel", ["not an id"]],
  ["cancel", [ID, "more"]],
  ["readFile", ["../outside"]],
  ["readFile", ["/etc/passwd"]],
  ["readFile", ["C:\\secrets"]],
  ["readFile", ["a\0b"]],
  ["writeFile", [{ path: "a.ts", text: "", basedOn: "no hash" }]],
  ["openLink", ["https://example.com/"]],
  ["prewarm", [Number.NaN]],
  ["saveSettings", [{ theme: "pink", editorFontSize: null, formatOnSave: null, platforms: null }]],
  ["history", [null]],
])("%s refuses %j", async (name, args) => {
  expect(codeOf(await ask(name, ...args))).toBe("invalid-arguments");
  expect(handled).toEqual([]);
  expect(faults).toHaveLength(1);
});

test("an expected failure keeps its code, and is nobody's fault", async () => {
  answer = () => {
    throw new WorkbenchError("conflict", "a.ts was changed on disk");
  };
  const result = await ask("cancel", ID);
  expect(result).toEqual({
    ok: false,
    error: { code: "conflict", message: "a.ts was changed on disk", details: null },
  });
  expect(faults).toEqual([]);
});

test("a history that can't be read is told by its own words", async () => {
  answer = () => {
    throw Object.assign(new Error("The history is damaged"), { name: "StoreError", code: "store-corrupt" });
  };
  const result = await ask("cancel", ID);
  expect(result).toMatchObject({ error: { code: "history-unavailable", message: "The history is damaged" } });
});

test("a bug is an internal error with its stack as details, on one line, and is told", async () => {
  answer = () => Promise.reject(new TypeError("x is\nnot a function"));
  const result = await ask("cancel", ID);
  expect(codeOf(result)).toBe("internal");
  expect(result).toMatchObject({ error: { message: expect.stringContaining("x is not a function") as string } });
  expect(result).toMatchObject({ error: { details: expect.stringContaining("handle.test.ts") as string } });
  expect(faults).toHaveLength(1);
});

test("what was begun can be waited for", async () => {
  const { promise, resolve } = Promise.withResolvers<null>();
  answer = () => promise;
  const asked = ask("cancel", ID);
  let isSettled = false;
  const settled = handling.settled().then(() => (isSettled = true));
  await Promise.resolve();
  expect(isSettled).toBe(false);
  resolve(null);
  await settled;
  expect(await asked).toEqual({ ok: true, value: null });
});

function ask(name: keyof Api, ...args: unknown[]): Promise<Result<unknown>> {
  return askFrom(OWN, name, ...args);
}

function askFrom(event: unknown, name: keyof Api, ...args: unknown[]): Promise<Result<unknown>> {
  return call(channelOf(name), event, ...args) as Promise<Result<unknown>>;
}

function codeOf(result: Result<unknown>): string | null {
  return result.ok ? null : result.error.code;
}
