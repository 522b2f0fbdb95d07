import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { HttpRequest } from "../../../runtime";
import { splitPath } from "../../../main/workbench/gateway/functions";
import type { GatewayOptions } from "../../../main/workbench/gateway/open-gateway";
import { answering, testGateway, type Handler, type TestGateway } from "./fake-invoke";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-folder-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function put(path: string, text = "export default {}"): Promise<void> {
  await mkdir(join(folder, path, ".."), { recursive: true });
  await writeFile(join(folder, path), text);
}

function serveFolder(handler: Handler, options: Partial<GatewayOptions> = {}): Promise<TestGateway> {
  return testGateway(handler, {
    target: { kind: "folder", path: folder },
    hasEntry: (path) => existsSync(join(path, "index.ts")),
    ...options,
  });
}

function get(gateway: TestGateway, path: string, accept = "*/*"): Promise<Response> {
  return fetch(`http://127.0.0.1:${gateway.port}${path}`, { headers: { accept } });
}

async function names(gateway: TestGateway): Promise<string[]> {
  return (await gateway.functions()).map((one) => one.name);
}

test("files and folders with an entry are functions; what stands beside them is not", async () => {
  for (const path of ["hello.ts", "api.js", "page.tsx", "shop/index.ts", "a b.mjs", "both.ts", "both/index.ts"]) {
    await put(path);
  }
  for (const path of [
    "types.d.ts",
    "hello.test.ts",
    "vitest.config.ts",
    "_shared.ts",
    ".hidden.ts",
    "README.md",
    "empty/readme.txt",
    "node_modules/x/index.ts",
  ]) {
    await put(path);
  }
  await using gateway = await serveFolder(answering(200));
  expect(await names(gateway)).toEqual(["a b", "api", "both", "hello", "page", "shop"]);
});

test("a function is called under its name and sees its URL without it", async () => {
  await put("hello.ts");
  await put("a b.ts");
  const seen: { entry: string; url: string; prefix: string | undefined }[] = [];
  const prefixOf = (request: HttpRequest): string | undefined =>
    request.headers.find(([name]) => name === "x-forwarded-prefix")?.[1];
  await using gateway = await serveFolder((request, call, entry) => {
    seen.push({ entry, url: request.url, prefix: prefixOf(request) });
    return answering(200)(request, call, entry);
  });
  for (const path of ["/hello", "/hello/", "/hello?q=/1", "/hello/users/7?x=1", "/a%20b/c"]) {
    expect((await get(gateway, path)).status).toBe(200);
  }
  const origin = `http://127.0.0.1:${gateway.port}`;
  expect(seen.map((one) => one.url)).toEqual(["/", "/", "/?q=/1", "/users/7?x=1", "/c"].map((path) => origin + path));
  expect(seen[0]).toMatchObject({ entry: join(folder, "hello.ts"), prefix: "/hello" });
  expect(seen[4]?.prefix).toBe("/a%20b");
  expect(gateway.lines[3]).toMatchObject({ path: "/hello/users/7?x=1", functionName: "hello" });
});

test("every path splits into a name and a rest that together are the path", () => {
  const path = fc.stringMatching(/^\/[a-z/?=%.]{0,12}$/);
  fc.assert(
    fc.property(path, (text) => {
      const { name, rest } = splitPath(text);
      expect(name).not.toMatch(/[/?]/);
      expect(rest.startsWith("/")).toBe(true);
      expect([`/${name}${rest}`, `/${name}${rest.slice(1)}`]).toContain(text);
    }),
  );
});

test("the index lists the functions, as JSON or as a page", async () => {
  await put("hello.ts");
  await put("<b>.ts");
  await using gateway = await serveFolder(answering(200));
  const origin = `http://127.0.0.1:${gateway.port}`;
  expect(await (await get(gateway, "/")).json()).toEqual({
    functions: [
      { name: "<b>", url: `${origin}/%3Cb%3E`, entry: join(folder, "<b>.ts") },
      { name: "hello", url: `${origin}/hello`, entry: join(folder, "hello.ts") },
    ],
  });
  const page = await (await get(gateway, "/?from=browser", "text/html")).text();
  expect(page).toContain(`<a href="/hello">hello</a>`);
  expect(page).toContain(`<a href="/%3Cb%3E">&lt;b&gt;</a>`);
});

test("an unknown name is a 404 that lists the names; a function added while serving is found", async () => {
  await put("hello.ts");
  await using gateway = await serveFolder(answering(200));
  const missing = await get(gateway, "/later/x");
  expect(missing.status).toBe(404);
  expect(await missing.json()).toEqual({
    error: {
      code: "no-such-function",
      message: `No function is named "later"; there are: hello.`,
      stack: null,
      functions: ["hello"],
    },
    invocation: null,
  });
  expect(await (await get(gateway, "/later", "text/html")).text()).toContain(`<a href="/hello">`);
  await put("later.ts");
  expect((await get(gateway, "/later/x")).status).toBe(200);
  expect(gateway.lines.map((line) => line.outcome)).toEqual(["refused", "refused", "ok"]);
});

test("a function that was removed is a 404, one that moved is found where it is", async () => {
  await put("hello.ts");
  await put("moved.ts");
  const calls: string[] = [];
  await using gateway = await serveFolder((request, call, entry) => {
    if (!existsSync(entry)) {
      return { problems: [{ code: "entry-not-found", message: "gone", location: null, importChain: [] }] };
    }
    calls.push(entry);
    return answering(200)(request, call, entry);
  });
  await rm(join(folder, "hello.ts"));
  expect((await get(gateway, "/hello")).status).toBe(404);
  await rm(join(folder, "moved.ts"));
  await put("moved/index.ts");
  expect((await get(gateway, "/moved")).status).toBe(200);
  expect(calls).toEqual([join(folder, "moved")]);
});

test("a folder that can't be read is a typed error", async () => {
  await expect(
    testGateway(answering(200), { target: { kind: "folder", path: join(folder, "missing") } }),
  ).rejects.toMatchObject({ code: "folder-unreadable", message: expect.stringContaining("missing") as string });
});

test("a function's redirects stay under its name, and those to elsewhere as they are", async () => {
  await put("shop/index.ts");
  const locations: Readonly<Record<string, string>> = {
    "/next?a=1": "/shop/next?a=1",
    "/": "/shop/",
    "/shop/known": "/shop/known",
    "/shopping": "/shop/shopping",
    next: "next",
    "//other.example/x": "//other.example/x",
    "https://other.example/x": "https://other.example/x",
    "": "",
  };
  let location = "";
  await using gateway = await serveFolder((request, call, entry) => {
    const said = location === "own" ? new URL("/next", request.url).href : location;
    return answering(302, [["Location", said]])(request, call, entry);
  });
  const redirected = async (to: string): Promise<string | null> => {
    location = to;
    const response = await fetch(`http://127.0.0.1:${gateway.port}/shop/old`, { redirect: "manual" });
    return response.headers.get("location");
  };
  for (const [said, sent] of Object.entries(locations)) expect(await redirected(said)).toBe(sent);
  expect(await redirected("own")).toBe(`http://127.0.0.1:${gateway.port}/shop/next`);
});
