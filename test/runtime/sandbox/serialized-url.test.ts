import fc from "fast-check";
import { expect, test } from "vitest";
import { isSerializedUrl } from "../../../runtime/sandbox/quickjs/serialized-url";

const scheme = fc.constantFrom("http", "https", "HTTP", "ftp", "javascript");
const host = fc.oneof(
  fc.constantFrom(
    "localhost",
    "127.0.0.1",
    "127.1",
    "hono-app.local",
    "xn--bcher-kva.local",
    "0x7f",
    "a.0x7f",
    "[::1]",
    "a@b",
  ),
  fc.stringMatching(/^[a-zA-Z0-9.%-]{1,12}$/),
);
const port = fc.oneof(
  fc.constantFrom("", ":", ":80", ":443", ":8787", ":08787", ":65536"),
  fc.nat(70_000).map((n) => `:${n}`),
);
const rest = fc
  .array(
    fc.constantFrom(
      "/",
      ".",
      "..",
      "?",
      "#",
      "%",
      "%2e",
      "%41",
      "a",
      "B7",
      "~",
      "é",
      " ",
      "'",
      '"',
      "\\",
      "|",
      "\t",
      "\n",
      "^",
      "{",
      "&=",
      ";",
      ":",
      "@",
    ),
  )
  .map((parts) => parts.join(""));
const url = fc.tuple(scheme, host, port, rest).map(([a, b, c, d]) => `${a}://${b}${c}${d}`);
const plain = fc
  .tuple(
    fc.constantFrom("localhost", "127.0.0.1", "hono-app.local"),
    fc.integer({ min: 1000, max: 59_999 }),
    fc.array(fc.stringMatching(/^[\w~-][\w.~-]*$/)),
  )
  .map(([name, number, path]) => `http://${name}:${number}/${path.join("/")}?q=%20${path.join("&")}`);

test("what passes for serialized is what a parser makes of it", () => {
  fc.assert(
    fc.property(fc.oneof(url, plain), (text) => {
      if (isSerializedUrl(text)) expect(new URL(text).href).toBe(text);
    }),
    { numRuns: 5000 },
  );
});

test("the usual URLs pass", () => {
  fc.assert(fc.property(plain, (text) => isSerializedUrl(text)));
  expect(
    ["http://hono-app.local/", "http://127.0.0.1:8787/items/7", "https://example.com/a//b?x=%41'"].map(isSerializedUrl),
  ).toEqual([true, true, false]);
});
