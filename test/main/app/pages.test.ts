import { join, resolve } from "node:path";
import { expect, test, vi } from "vitest";

vi.mock("electron", () => ({ app: {}, protocol: {}, session: {} }));

const { pageFile } = await import("../../../main/app/page-protocol");
const { isLocal } = await import("../../../main/app/lock-down");
const { CONTENT_SECURITY_POLICY } = await import("../../../main/app/content-security-policy");

const PAGES = resolve("/app/out/renderer");

test("a page's address names a file of the window's folder", () => {
  expect(pageFile(PAGES, "coldframe://app/index.html")).toBe(join(PAGES, "index.html"));
  expect(pageFile(PAGES, "coldframe://app/")).toBe(join(PAGES, "index.html"));
  expect(pageFile(PAGES, "coldframe://app/assets/a%20b.js?x#y")).toBe(join(PAGES, "assets", "a b.js"));
});

test.each([
  "coldframe://app/../../etc/passwd",
  "coldframe://app/%2e%2e/%2e%2e/etc/passwd",
  "coldframe://app/..%2f..%2fetc/passwd",
  "coldframe://app/assets/..%2f..%2f..%2fsecret.js",
  "coldframe://app/..%5c..%5csecret.js",
  "coldframe://app/a%00.js",
  "coldframe://app/%",
  "coldframe://other/index.html",
  "file:///etc/passwd",
  "nonsense",
])("%s names no file outside of it", (url) => {
  const file = pageFile(PAGES, url);
  expect(file === null || file.startsWith(join(PAGES, "/"))).toBe(true);
});

test("what a page loads comes from the program itself", () => {
  const local = ["coldframe://app/x.js", "blob:coldframe://app/1", "data:text/plain,x", "devtools://devtools/x.js"];
  expect(local.filter(isLocal)).toEqual(local);
  const foreign = ["https://example.com/", "http://localhost:8787/", "file:///etc/passwd", "ws://x/", "coldframe://x/"];
  expect(foreign.filter(isLocal)).toEqual([]);
});

test("the policy allows no inline script, no eval and no foreign address", () => {
  const directives = new Map(
    CONTENT_SECURITY_POLICY.split("; ").map((line) => [line.split(" ")[0], line.split(" ").slice(1)]),
  );
  expect(directives.get("default-src")).toEqual(["'none'"]);
  expect(directives.get("script-src")).toEqual(["'self'"]);
  expect(directives.get("worker-src")).toEqual(["'self'"]);
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe-eval|\*|https?:|wss?:/);
});
