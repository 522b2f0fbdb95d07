import fc from "fast-check";
import { expect, test } from "vitest";
import type { HttpRequest } from "../../../runtime";
import { judgeHost } from "../../../main/workbench/gateway/host";
import { answering, head, invocation, readAll, testGateway, type Handler } from "./fake-invoke";
import { RawClient } from "./raw-client";

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: HttpRequest["headers"];
  readonly body: string;
}

/** Answers with what the function saw. */
function echo(seen: Seen[]): Handler {
  return async (request, call, entry) => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers, body: await readAll(request.body) });
    return answering(200, [], "seen")(request, call, entry);
  };
}

function closing(port: number, host = `localhost:${port}`): string {
  return `host: ${host}\r\nconnection: close\r\n`;
}

test.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "REPORT", "PURGE", "QUERY"])(
  "the method %s reaches the function",
  async (method) => {
    const seen: Seen[] = [];
    await using gateway = await testGateway(echo(seen));
    await RawClient.exchange(gateway.port, `${method} /a?b=c HTTP/1.1\r\n${closing(gateway.port)}\r\n`);
    expect(seen).toMatchObject([{ method, url: `http://localhost:${gateway.port}/a?b=c` }]);
  },
);

test.each([
  ["CONNECT", "CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\n", 405],
  ["TRACE", "TRACE / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", 405],
  [
    "a WebSocket",
    "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close, upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\r\n",
    501,
  ],
  ["two hosts", "GET / HTTP/1.1\r\nhost: localhost\r\nhost: localhost\r\nconnection: close\r\n\r\n", 400],
  ["no host", "GET / HTTP/1.1\r\nconnection: close\r\n\r\n", 400],
  ["an invalid host", "GET / HTTP/1.1\r\nhost: local host\r\nconnection: close\r\n\r\n", 400],
  ["a rebound name", "GET / HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n", 421],
  ["another port", "GET / HTTP/1.1\r\nhost: localhost:1\r\nconnection: close\r\n\r\n", 421],
  [
    "a foreign absolute target",
    "GET http://evil.example/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
    421,
  ],
  ["a byte that no URL may hold", "GET /caf\xc3\xa9 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", 400],
  ["another scheme", "GET ftp://localhost/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", 400],
])("%s is refused and never reaches the function", async (_what, text, status) => {
  const seen: Seen[] = [];
  await using gateway = await testGateway(echo(seen));
  const response = await RawClient.exchange(gateway.port, text);
  expect(response).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(seen).toEqual([]);
});

test("an upgrade that the server may ignore is ignored", async () => {
  const seen: Seen[] = [];
  await using gateway = await testGateway(echo(seen));
  const response = await RawClient.exchange(
    gateway.port,
    `GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade, close, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: x\r\n\r\n`,
  );
  expect(response).toMatch(/^HTTP\/1\.1 200 /);
  expect(seen[0]?.headers).toEqual([["host", "localhost"]]);
});

test.each([
  ["its own port", (port: number) => `localhost:${port}`],
  ["no port", () => "localhost"],
  ["an address", (port: number) => `127.0.0.1:${port}`],
  ["an IPv6 address", (port: number) => `[::1]:${port}`],
  ["a name under localhost", (port: number) => `shop.app.localhost:${port}`],
])("a Host with %s is the URL's authority", async (_what, hostOf) => {
  const seen: Seen[] = [];
  await using gateway = await testGateway(echo(seen));
  const host = hostOf(gateway.port);
  await RawClient.exchange(gateway.port, `GET /x HTTP/1.1\r\n${closing(gateway.port, host)}\r\n`);
  expect(seen[0]?.url).toBe(`http://${host}/x`);
});

test("an absolute target and a path that looks like an authority become the right URL", async () => {
  const seen: Seen[] = [];
  await using gateway = await testGateway(echo(seen));
  const { port } = gateway;
  await RawClient.exchange(port, `GET http://localhost:${port}/abs?x HTTP/1.1\r\n${closing(port)}\r\n`);
  await RawClient.exchange(port, `GET //double HTTP/1.0\r\n\r\n`);
  expect(seen.map((one) => new URL(one.url).href)).toEqual([
    `http://localhost:${port}/abs?x`,
    `http://localhost:${port}//double`,
  ]);
});

test("judgeHost takes no name that ends elsewhere than in localhost", () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
  fc.assert(
    fc.property(fc.array(label, { maxLength: 3 }), label, fc.integer({ min: 1, max: 65_535 }), (labels, last, port) => {
      const name = [...labels, last].join(".");
      expect(judgeHost(name, port)).toBe(last === "localhost" ? "ours" : "foreign");
      expect(judgeHost([...labels, "localhost"].join("."), port)).toBe("ours");
      expect(judgeHost(`localhost.${name}:${port}`, port)).toBe(last === "localhost" ? "ours" : "foreign");
      expect(judgeHost(`localhost:${port}`, port === 1 ? 2 : port - 1)).toBe("foreign");
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(["ours", "foreign", "invalid"]).toContain(judgeHost(text, 8787));
    }),
  );
});

test("a short body comes whole, a long or chunked one as a stream", async () => {
  const kinds: string[] = [];
  await using gateway = await testGateway(async (request, call, entry) => {
    kinds.push(request.body === null ? "none" : request.body instanceof Uint8Array ? "whole" : "stream");
    return answering(200, [], await readAll(request.body))(request, call, entry);
  });
  const long = "x".repeat(70_000);
  const { port } = gateway;
  const answers = [
    await RawClient.exchange(port, `POST / HTTP/1.1\r\n${closing(port)}content-length: 0\r\n\r\n`),
    await RawClient.exchange(port, `POST / HTTP/1.1\r\n${closing(port)}content-length: 5\r\n\r\nshort`),
    await RawClient.exchange(port, `POST / HTTP/1.1\r\n${closing(port)}content-length: 70000\r\n\r\n${long}`),
    await RawClient.exchange(
      port,
      `POST / HTTP/1.1\r\n${closing(port)}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n`,
    ),
  ];
  expect(kinds).toEqual(["none", "whole", "stream", "stream"]);
  expect(answers.map((answer) => answer.slice(answer.indexOf("\r\n\r\n") + 4))).toEqual(["", "short", long, "abcde"]);
});

test("an upload waits for a function that reads slowly, and echoes both ways at once", async () => {
  const gate = Promise.withResolvers<undefined>();
  const started = Promise.withResolvers<undefined>();
  let read = 0;
  await using gateway = await testGateway(async (request, call) => {
    call.sink.head(head(200));
    for await (const chunk of request.body as AsyncIterable<Uint8Array>) {
      read += chunk.byteLength;
      started.resolve(undefined);
      await gate.promise;
    }
    await call.sink.chunk(Buffer.from(String(read)));
    return invocation();
  });
  await using client = await RawClient.open(gateway.port);
  const bytes = 64 * 1024 * 1024;
  client.send(`POST / HTTP/1.1\r\n${closing(gateway.port)}content-length: ${bytes}\r\n\r\n`);
  let taken = 0;
  const part = Buffer.alloc(1024 * 1024);
  // The kernel's buffers fill up long before the body is sent: the gateway took one chunk and reads no more.
  while (client.socket.write(part)) {
    taken += part.byteLength;
  }
  taken += part.byteLength;
  await started.promise;
  const before = read;
  expect(before).toBeLessThanOrEqual(64 * 1024);
  gate.resolve(undefined);
  for (let left = bytes - taken; left > 0; left -= part.byteLength) {
    if (!client.socket.write(part)) {
      await new Promise((resolve) => client.socket.once("drain", resolve));
    }
  }
  expect((await client.closed()).endsWith(`${bytes.toString().length.toString(16)}\r\n${bytes}\r\n0\r\n\r\n`)).toBe(
    true,
  );
});

test("a response that doesn't wait for the upload leaves the connection usable", async () => {
  await using gateway = await testGateway(answering(200, [], "early"));
  await using client = await RawClient.open(gateway.port);
  client.send("POST /1 HTTP/1.1\r\nhost: localhost\r\ncontent-length: 200000\r\n\r\n");
  await client.until((received) => received.endsWith("early"));
  client.send("x".repeat(200_000));
  client.send(`GET /2 HTTP/1.1\r\n${closing(gateway.port)}\r\n`);
  expect((await client.closed()).match(/early/g)).toHaveLength(2);
});

test("a body that the function reads only the beginning of leaves the connection usable", async () => {
  await using gateway = await testGateway(async (request, call, entry) => {
    if (request.body !== null && !(request.body instanceof Uint8Array)) {
      for await (const chunk of request.body) {
        expect(chunk.byteLength).toBeGreaterThan(0);
        break;
      }
    }
    return answering(200, [], "early")(request, call, entry);
  });
  await using client = await RawClient.open(gateway.port);
  client.send(`POST /1 HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3000000\r\n\r\n${"x".repeat(3_000_000)}`);
  await client.until((received) => received.endsWith("early"));
  client.send(`GET /2 HTTP/1.1\r\n${closing(gateway.port)}\r\n`);
  expect((await client.closed()).match(/early/g)).toHaveLength(2);
});

test("100 Continue is sent when the body is wanted, and only then", async () => {
  await using gateway = await testGateway(async (request, call, entry) => {
    const body = request.url.endsWith("/read") ? await readAll(request.body) : "unread";
    return answering(200, [], body)(request, call, entry);
  });
  const expecting = (path: string): string =>
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ntransfer-encoding: chunked\r\n\r\n`;
  await using reading = await RawClient.open(gateway.port);
  reading.send(expecting("/read"));
  await reading.until((received) => received === "HTTP/1.1 100 Continue\r\n\r\n");
  reading.send("4\r\nsent\r\n0\r\n\r\n");
  expect(await reading.until((received) => received.endsWith("sent"))).toContain("Connection: keep-alive");
  const unread = await RawClient.exchange(gateway.port, expecting("/unread"));
  expect(unread).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(unread).toContain("Connection: close");
});

test.each([
  ["while it waits for the response", "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"],
  [
    "in the middle of a streamed body",
    "POST / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
  ],
])("a client that goes away %s cancels the call", async (_what, text) => {
  const called = Promise.withResolvers<undefined>();
  await using gateway = await testGateway(async (request, call) => {
    called.resolve(undefined);
    const body = readAll(request.body).catch(() => "cut");
    await new Promise<void>((resolve) => {
      call.signal.addEventListener("abort", () => {
        resolve();
      });
    });
    return invocation({
      outcome: "interrupted",
      error: { code: "cancelled", message: `body ${(await body) || "empty"}`, stack: null },
    });
  });
  const client = await RawClient.open(gateway.port);
  client.send(text);
  await called.promise;
  client.socket.destroy();
  await gateway.logged(1);
  expect(gateway.lines[0]).toMatchObject({
    status: 499,
    outcome: "interrupted",
    error: text.startsWith("POST") ? "cancelled: body cut" : "cancelled: body empty",
  });
});

test("a client that ends its side while it waits counts as gone, as for nginx", async () => {
  const called = Promise.withResolvers<undefined>();
  await using gateway = await testGateway(async (_request, call) => {
    called.resolve(undefined);
    await new Promise<void>((resolve) => {
      call.signal.addEventListener("abort", () => {
        resolve();
      });
    });
    return invocation({ outcome: "interrupted" });
  });
  await using client = await RawClient.open(gateway.port, { allowHalfOpen: true });
  client.send("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  await called.promise;
  client.socket.end();
  await gateway.logged(1);
  expect(gateway.lines[0]).toMatchObject({ status: 499, outcome: "interrupted" });
});

test("a client that goes away in the middle of a short body never reaches the function", async () => {
  const seen: Seen[] = [];
  await using gateway = await testGateway(echo(seen));
  const client = await RawClient.open(gateway.port);
  client.send("POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nhalf");
  client.socket.end();
  await gateway.logged(1);
  expect(gateway.lines[0]).toMatchObject({ status: 499, outcome: "interrupted" });
  expect(seen).toEqual([]);
});

test("no bytes crash the gateway or leave a call behind", async () => {
  await using gateway = await testGateway(async (request, call, entry) =>
    answering(200, [], await readAll(request.body).catch(() => ""))(request, call, entry),
  );
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n", "POST /x HTTP/1.1\r\n") },
    {
      weight: 4,
      arbitrary: fc.constantFrom("host: localhost\r\n", "transfer-encoding: chunked\r\n", "\r\n", "5\r\nabcde\r\n"),
    },
    { weight: 3, arbitrary: fc.constantFrom("content-length: 3\r\n", "expect: 100-continue\r\n", "0\r\n\r\n", "abc") },
    {
      weight: 2,
      arbitrary: fc.constantFrom("upgrade: websocket\r\n", "connection: upgrade\r\n", "CONNECT a:1 HTTP/1.1\r\n"),
    },
    { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("GET http://[::1/ HTTP/1.1\r\n", "HEAD * HTTP/1.0\r\n\r\n", "\0", "\x80\xff"),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 12 }), async (pieces) => {
      const client = await RawClient.open(gateway.port, { allowHalfOpen: true });
      client.send(pieces.join(""));
      client.socket.end();
      await client.closed();
    }),
    { numRuns: 300 },
  );
  const answer = await fetch(`http://127.0.0.1:${gateway.port}/`, { method: "POST", body: "alive" });
  expect(await answer.text()).toBe("alive");
  expect(gateway.errors).toEqual([]);
});
