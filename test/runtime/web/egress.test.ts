/** Outgoing calls against real servers on the loopback interface. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Whole } from "./egress-client";
import { Client, header, serve } from "./egress-client";

test("an allowed call goes out and comes back whole", async () => {
  const site = await serve((_request, response) => {
    response.writeHead(201, "Made", { "x-answer": "yes", "set-cookie": ["a=1", "b=2"] });
    response.end("made it");
  });
  const client = new Client([site.host]);
  const whole = await client.fetch(`${site.origin}/path?q=1#fragment`, {
    method: "POST",
    headers: [
      ["content-type", "text/x"],
      ["x-many", "1"],
      ["x-many", "2"],
    ],
    body: new TextEncoder().encode("hello"),
  });
  expect(whole).toMatchObject({
    status: 201,
    statusText: "Made",
    url: `${site.origin}/path?q=1`,
    redirected: false,
    text: "made it",
  });
  expect(header(whole, "set-cookie")).toEqual(["a=1", "b=2"]);
  expect(site.requests).toMatchObject([
    {
      method: "POST",
      url: "/path?q=1",
      body: "hello",
      headers: { "content-type": "text/x", "x-many": "1, 2", "content-length": "5", host: site.host },
    },
  ]);
});

test("a call that is not allowed is refused, and the message says how to allow it", async () => {
  const site = await serve((_request, response) => response.end());
  const client = new Client(["other.example", "127.0.0.1:1"]);
  expect(await client.fetch("https://api.example.com/v1")).toEqual({
    error: "fetch to api.example.com is not allowed: run with --allow-net api.example.com",
  });
  expect(await client.fetch(site.origin)).toEqual({
    error: `fetch to ${site.host} is not allowed: run with --allow-net ${site.host}`,
  });
  expect(site.requests).toEqual([]);
});

test.each([
  ["file:///etc/passwd", /only http: and https:/],
  ["ftp://127.0.0.1/", /only http: and https:/],
  ["not a url", /not a valid URL/],
  ["/relative", /not a valid URL/],
  ["http://user:secret@127.0.0.1/", /credentials/],
  ["http://127.0.0.1@evil.example/", /fetch to evil\.example is not allowed/],
])("%s is refused", async (url, message) => {
  const whole = await new Client(["127.0.0.1"]).fetch(url);
  expect(whole.error).toMatch(message);
  expect(whole.error).not.toContain("secret");
});

test("headers can't name another host, frame the message, or break a line", async () => {
  const site = await serve((_request, response) => response.end("ok"));
  const client = new Client([site.host]);
  const whole = await client.fetch(site.origin, {
    method: "POST",
    headers: [
      ["Host", "internal.example"],
      ["Content-Length", "999"],
      ["Transfer-Encoding", "chunked"],
      ["Connection", "upgrade"],
      ["Upgrade", "websocket"],
      ["X-Kept", "1"],
    ],
    body: new TextEncoder().encode("body"),
  });
  expect(whole.text).toBe("ok");
  expect(site.requests).toMatchObject([{ headers: { host: site.host, "content-length": "4", "x-kept": "1" } }]);
  expect(site.requests[0]?.headers).not.toHaveProperty("upgrade");
  expect(site.requests[0]?.headers).not.toHaveProperty("transfer-encoding");
  for (const [name, value] of [
    ["x-a", "1\r\nHost: internal.example"],
    ["x-a\r\nhost", "internal.example"],
    ["x a", "1"],
    ["x-a", "1\n"],
  ] as const) {
    const answer = await client.fetch(site.origin, { headers: [[name, `${value}x`]] });
    expect(answer.error, JSON.stringify([name, value])).toBeTypeOf("string");
  }
  expect(
    (await client.fetch(site.origin, { method: "GET / HTTP/1.1\r\nHost: internal.example\r\n\r\nGET" })).error,
  ).toBeTypeOf("string");
  expect((await client.fetch(site.origin, { method: "CONNECT" })).error).toBeTypeOf("string");
  expect(site.requests).toHaveLength(1);
});

test("a redirect is followed only to where a call is allowed", async () => {
  const secret = await serve((_request, response) => response.end("secret"));
  const open = await serve((request, response) => {
    const target = new URL(request.url ?? "/", "http://x").searchParams.get("to");
    if (target === null) response.end("arrived");
    else response.writeHead(302, { location: target }).end("moved");
  });
  const client = new Client([open.host]);
  const follow = (to: string): Promise<Whole> => client.fetch(`${open.origin}/?to=${encodeURIComponent(to)}`);
  expect(await follow("/next")).toMatchObject({ text: "arrived", url: `${open.origin}/next`, redirected: true });
  expect(await follow(secret.origin)).toEqual({
    error: `the redirect to ${secret.host} is not allowed: run with --allow-net ${secret.host}`,
  });
  expect((await follow("file:///etc/passwd")).error).toMatch(/only http: and https:/);
  expect((await follow("http://")).error).toMatch(/not a valid URL/);
  expect((await follow(`http://user@${open.host}/`)).error).toMatch(/credentials/);
  expect(secret.requests).toEqual([]);
});

test("redirect: error and manual", async () => {
  const site = await serve((_request, response) =>
    response.writeHead(307, { location: "/elsewhere" }).end("look there"),
  );
  const client = new Client([site.host]);
  expect((await client.fetch(site.origin, { redirect: "error" })).error).toMatch(/redirect to \/elsewhere/);
  const manual = await client.fetch(site.origin, { redirect: "manual" });
  expect(manual).toMatchObject({ status: 307, text: "look there", redirected: false });
  expect(header(manual, "location")).toEqual(["/elsewhere"]);
  expect(site.requests).toHaveLength(2);
});

test("at most 20 redirects", async () => {
  const site = await serve((request, response) => {
    const left = Number((request.url ?? "/0").slice(1));
    if (left === 0) response.end("arrived");
    else response.writeHead(302, { location: `/${left - 1}` }).end();
  });
  const client = new Client([site.host]);
  expect((await client.fetch(`${site.origin}/20`)).text).toBe("arrived");
  expect((await client.fetch(`${site.origin}/21`)).error).toMatch(/more than 20 redirects/);
});

test.each([
  [301, "POST", "GET"],
  [302, "POST", "GET"],
  [303, "PUT", "GET"],
  [303, "HEAD", "HEAD"],
  [301, "PUT", "PUT"],
  [307, "POST", "POST"],
  [308, "POST", "POST"],
])("after %i a %s goes on as %s", async (status, method, expected) => {
  const site = await serve((request, response) => {
    if (request.url === "/end") response.end();
    else response.writeHead(status, { location: "/end" }).end();
  });
  const body = method === "HEAD" ? null : new TextEncoder().encode("body");
  const request = { method, body, headers: [["content-type", "text/plain"]] as const };
  expect((await new Client([site.host]).fetch(site.origin, request)).status).toBe(200);
  const kept = method === expected && body !== null;
  expect(site.requests[1]).toMatchObject({ method: expected, body: kept ? "body" : "" });
  expect(site.requests[1]?.headers["content-type"]).toBe(expected === "GET" ? undefined : "text/plain");
});

test("credentials stay with the origin they were meant for", async () => {
  const other = await serve((_request, response) => response.end());
  const site = await serve((request, response) => {
    response.writeHead(302, { location: request.url === "/" ? "/same" : `${other.origin}/` }).end();
  });
  const headers = [
    ["authorization", "Bearer x"],
    ["cookie", "a=1"],
    ["x-kept", "1"],
  ] as const;
  await new Client([site.host, other.host]).fetch(`${site.origin}/`, { headers });
  expect(site.requests[1]?.headers).toMatchObject({ authorization: "Bearer x", cookie: "a=1", "x-kept": "1" });
  expect(other.requests[0]?.headers).toMatchObject({ "x-kept": "1" });
  expect(other.requests[0]?.headers).not.toHaveProperty("authorization");
  expect(other.requests[0]?.headers).not.toHaveProperty("cookie");
});

test("a large body comes in chunks of 64 KiB at most, one for each pull", async () => {
  const sent = Buffer.alloc(1_000_003, "abcdefghij");
  const site = await serve((_request, response) => response.end(sent));
  const client = new Client([site.host]);
  const whole = await client.fetch(site.origin);
  expect(whole.text).toBe(sent.toString());
  for (const chunk of whole.chunks ?? []) {
    expect(chunk.length).toBeLessThanOrEqual(65_536);
    expect(chunk.buffer.byteLength).toBe(chunk.length);
  }
});

test("nobody pulls, nothing is read: the server is held up", async () => {
  const piece = Buffer.alloc(1_048_576);
  let written = 0;
  const stalled = Promise.withResolvers<undefined>();
  const site = await serve((_request, response) => {
    const push = (): void => {
      for (; written < 256; written += 1) {
        if (!response.write(piece)) {
          response.once("drain", push);
          stalled.resolve(undefined);
          return;
        }
      }
    };
    push();
  });
  const client = new Client([site.host]);
  const fetchId = client.start(site.origin);
  expect((await client.next(fetchId)).type).toBe("fetch-head");
  await stalled.promise;
  client.pull(fetchId);
  client.pull(fetchId);
  expect((await client.next(fetchId)).type).toBe("fetch-chunk");
  expect((await client.next(fetchId)).type).toBe("fetch-chunk");
  // Answers to another fetch come after whatever this one could still say.
  expect((await client.fetch("http://refused.example/")).error).toMatch(/not allowed/);
  expect(client.answers).toEqual([]);
  expect(written).toBeLessThan(64);
});

const ENCODED: readonly [encoding: string, body: Buffer, text: string, isDecoded: boolean][] = [
  ["gzip", gzipSync("plain text"), "plain text", true],
  ["br", brotliCompressSync("plain text"), "plain text", true],
  ["deflate", deflateSync("plain text"), "plain text", true],
  ["GZIP, br", brotliCompressSync(gzipSync("plain text")), "plain text", true],
  ["gzip", Buffer.alloc(0), "", true],
  ["own", Buffer.from("as it is"), "as it is", false],
];

test.each(ENCODED)("a body in %s", async (encoding, body, text, isDecoded) => {
  const site = await serve((_request, response) => {
    response.writeHead(200, { "content-encoding": encoding, "content-length": body.length, "x-kept": "1" }).end(body);
  });
  const client = new Client([site.host]);
  const whole = await client.fetch(site.origin);
  expect(whole.text).toBe(text);
  // A decoded body comes without the headers that described the encoded one.
  expect(header(whole, "content-encoding")).toEqual(isDecoded ? [] : [encoding]);
  expect(header(whole, "content-length")).toEqual(isDecoded ? [] : [String(body.length)]);
  expect(header(whole, "x-kept")).toEqual(["1"]);
  const head = await client.fetch(site.origin, { method: "HEAD" });
  expect(header(head, "content-encoding")).toEqual([encoding]);
});

test("a body that is not what its encoding says, or has encodings without end", async () => {
  const site = await serve((request, response) => {
    const encoding = request.url === "/many" ? Array.from({ length: 100 }, () => "gzip").join() : "gzip";
    response.writeHead(200, { "content-encoding": encoding }).end("not compressed");
  });
  const client = new Client([site.host]);
  expect((await client.fetch(site.origin)).error).toContain(`fetch to ${site.host} failed`);
  expect((await client.fetch(`${site.origin}/many`)).error).toMatch(/encodings/);
});

test("bodies that are not sent yet have a limit in bytes, and count no more once they are", async () => {
  const held: (() => void)[] = [];
  const site = await serve((request, response) => {
    if (request.url === "/held") held.push(() => response.end("sent"));
    else response.end("sent");
  });
  const client = new Client([site.host]);
  const body = new Uint8Array(20 * 1024 * 1024);
  const first = client.start(`${site.origin}/held`, { method: "POST", body });
  expect((await client.fetch(site.origin, { method: "POST", body })).error).toMatch(/not sent yet exceed 32 MiB/);
  const aborted = client.start(`${site.origin}/held`, { method: "POST", body: body.subarray(0, 8 * 1024 * 1024) });
  client.egress.handle({ type: "fetch-abort", fetchId: aborted });
  while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
  for (const answer of held) answer();
  expect((await client.next(first)).type).toBe("fetch-head");
  expect((await client.fetch(site.origin, { method: "POST", body })).text).toBe("sent");
});

test("abort ends one fetch, and nothing more is heard of it", async () => {
  const site = await serve((request, response) => {
    if (request.url === "/slow") response.write("begun");
    else response.end("other");
  });
  const client = new Client([site.host]);
  const fetchId = client.start(`${site.origin}/slow`);
  expect((await client.next(fetchId)).type).toBe("fetch-head");
  const [socket] = site.sockets;
  client.pull(fetchId);
  expect((await client.next(fetchId)).type).toBe("fetch-chunk");
  client.pull(fetchId);
  client.egress.handle({ type: "fetch-abort", fetchId });
  if (socket !== undefined && !socket.destroyed) await once(socket, "close");
  expect((await client.fetch(site.origin)).text).toBe("other");
  expect(client.answers).toEqual([]);
});

test("close ends all fetches and leaves no connection", async () => {
  const arrived = Promise.withResolvers<undefined>();
  const site = await serve((request, response) => {
    if (request.url === "/head") response.write("begun");
    if (request.url === "/none" && site.requests.length >= 3) arrived.resolve(undefined);
    if (request.url === "/done") response.end("done");
  });
  const client = new Client([site.host]);
  expect((await client.fetch(`${site.origin}/done`)).text).toBe("done");
  const begun = client.start(`${site.origin}/head`);
  expect((await client.next(begun)).type).toBe("fetch-head");
  client.start(`${site.origin}/none`);
  await arrived.promise;
  const closing = [...site.sockets].map((socket) => once(socket, "close"));
  expect(closing.length).toBeGreaterThanOrEqual(2);
  client.egress.close();
  await Promise.all(closing);
  client.start(`${site.origin}/done`);
  client.pull(begun);
  expect(site.sockets.size).toBe(0);
  expect(client.answers).toEqual([]);
});

test("a server that fails is an error that says how", async () => {
  const site = await serve((request, response) => {
    if (request.url === "/cut") response.write("half", () => request.socket.destroy());
    else request.socket.destroy();
  });
  const client = new Client(["127.0.0.1"]);
  expect((await client.fetch(site.origin)).error).toContain(`fetch to ${site.host} failed`);
  expect((await client.fetch(`${site.origin}/cut`)).error).toBeTypeOf("string");
  expect((await client.fetch("http://127.0.0.1:2/")).error).toMatch(/127\.0\.0\.1:2 failed: .*ECONNREFUSED/);
});

test("more fetches than may run at once take their turn", async () => {
  let most = 0;
  const held: ServerResponse[] = [];
  const site = await serve((_request, response) => {
    held.push(response);
    most = Math.max(most, held.length);
    if (site.requests.length >= 32) for (const waiting of held.splice(0)) waiting.end("ok");
  });
  const client = new Client([site.host]);
  const all = await Promise.all(Array.from({ length: 100 }, () => client.fetch(site.origin)));
  expect(all.every(({ text }) => text === "ok")).toBe(true);
  expect(most).toBeLessThanOrEqual(32);
});

test("a flood of fetches whose answers nobody reads is cut off", () => {
  const client = new Client(["127.0.0.1"], { send: () => new Promise(() => undefined) });
  for (let index = 0; index < 2000; index += 1) client.start("http://127.0.0.1/");
  expect(client.answers).toHaveLength(2000 - 512);
  expect(client.answers[0]).toMatchObject({ type: "fetch-error", message: /more than 512/ });
});
