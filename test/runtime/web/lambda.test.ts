import { describe, expect, test } from "vitest";
import { createFunction } from "./function-harness";

const echo = `export const handler = async (event) => ({ statusCode: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(event) })`;

async function eventOf(...request: Parameters<Awaited<ReturnType<typeof createFunction>>["request"]>) {
  using subject = await createFunction(echo);
  subject.request(...request);
  return JSON.parse(subject.answer().text) as Record<string, unknown>;
}

describe("API Gateway", () => {
  test("a request becomes an event of format 2.0", async () => {
    const event = await eventOf("https://Api.example.com:8443/a%20b/c?x=1&y=%20z&x=2&e=", {
      method: "PUT",
      headers: [
        ["X-One", "1"],
        ["x-one", "2"],
        ["Cookie", "a=1; b=2"],
        ["user-agent", "curl/8"],
        ["x-forwarded-for", "10.1.2.3, 10.0.0.1"],
      ],
    });
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "$default",
      rawPath: "/a%20b/c",
      rawQueryString: "x=1&y=%20z&x=2&e=",
      cookies: ["a=1", "b=2"],
      headers: { "x-one": "1,2", "user-agent": "curl/8", host: "api.example.com:8443" },
      queryStringParameters: { x: "1,2", y: " z", e: "" },
      requestContext: {
        domainName: "api.example.com:8443",
        domainPrefix: "api",
        http: { method: "PUT", path: "/a%20b/c", protocol: "HTTP/1.1", sourceIp: "10.1.2.3", userAgent: "curl/8" },
        routeKey: "$default",
        stage: "$default",
      },
      isBase64Encoded: false,
    });
    expect(event).not.toHaveProperty("body");
    expect(event).not.toHaveProperty("headers.cookie");
    expect(event).toHaveProperty(
      "requestContext.time",
      expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    );
    expect(event).toHaveProperty("requestContext.requestId", expect.stringMatching(/^[0-9a-f-]{36}$/));
  });

  test.each([
    ["JSON is text", "application/json", "{}", { body: "{}", isBase64Encoded: false }],
    ["text is text", "text/plain; charset=utf-8", "h\u00e9", { body: "h\u00e9", isBase64Encoded: false }],
    [
      "a form is Base64, as API Gateway has it",
      "application/x-www-form-urlencoded",
      "a=1",
      { body: "YT0x", isBase64Encoded: true },
    ],
    ["bytes are Base64", "application/octet-stream", new Uint8Array([0, 255]), { body: "AP8=", isBase64Encoded: true }],
    ["text that is no UTF-8 is Base64", "text/plain", new Uint8Array([255]), { body: "/w==", isBase64Encoded: true }],
  ])("a body of %s", async (_title, type, body, expected) => {
    expect(await eventOf("http://h/", { method: "POST", headers: [["content-type", type]], body })).toMatchObject(
      expected,
    );
  });

  test("a header with a strange name stays a header", async () => {
    const event = await eventOf("http://h/?__proto__=1", { headers: [["__proto__", "x"]] });
    expect(Object.keys(event.headers as object)).toContain("__proto__");
    expect(Object.keys(event.queryStringParameters as object)).toEqual(["__proto__"]);
  });

  test.each([
    [
      "the whole form",
      `({ statusCode: 201, headers: { "X-A": 1 }, cookies: ["a=1", "b=2"], body: "hi" })`,
      {
        status: 201,
        text: "hi",
        headers: [
          ["X-A", "1"],
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2"],
          ["content-type", "text/plain;charset=UTF-8"],
        ],
      },
    ],
    [
      "Base64",
      `({ statusCode: 200, body: "aGk=", isBase64Encoded: true, headers: { "content-type": "x/y" } })`,
      { text: "hi", headers: [["content-type", "x/y"]] },
    ],
    ["only a status", `({ statusCode: 204 })`, { status: 204, text: "", headers: [] }],
    [
      "an object without a status",
      `({ a: [1] })`,
      { status: 200, text: '{"a":[1]}', headers: [["content-type", "application/json"]] },
    ],
    ["a string", `"Hello"`, { status: 200, text: "Hello", headers: [["content-type", "application/json"]] }],
    ["a number", `5`, { text: "5" }],
    ["null", `null`, { text: "null" }],
  ])("a result of %s", async (_title, result, expected) => {
    using subject = await createFunction(`export const handler = async () => ${result}`);
    expect(subject.request("http://h/")).toMatchObject({ failure: null, settled: true, ...expected });
  });

  test.each([
    ["nothing", `undefined`, "returned nothing"],
    ["a wrong status", `({ statusCode: "abc" })`, "statusCode"],
    ["a body that is no string", `({ statusCode: 200, body: { a: 1 } })`, "not a string"],
    ["a header that is none", `({ statusCode: 200, headers: { "a b": "c" } })`, "header"],
    ["false Base64", `({ statusCode: 200, body: "!", isBase64Encoded: true })`, "Base64"],
    ["a circle", `(() => { const a = {}; a.a = a; return a })()`, "JSON"],
  ])("a result of %s is no response", async (_title, result, message) => {
    using subject = await createFunction(`export const handler = async () => ${result}`);
    const { failure } = subject.request("http://h/");
    expect(failure?.code).toBe("invalid-response");
    expect(failure?.message).toContain(message);
  });

  test("a callback's error fails the call", async () => {
    using subject = await createFunction(`export const handler = (e, c, done) => { done(new RangeError("no")) }`);
    expect(subject.request("http://h/").failure).toMatchObject({ code: "handler-threw", message: "RangeError: no" });
  });

  test("the context tells the time that is left, the request and the function", async () => {
    using subject = await createFunction(
      `export const handler = async (e, context) => ({ left: context.getRemainingTimeInMillis(), id: context.awsRequestId, name: context.functionName })`,
      { AWS_LAMBDA_FUNCTION_NAME: "mine" },
      { now: () => 250 },
    );
    subject.guest.enter("event", "{}", 1000);
    expect(JSON.parse(subject.answer().text)).toMatchObject({
      left: 750,
      name: "mine",
      id: expect.any(String) as string,
    });
  });
});

describe("events", () => {
  test("an event goes to the handler as it is, and its result comes back as JSON", async () => {
    using subject = await createFunction(`export const handler = async (event) => ({ records: event.Records.length })`);
    expect(subject.event({ Records: [1, 2] })).toMatchObject({
      status: 200,
      statusText: "OK",
      headers: [["content-type", "application/json"]],
      text: '{"records":2}',
      settled: true,
    });
  });

  test("a result of nothing is null, as Lambda has it", async () => {
    using subject = await createFunction(`export const handler = async () => {}`);
    expect(subject.event(5).text).toBe("null");
  });

  test("a handler that throws fails the call", async () => {
    using subject = await createFunction(`export const handler = async () => { throw new RangeError("no") }`);
    expect(subject.event({}).failure).toMatchObject({ code: "handler-threw", message: "RangeError: no" });
  });
});

describe("CloudFront", () => {
  const module = (body: string) =>
    `export const config = { event: "cloudfront" }; export const handler = async (event) => { const { request } = event.Records[0].cf; ${body} }`;

  test("a request becomes a viewer-request event, and the forwarded request is told as JSON", async () => {
    using subject = await createFunction(module(`request.uri = "/new" + request.uri; return request`));
    const answer = subject.request("https://d.example/a/b?q=1", {
      method: "POST",
      headers: [
        ["X-One", "1"],
        ["x-one", "2"],
      ],
      body: "hi",
    });
    expect(answer).toMatchObject({ status: 200, settled: true });
    expect(answer.headers).toContainEqual(["x-coldframe-cloudfront", "forwarded"]);
    expect(JSON.parse(answer.text)).toEqual({
      forwarded: {
        clientIp: "127.0.0.1",
        method: "POST",
        uri: "/new/a/b",
        querystring: "q=1",
        headers: {
          "x-one": [
            { key: "x-one", value: "1" },
            { key: "x-one", value: "2" },
          ],
          host: [{ key: "host", value: "d.example" }],
        },
        body: { action: "read-only", data: "aGk=", encoding: "base64", inputTruncated: false },
      },
    });
  });

  test("a generated response is the answer", async () => {
    using subject = await createFunction(
      module(
        `return { status: "302", statusDescription: "Found", headers: { location: [{ key: "Location", value: "/x" }] }, body: "go" }`,
      ),
    );
    expect(subject.request("http://h/")).toMatchObject({
      status: 302,
      statusText: "Found",
      headers: [["Location", "/x"]],
      text: "go",
    });
  });

  test.each([
    ["nothing", ``],
    ["neither", `return { a: 1 }`],
    ["headers that are no lists", `return { status: 200, headers: { a: "b" } }`],
  ])("a result of %s is no response", async (_title, body) => {
    using subject = await createFunction(module(body));
    expect(subject.request("http://h/").failure?.code).toBe("invalid-response");
  });

  test("an event by hand reaches the handler as it is", async () => {
    using subject = await createFunction(module(`return request`));
    expect(subject.event({ Records: [{ cf: { request: { uri: "/x" } } }] }).text).toBe('{"uri":"/x"}');
  });
});
