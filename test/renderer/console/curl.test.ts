import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCurl } from "../../../renderer/features/console/curl-format";
import type { CurlBody, CurlRequest } from "../../../renderer/features/console/curl-model";
import { isCurlCommand, parseCurl } from "../../../renderer/features/console/curl-parse";
import { quoteWord, splitWords } from "../../../renderer/features/console/shell-words";

function parsed(text: string): CurlRequest {
  const result = parseCurl(text);
  if (!result.ok) throw new Error(result.message);
  return result.request;
}

function words(text: string): readonly string[] {
  const result = splitWords(text);
  if (!result.ok) throw new Error(result.message);
  return result.words;
}

const printable = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/);
const headerName = token.filter((name) => name.toLowerCase() !== "cookie");
const headerValue = printable.map((text) => text.replace(/[\r\n]/g, "").trim());
const cookieValue = printable.map((text) => text.replace(/[;\r\n]/g, "").trim());

const body: fc.Arbitrary<CurlBody> = fc.oneof(
  fc.constant({ kind: "none" } as const),
  fc.record({ kind: fc.constant("text" as const), text: printable }),
  fc.record({
    kind: fc.constant("multipart" as const),
    parts: fc.array(fc.record({ name: token, value: printable, isFile: fc.constant(false) }), { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant("multipart" as const),
    parts: fc.array(
      fc.record({ name: token, value: fc.stringMatching(/^[\w "';,.()-]+$/), isFile: fc.constant(true) }),
      { minLength: 1 },
    ),
  }),
  fc.record({ kind: fc.constant("file" as const), name: fc.stringMatching(/^[\w "'.()][\w "'.()-]*$/) }),
);
const request: fc.Arbitrary<CurlRequest> = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "HEAD", "PROPFIND"),
  url: fc.webUrl({ withQueryParameters: true, withFragments: true }),
  headers: fc.array(fc.tuple(headerName, headerValue)),
  cookies: fc.array(fc.tuple(token, cookieValue)),
  body,
});

describe("a curl command", () => {
  it("is read back as the request that it was written from", () => {
    fc.assert(
      fc.property(request, (one) => {
        expect(parsed(formatCurl(one))).toEqual(one);
      }),
      { numRuns: 500 },
    );
  });

  it("is split as bash splits it", () => {
    const piece = fc.oneof(
      printable.filter((text) => text !== "").map(quoteWord),
      printable.map((text) => `"${text.replace(/[$`"\\!]/g, String.raw`\$&`).replaceAll("\\!", "!")}"`),
      fc.constantFrom(
        String.raw`$'a\n\t\x41\u00e4\'\\b\101\xc3\xa4'`,
        String.raw`$'\e[0m\cA\?'`,
        "a\\ b",
        "a\\\nb",
        `'x'"'"'y\\n'`,
        String.raw`"a\qb\\c"`,
      ),
    );
    const command = fc.array(
      fc.array(piece, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("")),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(command, (parts) => {
        const text = parts.join(" \\\n  ");
        // The shell itself says which words these are.
        const out = execFileSync("bash", ["-c", `printf '%s\\0' ${text}`], {
          env: { ...process.env, LC_ALL: "C.UTF-8" },
        });
        expect(words(`x ${text}`)).toEqual(["x", ...out.toString().split("\0").slice(0, -1)]);
      }),
      { numRuns: 60 },
    );
  });

  it("as Chrome copies it", () => {
    const text = String.raw`curl 'https://example.com/api/items?limit=10&q=a%20b' \
  -X 'POST' \
  -H 'accept: application/json, text/plain, */*' \
  -H 'content-type: application/json' \
  -b 'session=abc; theme=dark' \
  --data-raw $'{"name":"It\'s \u00e4","note":"a\\nb"}' \
  --compressed --insecure`;
    expect(parsed(text)).toEqual({
      method: "POST",
      url: "https://example.com/api/items?limit=10&q=a%20b",
      headers: [
        ["accept", "application/json, text/plain, */*"],
        ["content-type", "application/json"],
      ],
      cookies: [
        ["session", "abc"],
        ["theme", "dark"],
      ],
      body: { kind: "text", text: '{"name":"It\'s ä","note":"a\\nb"}' },
    });
    expect(parseCurl(text)).toMatchObject({ notes: [] });
  });

  it.each([
    ["curl example.com", { method: "GET", url: "http://example.com" }],
    ["$ curl -sSLXDELETE http://a/b", { method: "DELETE", url: "http://a/b" }],
    ["curl http://a/?x=1&y=2 | jq .", { url: "http://a/?x=1&y=2" }],
    ["curl -I http://a", { method: "HEAD" }],
    ["curl -d a=1 -d b=2 http://a", { method: "POST", body: { kind: "text", text: "a=1&b=2" } }],
    [
      "curl -G -d a=1 --data-urlencode 'q=x y&z' 'http://a/?k=1#h'",
      { method: "GET", url: "http://a/?k=1&a=1&q=x%20y%26z#h" },
    ],
    ["curl --data-urlencode '=x y' --data-urlencode plain http://a", { body: { kind: "text", text: "x%20y&plain" } }],
    ["curl -uuser:päss http://a", { headers: [["Authorization", "Basic dXNlcjpww6Rzcw=="]] }],
    [
      "curl -A me -e http://r/ http://a",
      {
        headers: [
          ["User-Agent", "me"],
          ["Referer", "http://r/"],
        ],
      },
    ],
    [
      "curl --json '{\"a\":1}' -H 'content-type: application/vnd.x+json' http://a",
      {
        headers: [
          ["content-type", "application/vnd.x+json"],
          ["Accept", "application/json"],
        ],
        body: { kind: "text", text: '{"a":1}' },
      },
    ],
    [
      "curl -F a=1 -F 'f=@\"/tmp/x;y.png\";type=image/png' http://a",
      {
        body: {
          kind: "multipart",
          parts: [
            { name: "a", value: "1", isFile: false },
            { name: "f", value: "x;y.png", isFile: true },
          ],
        },
      },
    ],
    ["curl --data-binary @/tmp/data.bin http://a", { method: "POST", body: { kind: "file", name: "data.bin" } }],
    ["curl -T up.txt http://a", { method: "PUT", body: { kind: "file", name: "up.txt" } }],
    [
      "curl -H 'X-Empty;' -H 'Accept:' -H 'Cookie: a=b; c=d=e' http://a",
      {
        headers: [["X-Empty", ""]],
        cookies: [
          ["a", "b"],
          ["c", "d=e"],
        ],
      },
    ],
    ["curl --url http://a -X PUT # and so on", { method: "PUT", url: "http://a" }],
    ["\n  curl \\\r\n http://a \\\n\n", { url: "http://a" }],
    ["/usr/bin/curl -o out.html -m 5 http://a", { url: "http://a", method: "GET" }],
  ])("%s", (text, expected) => {
    expect(parsed(text)).toMatchObject(expected);
  });

  it("names what it can't take over", () => {
    const result = parseCurl("curl -x proxy:8080 -b jar.txt --frobnicate -d @- http://a http://b");
    expect(result.ok && result.notes.map((note) => note.split(" ")[0])).toEqual([
      "-x",
      "-b",
      "--frobnicate",
      "the",
      "http://b",
    ]);
  });

  it.each(["", "wget http://a", "curl", "curl 'http://a", 'curl "http://a'])("is not: %s", (text) => {
    expect(parseCurl(text).ok).toBe(false);
  });

  it("is told from a URL", () => {
    expect(["curl http://a", " $ curl -X GET b", "curl.exe x"].every(isCurlCommand)).toBe(true);
    expect(["/curl", "https://curl.se/docs", "curl", "curling stones"].some(isCurlCommand)).toBe(false);
  });
});
