import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hexRow, hexRowCount } from "../../../renderer/features/console/hex-model";
import { formatJson, jsonRows, problemOfJson, shownRows } from "../../../renderer/features/console/json-model";
import type { JsonRow } from "../../../renderer/features/console/json-model";
import { filterLogs } from "../../../renderer/features/console/logs-model";
import { decodeText, previewDocument, viewsOf } from "../../../renderer/features/console/view-model";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What the rows show, as text again. */
function textOf(rows: readonly JsonRow[]): string {
  return rows.map(({ key, text, comma }) => (key === null ? "" : `${key}:`) + text + (comma ? "," : "")).join("");
}

function rowsOf(text: string): readonly JsonRow[] {
  const reading = jsonRows(text);
  if (reading.rows === null) throw new Error(reading.problem);
  return reading.rows;
}

describe("JSON", () => {
  it("is judged as JSON.parse judges it", () => {
    const almost = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "}", '"', "x", "//", "\\"))
      .map(([json, at, extra]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + extra + json.slice(place);
      });
    fc.assert(
      fc.property(fc.oneof(almost, fc.string()), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(problemOfJson(text) === null).toBe(isJson);
      }),
    );
  });

  it("says where it breaks", () => {
    expect(problemOfJson('{\n  "a": 1,\n}')).toMatch(/line 3, column 1/);
    expect(problemOfJson("{a: 1}")).toMatch(/line 1, column 2/);
    expect(problemOfJson("")).toBe("it is empty.");
  });

  it("is formatted without a change to what it says, and only once", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const pretty = formatJson(json);
        expect(JSON.parse(pretty)).toEqual(JSON.parse(json));
        expect(formatJson(pretty)).toBe(pretty);
      }),
    );
    expect(formatJson('{"id":12345678901234567890,"x":1.0e5,"ä":"\\u00e4"}')).toBe(
      '{\n  "id": 12345678901234567890,\n  "x": 1.0e5,\n  "ä": "\\u00e4"\n}',
    );
    expect(formatJson("{oops")).toBe("{oops");
  });

  it("is a tree of lines that hold every token of it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value);
        const rows = rowsOf(json);
        expect(textOf(rows)).toBe(json);
        for (const { kind, end, depth } of rows)
          if (kind === "open") expect(rows[end]).toMatchObject({ kind: "close", depth });
        expect(shownRows(rows, new Set())).toHaveLength(rows.length);
        if (rows[0]?.kind === "open") expect(shownRows(rows, new Set([0]))).toEqual([0]);
      }),
    );
    for (const text of ["{oops", "[1] trailing", ""]) {
      expect(jsonRows(text)).toEqual({ rows: null, problem: "The body says it is JSON, but it is not." });
    }
    expect(rowsOf("[12345678901234567890]")[1]?.text).toBe("12345678901234567890");
  });

  it("that is nested beyond reason is shown as text", () => {
    expect(jsonRows("[".repeat(200_000))).toEqual({
      rows: null,
      problem: "The JSON is nested too deeply: shown as text.",
    });
    expect(jsonRows("[1,2,3]", 4)).toEqual({ rows: null, problem: "The JSON has more than 4 lines: shown as text." });
    expect(jsonRows("[1,2,3]", 5).rows).toHaveLength(5);
  });
});

describe("the view of a body", () => {
  it.each([
    ["application/json", '{"a":1}', "json"],
    ["application/problem+json; charset=utf-8", "{}", "json"],
    ["text/html; charset=utf-8", "<p>", "html"],
    ["text/plain", "hello", "text"],
    ["text/css", "a{}", "text"],
    ["image/png", "\x89PNG", "image"],
    ["image/svg+xml", "<svg/>", "image"],
    ["application/octet-stream", "plain enough", "text"],
    ["", '{"a":1}', "json"],
    ["", "\0\x01\x02", "hex"],
    ["application/wasm", "\0asm", "hex"],
    ["application/xml", "<a/>", "text"],
  ])("%s of %j is first shown as %s", (type, text, expected) => {
    expect(viewsOf(type, utf8(text))[0]).toBe(expected);
  });

  it("always has one, and hex among them", () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), (type, bytes) => {
        expect(viewsOf(type, bytes)).toContain("hex");
        expect(typeof decodeText(type, bytes).text).toBe("string");
      }),
    );
  });

  it("reads the charset that the header names, and a byte order mark before it", () => {
    expect(decodeText("text/plain; charset=iso-8859-1", new Uint8Array([0xe4])).text).toBe("ä");
    expect(decodeText('text/plain; charset="shift_jis"', new Uint8Array([0x93, 0xfa])).text).toBe("日");
    expect(decodeText("text/plain; charset=utf-8", new Uint8Array([0xff, 0xfe, 0x61, 0]))).toMatchObject({
      text: "a",
      charset: "utf-16le",
    });
    expect(decodeText("text/plain; charset=klingon", utf8("ä"))).toMatchObject({ text: "ä", charset: "utf-8" });
    expect(decodeText("text/plain; charset=klingon", utf8("ä")).problem).toMatch(/klingon/);
    expect(decodeText("text/plain", new Uint8Array([0x61, 0xff])).problem).toMatch(/UTF-8/);
    expect(decodeText("text/plain", utf8("�")).problem).toBeNull();
  });

  it("puts its policy before anything that a page brings", () => {
    expect(previewDocument("<!doctype html><html><head><script>1</script>")).toMatch(
      /^<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none';/,
    );
  });
});

describe("hex", () => {
  it("shows every byte once, in place", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const rows = Array.from({ length: hexRowCount(bytes) }, (_, index) => hexRow(bytes, index));
        const read = rows
          .flatMap(({ hex }) => hex.split(" ").filter((pair) => pair !== ""))
          .map((pair) => parseInt(pair, 16));
        expect(read).toEqual([...bytes]);
        expect(new Set(rows.map(({ hex }) => hex.length)).size).toBeLessThanOrEqual(1);
        expect(rows.map(({ ascii }) => ascii).join("")).toHaveLength(bytes.length);
        rows.forEach(({ offset }, index) => {
          expect(parseInt(offset, 16)).toBe(index * 16);
        });
      }),
    );
    expect(hexRow(utf8("Hello, \n"), 0)).toMatchObject({ offset: "00000000", ascii: "Hello, ." });
  });
});

describe("logs", () => {
  const logs = (["debug", "log", "info", "warn", "error"] as const).map((level, index) => ({
    level,
    atUs: index,
    text: `Line ${level}`,
  }));
  it("are filtered by level and words", () => {
    expect(filterLogs(logs, "debug", "")).toEqual(logs);
    expect(filterLogs(logs, "warn", "").map(({ level }) => level)).toEqual(["warn", "error"]);
    expect(filterLogs(logs, "debug", " line INFO ").map(({ level }) => level)).toEqual(["info"]);
  });
});
