import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { createBuilder, findToolchains } from "../../../runtime/build";
import { built, codeOf } from "./project";

const folder = resolve(import.meta.dirname, "../../../build/examples");
const examples = readdirSync(folder);
const toolchains = await findToolchains();
const LANGUAGES: Readonly<Record<string, string>> = {
  "hello-c": "C",
  "hello-cpp": "C++",
  "hello-go": "Go",
  "hello-rust": "Rust",
};
const ENTRIES: Readonly<Record<string, string>> = {
  "hello-assemblyscript": "assembly/index.ts",
  "hello-c": "main.c",
  "hello-cpp": "main.cpp",
  "hello-go": "main.go",
  "hello-rust": "main.rs",
  "hello-wat": "index.wat",
};

/** An example in a language whose compiler this machine has not is left out. */
function canBeBuilt(name: string): boolean {
  const language = LANGUAGES[name];
  return language === undefined || toolchains.some((each) => each.language === language && each.found !== null);
}
// AssemblyScript's compiler takes seconds to begin on a machine that does much else.
vi.setConfig({ testTimeout: 60_000 });

describe("the bundled examples", () => {
  it("are those that a user would learn from", () => {
    expect(examples.toSorted()).toEqual(
      [
        "ab-cookie",
        "geo-redirect",
        "hello",
        "hello-assemblyscript",
        "hello-c",
        "hello-cpp",
        "hello-go",
        "hello-rust",
        "hello-wat",
        "html-stream",
        "json-api",
        "lambda",
        "lambda-edge",
        "signed-url",
      ].toSorted(),
    );
  });

  it.each(examples.filter(canBeBuilt))("%s builds, without a warning", async (name) => {
    await using builder = createBuilder();
    const result = await builder.build(join(folder, name));
    expect(built(result)).toMatchObject({ name, entry: join(folder, name, ENTRIES[name] ?? "index.ts") });
    expect(result.ok && result.warnings).toEqual([]);
  });

  it.each(examples)("%s says how to call it", (name) => {
    const readme = readFileSync(join(folder, name, "README.md"), "utf8");
    expect(readme.match(/^ {4}npx coldframe invoke build\/examples\/[a-z-]+/gm)).toEqual([
      `    npx coldframe invoke build/examples/${name}`,
    ]);
  });

  it("json-api is listed with the package that it brings along", async () => {
    await using builder = createBuilder();
    const artifact = built(await builder.build(join(folder, "json-api")));
    expect(artifact.modules.map(({ path }) => path)).toContain("node_modules/hono/dist/hono.js");
    expect(codeOf(artifact)).toContain("there is no plant");
  });
});

type Fetch = (request: Request, env?: Record<string, string>) => Response | Promise<Response>;
type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** What an example exports, built, in this process: its README promises what these tests hold it to. */
async function load(name: string): Promise<{ readonly default: { readonly fetch: Fetch }; readonly handler: Handler }> {
  await using builder = createBuilder();
  const code = built(await builder.build(join(folder, name))).code;
  return (await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`)) as never;
}

async function call(
  name: string,
  path: string,
  init: RequestInit = {},
  env: Record<string, string> = {},
): Promise<Response> {
  const { default: module } = await load(name);
  return await module.fetch(new Request(new URL(path, "https://function.test"), init), env);
}

describe("what the examples answer", () => {
  it("hello: text, or JSON when asked", async () => {
    expect(await (await call("hello", "/?name=Ada")).text()).toBe("Hello, Ada!\n");
    expect(await (await call("hello", "/", { headers: { accept: "application/json" } })).json()).toEqual({
      hello: "world",
    });
  });

  it("json-api: creates, reads, changes and deletes, and says what is wrong", async () => {
    const { default: app } = await load("json-api");
    const send = async (method: string, path: string, body?: string) =>
      await app.fetch(new Request(`https://function.test${path}`, { method, ...(body === undefined ? {} : { body }) }));
    const created = await send("POST", "/plants", '{"name":" Basil ","waterEveryDays":2}');
    expect([created.status, created.headers.get("location")]).toEqual([201, "/plants/2"]);
    expect(await (await send("GET", "/plants/2")).json()).toEqual({ id: "2", name: "Basil", waterEveryDays: 2 });
    expect((await send("PUT", "/plants/2", '{"name":"Mint","waterEveryDays":3}')).status).toBe(200);
    expect((await send("DELETE", "/plants/2")).status).toBe(204);
    const failures = [
      ["GET", "/plants/2"],
      ["GET", "/nowhere"],
      ["POST", "/plants", "{"],
      ["POST", "/plants", "null"],
      ["POST", "/plants", "{}"],
    ] as const;
    const statuses = await Promise.all(
      failures.map(async ([method, path, body]) => (await send(method, path, body)).status),
    );
    expect(statuses).toEqual([404, 404, 400, 422, 422]);
  });

  it("html-stream: the head before the rest", async () => {
    const { body } = await call("html-stream", "/");
    const texts: string[] = [];
    const chunks = (body ?? expect.fail("no body")) as AsyncIterable<Uint8Array>;
    for await (const chunk of chunks) texts.push(new TextDecoder().decode(chunk));
    expect(texts[0]).toContain("<h1>Greenhouse</h1>");
    expect(texts[0]).not.toContain("<li>");
    expect(texts.join("").match(/<li>/g)).toHaveLength(3);
  });

  it("ab-cookie: keeps a visitor on a variant, and chooses one for the others", async () => {
    const known = await call("ab-cookie", "/", { headers: { cookie: "theme=dark; experiment-headline=b" } });
    expect(await known.text()).toContain("from your own window");
    expect(known.headers.getSetCookie()).toEqual([]);
    const fresh = await call("ab-cookie", "/", { headers: { cookie: "experiment-headline=z" } });
    expect(fresh.headers.getSetCookie()).toEqual([expect.stringMatching(/^experiment-headline=[ab]; Path=\/; /)]);
  });

  it.each([
    ["cf-ipcountry", "CH", "/sale?code=spring", "/de/sale?code=spring"],
    ["x-vercel-ip-country", "fr", "/", "/fr"],
    ["cloudfront-viewer-country", "GB", "/", "/en-gb"],
    ["x-other", "DE", "/", "/en"],
  ])("geo-redirect: %s %s", async (header, country, path, location) => {
    const response = await call("geo-redirect", path, { headers: { [header]: country } });
    expect([response.status, response.headers.get("location")]).toEqual([302, location]);
    expect((await call("geo-redirect", location, { headers: { [header]: "ZZ" } })).status).toBe(200);
  });

  it("signed-url: serves what it signed, and nothing else", async () => {
    const env = { SIGNING_SECRET: "0123456789abcdef0123456789abcdef" };
    const signed = (await (await call("signed-url", "/sign?src=/photos/a b.jpg&width=640", {}, env)).json()) as {
      url: string;
    };
    const status = async (change: (url: URL) => void, secret = env) => {
      const url = new URL(signed.url);
      change(url);
      return (await call("signed-url", url.href, {}, secret)).status;
    };
    expect(await status(() => undefined)).toBe(200);
    for (const [name, value] of [
      ["src", "/photos/b.jpg"],
      ["width", "641"],
      ["expires", "9999999999"],
      ["signature", "00"],
      ["signature", "x"],
    ] as const)
      expect(
        await status((url) => {
          url.searchParams.set(name, value);
        }),
      ).toBe(403);
    expect(await status(() => undefined, { SIGNING_SECRET: "another-secret-of-32-characters!" })).toBe(403);
    expect(await status(() => undefined, { SIGNING_SECRET: "short" })).toBe(500);
    expect((await call("signed-url", "/sign?src=/a.jpg&width=1e9", {}, env)).status).toBe(400);
    const behind = async (prefix: string) => {
      const headers = { "x-forwarded-prefix": prefix };
      const answer = await call("signed-url", "/sign?src=/a.jpg&width=64", { headers }, env);
      return new URL(((await answer.json()) as { url: string }).url);
    };
    expect((await behind("/shop/signed-url")).pathname).toBe("/shop/signed-url/image");
    expect((await behind("//elsewhere.example")).pathname).toBe("/image");
  });

  it("lambda: an API Gateway event", async () => {
    const { handler } = await load("lambda");
    const event = (plant: string, method = "GET") => ({
      rawPath: "/price",
      queryStringParameters: { plant },
      headers: {},
      requestContext: { http: { method } },
      isBase64Encoded: false,
    });
    expect(await handler(event("basil"), { awsRequestId: "1" })).toMatchObject({
      statusCode: 200,
      body: '{"plant":"basil","cents":180,"path":"/price"}',
    });
    expect(await handler(event("oak"), {})).toMatchObject({ statusCode: 404 });
    expect(await handler(event("basil", "POST"), {})).toMatchObject({ statusCode: 405, headers: { allow: "GET" } });
  });

  it("lambda-edge: its own sample event, and a folder without its slash", async () => {
    const { handler } = await load("lambda-edge");
    const sample = readFileSync(join(folder, "lambda-edge/event.json"), "utf8");
    expect(await handler(JSON.parse(sample), {})).toMatchObject({ method: "GET", uri: "/plants/index.html" });
    expect(await handler(JSON.parse(sample.replace('"/plants/"', '"/plants"')), {})).toMatchObject({
      status: "301",
      headers: { location: [{ value: "/plants/" }] },
    });
  });
});
