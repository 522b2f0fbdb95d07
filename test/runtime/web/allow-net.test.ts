import fc from "fast-check";
import { expect, test } from "vitest";
import { allowedBy, parseAllowNet, suggestedEntry } from "../../../runtime/web/allow-net";

function entryOf(value: string): string | null {
  const parsed = parseAllowNet(value);
  return parsed.ok ? parsed.entry : null;
}

test.each([
  ["example.com", "example.com"],
  ["Example.COM.", "example.com"],
  ["example.com:8080", "example.com:8080"],
  ["example.com:0443", "example.com:443"],
  ["bücher.example", "xn--bcher-kva.example"],
  ["localhost", "localhost"],
  ["127.1", "127.0.0.1"],
  ["[::1]:80", "[::1]:80"],
  ["[0:0:0:0:0:0:0:1]", "[::1]"],
])("%s is %s", (value, entry) => {
  expect(entryOf(value)).toBe(entry);
});

test.each([
  "",
  ":80",
  ".",
  "*",
  "*.example.com",
  "https://example.com",
  "https://example.com/path",
  "example.com/path",
  "user@example.com",
  "example.com:0",
  "example.com:65536",
  "example.com:http",
  "example.com:",
  "::1",
  "[::1",
  "[]",
  "exa mple.com",
  "example.com?x",
  "example.com#x",
  "a\\b",
  "ex%61mple.com",
  "example.com\n",
  "1.2.3.4.5.6",
])("%j is refused, with what to do", (value) => {
  const parsed = parseAllowNet(value);
  expect(parsed.ok).toBe(false);
  if (!parsed.ok) expect(parsed.message).toContain(JSON.stringify(value));
});

test("advice is about the mistake", () => {
  const message = (value: string): string => {
    const parsed = parseAllowNet(value);
    return parsed.ok ? "" : parsed.message;
  };
  expect(message("https://api.example.com:8443/v1")).toContain("api.example.com:8443");
  expect(message("::1")).toContain("[::1]");
  expect(message("*.example.com")).toContain("wildcards");
});

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
const domain = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));
const host = fc
  .oneof(
    domain,
    fc.ipV4(),
    fc.ipV6().map((address) => `[${address}]`),
  )
  // A label such as xn--0 is no punycode: no URL can name it.
  .filter((value) => URL.canParse(`http://${value}/`));
const port = fc.integer({ min: 1, max: 65_535 });

test("any text gives an entry or a message, and an entry is its own canonical form", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary" }), fc.webUrl(), fc.webAuthority({ withPort: true, withUserInfo: true })),
      (text) => {
        const parsed = parseAllowNet(text);
        if (parsed.ok) expect(entryOf(parsed.entry)).toBe(parsed.entry);
        else expect(parsed.message.length).toBeGreaterThan(10);
      },
    ),
    { numRuns: 2000 },
  );
});

test("a host allows all of its ports, a host with a port just that one", () => {
  fc.assert(
    fc.property(host, port, port, fc.constantFrom("http", "https"), (name, one, other, scheme) => {
      const url = new URL(`${scheme}://${name.toUpperCase()}:${one}/path`);
      expect(allowedBy([name])(url)).toBe(true);
      expect(allowedBy([`${name}:${one}`])(url)).toBe(true);
      expect(allowedBy([`${name}:${other}`])(url)).toBe(one === other);
      expect(allowedBy([suggestedEntry(url)])(url)).toBe(true);
      expect(allowedBy([])(url)).toBe(false);
    }),
  );
});

test("one host never allows another", () => {
  fc.assert(
    fc.property(host, host, (allowed, asked) => {
      const url = new URL(`http://${asked}/`);
      expect(allowedBy([allowed])(url)).toBe(url.hostname === new URL(`http://${allowed}/`).hostname);
    }),
  );
});

test.each([
  ["http://example.com./", true],
  ["http://EXAMPLE.com:81/", true],
  ["http://example.com@evil.test/", false],
  ["http://evil.test/example.com", false],
  ["http://evil.test#example.com", false],
  ["http://evil.test\\@example.com/", false],
  ["http://sub.example.com/", false],
  ["http://example.com.evil.test/", false],
  ["http://notexample.com/", false],
  ["http://example.com%2eevil.test/", false],
])("with example.com allowed, %s may be called: %s", (url, expected) => {
  expect(allowedBy(["example.com"])(new URL(url))).toBe(expected);
});
