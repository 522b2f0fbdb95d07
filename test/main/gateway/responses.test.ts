import { expect, test } from "vitest";
import type { ResponseSink } from "../../../runtime";
import { answering, head, invocation, readAll, testGateway } from "./fake-invoke";
import { RawClient } from "./raw-client";

const CLOSE = "host: localhost\r\nconnection: close\r\n";

function headOf(response: string): string {
  return response.slice(0, response.indexOf("\r\n\r\n"));
}

function bodyOf(response: string): string {
  return response.slice(response.indexOf("\r\n\r\n") + 4);
}

test("a response known whole goes out with its length, its headers in order and its set-cookies apart", async () => {
  await using gateway = await testGateway(
    answering(
      201,
      [
        ["Content-Type", "text/plain"],
        ["Set-Cookie", "a=1"],
        ["Set-Cookie", "b=2; Path=/"],
        ["X-Latin", "caf\xe9"],
      ],
      "made",
      "Made It",
    ),
  );
  const response = await RawClient.exchange(gateway.port, `GET / HTTP/1.1\r\n${CLOSE}\r\n`);
  expect(headOf(response).split("\r\n").slice(0, 6)).toEqual([
    "HTTP/1.1 201 Made It",
    "Content-Type: text/plain",
    "Set-Cookie: a=1",
    "Set-Cookie: b=2; Path=/",
    "X-Latin: caf\xe9",
    "content-length: 4",
  ]);
  expect(bodyOf(response)).toBe("made");
});

test.each([204, 304])("a %i has neither body nor length, and the connection goes on", async (status) => {
  const statuses = [status, 200];
  await using gateway = await testGateway((request, call, entry) =>
    answering(statuses.shift() ?? 500, [["Content-Length", "4"]], "body")(request, call, entry),
  );
  await using client = await RawClient.open(gateway.port);
  client.send("GET /1 HTTP/1.1\r\nhost: localhost\r\n\r\n");
  const first = await client.until((received) => received.includes("\r\n\r\n"));
  expect(first).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(first.toLowerCase()).not.toMatch(/content-length|transfer-encoding/);
  expect(bodyOf(first)).toBe("");
  client.send(`GET /2 HTTP/1.1\r\n${CLOSE}\r\n`);
  expect((await client.closed()).slice(first.length)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
});

test("a 205 has an empty body of known length", async () => {
  await using gateway = await testGateway(answering(205, [], "form"));
  const response = await RawClient.exchange(gateway.port, `GET / HTTP/1.1\r\n${CLOSE}\r\n`);
  expect(headOf(response)).toContain("content-length: 0");
  expect(bodyOf(response)).toBe("");
});

test("HEAD has the headers of GET and no body", async () => {
  await using gateway = await testGateway(answering(200, [["X-A", "1"]], "twelve bytes"));
  const got = await RawClient.exchange(gateway.port, `GET / HTTP/1.1\r\n${CLOSE}\r\n`);
  const headed = await RawClient.exchange(gateway.port, `HEAD / HTTP/1.1\r\n${CLOSE}\r\n`);
  const withoutDate = (text: string): string => headOf(text).replace(/\r\nDate: .*/i, "");
  expect(withoutDate(headed)).toBe(withoutDate(got));
  expect(bodyOf(headed)).toBe("");
});

test("a HEAD that the function answers without a body keeps the length it declares", async () => {
  await using gateway = await testGateway(answering(200, [["Content-Length", "1234"]]));
  const headed = await RawClient.exchange(gateway.port, `HEAD / HTTP/1.1\r\n${CLOSE}\r\n`);
  expect(headOf(headed)).toContain("content-length: 1234");
});

test("a HEAD of a stream ends with its head", async () => {
  const streamed: string[] = [];
  await using gateway = await testGateway(async (_request, call) => {
    call.sink.head(head(200));
    for (const part of ["a", "b", "c"]) {
      await call.sink.chunk(Buffer.from(part));
      streamed.push(part);
    }
    return invocation();
  });
  await using client = await RawClient.open(gateway.port);
  client.send("HEAD / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  const headed = await client.until((received) => received.includes("\r\n\r\n"));
  expect(headed).toMatch(/^HTTP\/1\.1 200 OK/);
  await gateway.logged(1);
  expect(bodyOf(client.received)).toBe("");
  expect(streamed).toEqual(["a", "b", "c"]);
});

test.each([
  ["too long", "99"],
  ["too short", "1"],
  ["no number", "many"],
])("a declared length that is %s is replaced where the body is known", async (_what, length) => {
  await using gateway = await testGateway(answering(200, [["Content-Length", length]], "body"));
  const response = await RawClient.exchange(gateway.port, `GET / HTTP/1.1\r\n${CLOSE}\r\n`);
  expect(headOf(response).match(/content-length: .*/gi)).toEqual(["content-length: 4"]);
  expect(bodyOf(response)).toBe("body");
});

/** Streams parts, one per turn of the event loop, so that each goes out by itself. */
async function streamParts(sink: ResponseSink, parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    await new Promise((resolve) => setImmediate(resolve));
    await sink.chunk(Buffer.from(part));
  }
}

test("a stream goes out as it comes, chunked, before the call ends", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await using gateway = await testGateway(async (_request, call) => {
    call.sink.head(head(200, [["Content-Type", "text/event-stream"]]));
    await streamParts(call.sink, ["first"]);
    await held;
    await streamParts(call.sink, ["second"]);
    return invocation();
  });
  await using client = await RawClient.open(gateway.port);
  client.send(`GET / HTTP/1.1\r\n${CLOSE}\r\n`);
  const begun = await client.until((received) => received.includes("first"));
  expect(begun.toLowerCase()).toContain("transfer-encoding: chunked");
  expect(begun).not.toContain("second");
  release();
  expect(bodyOf(await client.closed())).toBe("5\r\nfirst\r\n6\r\nsecond\r\n0\r\n\r\n");
});

test("a head reaches the client before any chunk does", async () => {
  await using gateway = await testGateway(async (_request, call) => {
    call.sink.head(head(200, [["X-Early", "yes"]]));
    await new Promise<void>((resolve) => {
      call.signal.addEventListener("abort", () => {
        resolve();
      });
    });
    return invocation({ outcome: "interrupted" });
  });
  await using client = await RawClient.open(gateway.port);
  client.send("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  expect(await client.until((received) => received.includes("\r\n\r\n"))).toContain("X-Early: yes");
});

test("a stream to an HTTP/1.0 client is not chunked and ends with the connection", async () => {
  await using gateway = await testGateway(async (_request, call) => {
    call.sink.head(head(200));
    await streamParts(call.sink, ["one", "two"]);
    return invocation();
  });
  const response = await RawClient.exchange(gateway.port, "GET / HTTP/1.0\r\n\r\n");
  expect(headOf(response).toLowerCase()).not.toContain("transfer-encoding");
  expect(bodyOf(response)).toBe("onetwo");
});

test("a stream that fails in the middle never ends cleanly, and is logged", async () => {
  await using gateway = await testGateway(async (_request, call) => {
    call.sink.head(head(200));
    await streamParts(call.sink, ["half"]);
    return invocation({ outcome: "threw", error: { code: "body-threw", message: "no more", stack: null } });
  });
  const response = await RawClient.exchange(gateway.port, "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  expect(bodyOf(response)).toBe("4\r\nhalf\r\n");
  await gateway.logged(1);
  expect(gateway.lines[0]).toMatchObject({ status: 200, outcome: "threw", error: "body-threw: no more" });
});

test.each([
  ["short", ["abc"]],
  ["long", ["abc", "defghijkl"]],
])("a stream %s of its declared length ends the connection", async (_what, parts) => {
  await using gateway = await testGateway(async (_request, call) => {
    call.sink.head(head(200, [["Content-Length", "5"]]));
    await streamParts(call.sink, parts);
    return invocation();
  });
  const response = await RawClient.exchange(gateway.port, "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  expect(headOf(response)).toContain("content-length: 5");
  expect(bodyOf(response)).toBe("abc");
});

test("hop-by-hop headers are dropped on the way in and on the way out", async () => {
  let seen: readonly string[] = [];
  await using gateway = await testGateway((request, call, entry) => {
    seen = request.headers.map(([name]) => name.toLowerCase());
    return answering(200, [
      ["Connection", "close, X-Hop"],
      ["X-Hop", "1"],
      ["Transfer-Encoding", "gzip"],
      ["Keep-Alive", "timeout=1"],
      ["Trailer", "x"],
      ["X-Kept", "1"],
    ])(request, call, entry);
  });
  await using client = await RawClient.open(gateway.port);
  client.send(
    "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: keep-alive, x-mine\r\nx-mine: 1\r\nte: trailers\r\n" +
      "keep-alive: 3\r\nproxy-authorization: x\r\nx-kept: 1\r\n\r\n",
  );
  const response = await client.until((received) => received.includes("\r\n\r\n"));
  expect(seen).toEqual(["host", "x-kept"]);
  expect(response).toContain("X-Kept: 1");
  expect(response).toContain("Connection: keep-alive");
  expect(response).not.toMatch(/x-hop|transfer-encoding|trailer|timeout=1\r/i);
});

test.each([
  ["status", head(101)],
  ["status", head(999)],
  ["header value", head(200, [["X-Split", "a\r\nSet-Cookie: stolen=1"]])],
  ["header name", head(200, [["bad name", "1"]])],
  ["header value past Latin-1", head(200, [["X-Wide", "\u{1f600}"]])],
  ["status text", head(200, [], "a\r\nb")],
])("a %s that HTTP doesn't allow is a 500, whole or streamed", async (_what, bad) => {
  await using gateway = await testGateway(async (request, call) => {
    call.sink.head(bad);
    await streamParts(call.sink, request.url.endsWith("/stream") ? ["a", "b"] : []);
    return invocation();
  });
  for (const path of ["/", "/stream"]) {
    const response = await RawClient.exchange(gateway.port, `GET ${path} HTTP/1.1\r\n${CLOSE}\r\n`);
    expect(response).toMatch(/^HTTP\/1\.1 500 /);
    expect(JSON.parse(bodyOf(response))).toMatchObject({ error: { code: "invalid-response" } });
    expect(response.match(/^set-cookie/im)).toBeNull();
  }
});

test("an endless stream waits for a slow reader", async () => {
  let produced = 0;
  let waits = 0;
  const part = new Uint8Array(64 * 1024);
  let stalled: () => void = () => undefined;
  const stall = new Promise<void>((resolve) => {
    stalled = resolve;
  });
  await using gateway = await testGateway(async (_request, call) => {
    call.sink.head(head(200));
    while (!call.signal.aborted) {
      const waiting = call.sink.chunk(part);
      produced += part.byteLength;
      if (waiting !== undefined) {
        waits += 1;
        stalled();
        await waiting;
      }
    }
    return invocation({ outcome: "interrupted" });
  });
  await using client = await RawClient.open(gateway.port);
  client.socket.pause();
  client.send("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  await stall;
  const before = produced;
  expect(before).toBeLessThan(4 * 1024 * 1024);
  client.socket.resume();
  await client.until((received) => received.length > before + 1024 * 1024);
  expect(waits).toBeGreaterThan(1);
  client.socket.destroy();
  await gateway.logged(1);
  expect(gateway.lines[0]).toMatchObject({ status: 200, outcome: "interrupted" });
});

test("pipelined requests are answered in order, though later ones are done first", async () => {
  const releases = new Map<string, () => void>();
  const arrived = new Set<string>();
  await using gateway = await testGateway(async (request, call, entry) => {
    const path = new URL(request.url).pathname;
    arrived.add(path);
    if (path === "/1") {
      await new Promise<void>((resolve) => releases.set(path, resolve));
    } else if (arrived.size === 3) {
      releases.get("/1")?.();
    }
    return answering(200, [], path)(request, call, entry);
  });
  const one = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`;
  const response = await RawClient.exchange(gateway.port, `${one("/1")}${one("/2")}GET /3 HTTP/1.1\r\n${CLOSE}\r\n`);
  expect(response.split(/\r\n\r\n(\/[123])/).filter((part) => /^\/[123]$/.test(part))).toEqual(["/1", "/2", "/3"]);
});

test("a pipelined stream that fails leaves the response before it whole", async () => {
  let release: () => void = () => undefined;
  await using gateway = await testGateway(async (request, call, entry) => {
    if (request.url.endsWith("/1")) {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return answering(200, [], "whole")(request, call, entry);
    }
    call.sink.head(head(200));
    await streamParts(call.sink, ["half", "more"]);
    setImmediate(release);
    return invocation({ outcome: "threw", error: { code: "body-threw", message: "no", stack: null } });
  });
  const response = await RawClient.exchange(
    gateway.port,
    "GET /1 HTTP/1.1\r\nhost: localhost\r\n\r\nGET /2 HTTP/1.1\r\nhost: localhost\r\n\r\n",
  );
  expect(response).toContain("\r\n\r\nwhole");
  expect(response.endsWith("4\r\nhalf\r\n4\r\nmore\r\n")).toBe(true);
});

test("a burst over many connections is answered in full", async () => {
  await using gateway = await testGateway(async (request, call, entry) =>
    answering(200, [], await readAll(request.body))(request, call, entry),
  );
  const answers = await Promise.all(
    Array.from({ length: 500 }, async (_, index) => {
      const response = await fetch(`http://127.0.0.1:${gateway.port}/`, { method: "POST", body: `body ${index}` });
      return await response.text();
    }),
  );
  expect(answers).toEqual(Array.from({ length: 500 }, (_, index) => `body ${index}`));
  expect(gateway.lines).toHaveLength(500);
});

test.each([1, 1023, 1024, 1025, 100_000])("a whole body of %i bytes arrives byte by byte as it was", async (length) => {
  const body = Uint8Array.from({ length }, (_, index) => (index * 7) % 256);
  await using gateway = await testGateway((_request, call) => {
    call.sink.head(head(200));
    void call.sink.chunk(body);
    call.sink.end();
    return invocation();
  });
  const response = await fetch(`http://127.0.0.1:${gateway.port}/`);
  expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true);
});
