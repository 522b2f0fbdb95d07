import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../../main/terminal/exit-codes";
import {
  parseChoice,
  parseEnvironment,
  parseHeader,
  parseInteger,
  parseMethod,
  parseSince,
  parseUrl,
} from "../../../main/terminal/parse-values";

const BASE = "http://hello.local/";
const NOW = Date.UTC(2026, 10, 23, 12);

describe("headers", () => {
  test("name and value, without the spaces around them", () => {
    expect(parseHeader("accept:  text/html ")).toEqual(["accept", "text/html"]);
    expect(parseHeader("x-time: 12:30")).toEqual(["x-time", "12:30"]);
    expect(parseHeader("x-empty:")).toEqual(["x-empty", ""]);
  });

  test("whatever is accepted, Node's own Headers accept too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        try {
          const [name, value] = parseHeader(text);
          expect(new Headers([[name, value]]).get(name)).toBe(value.replace(/^[\t ]+|[\t ]+$/g, ""));
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });

  test.each(["no colon", "bad name: x", ": x", "x: a\nb", "x: Ж"])("%j is refused, by name", (text) => {
    expect(() => parseHeader(text)).toThrow(/^-H /);
  });
});

describe("URLs", () => {
  test.each([
    ["/", "http://hello.local/"],
    ["/a b?x=1#y", "http://hello.local/a%20b?x=1#y"],
    ["?q=1", "http://hello.local/?q=1"],
    ["https://example.com/x", "https://example.com/x"],
  ])("%s is %s", (text, url) => {
    expect(parseUrl(text, BASE)).toBe(url);
  });

  test.each([
    "example.com",
    "ftp://x/",
    "http://",
    "http://a b/",
    "https://u:p@host/",
    "//[",
    "file:///etc/passwd",
    "",
  ])("%j is refused", (text) => {
    expect(() => parseUrl(text, BASE)).toThrow(UsageError);
  });
});

test("methods are known in any case, others stay as they are, forbidden ones are refused", () => {
  expect(parseMethod("patch")).toBe("PATCH");
  expect(parseMethod("Purge")).toBe("Purge");
  for (const method of ["TRACE", "connect", "a b", ""]) expect(() => parseMethod(method)).toThrow(UsageError);
});

test("environment variables keep everything after the first equals sign", () => {
  expect(parseEnvironment("A=b=c\nd")).toEqual(["A", "b=c\nd"]);
  expect(parseEnvironment("_x1=")).toEqual(["_x1", ""]);
  for (const text of ["A", "=b", "1A=b", "a-b=c"]) expect(() => parseEnvironment(text)).toThrow(/--env/);
});

test("integers within bounds, and nothing else", () => {
  expect(parseInteger("--memory", "128", { least: 16, most: 4096 }, "MiB")).toBe(128);
  expect(() => parseInteger("--memory", "8", { least: 16, most: 4096 }, "MiB")).toThrow(
    "--memory '8': use a whole number from 16 to 4096 MiB",
  );
  for (const text of ["", "1e3", "-20", "20.5", "0x20", " 20"]) {
    expect(() => parseInteger("--memory", text, { least: 16, most: 4096 })).toThrow(UsageError);
  }
});

test("choices name all there are", () => {
  expect(parseChoice("--start", "cold", ["auto", "cold"])).toBe("cold");
  expect(() => parseChoice("--start", "hot", ["auto", "cold"])).toThrow("--start 'hot': use one of auto, cold");
});

describe("--since", () => {
  test.each([
    ["30s", NOW - 30_000],
    ["15m", NOW - 900_000],
    ["2h", NOW - 7_200_000],
    ["3d", NOW - 259_200_000],
    ["1w", NOW - 604_800_000],
    ["2026-11-22T00:00:00Z", Date.UTC(2026, 10, 22)],
    ["2026-11-22", Date.UTC(2026, 10, 22)],
  ])("%s", (text, moment) => {
    expect(parseSince(text, NOW)).toBe(moment);
  });

  test.each(["yesterday", "5", "3 d", "2026-13-40", ""])("%j is refused", (text) => {
    expect(() => parseSince(text, NOW)).toThrow(/--since/);
  });
});
