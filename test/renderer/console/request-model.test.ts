import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SavedBody, SavedRequest } from "../../../preload/contract";
import { formatCurl } from "../../../renderer/features/console/curl-format";
import { parseCurl } from "../../../renderer/features/console/curl-parse";
import { EVENT_TEMPLATES } from "../../../renderer/features/console/event-templates";
import { problemOfJson } from "../../../renderer/features/console/json-model";
import { parseKept } from "../../../renderer/features/console/kept-requests";
import type { PickedFiles, Prepared } from "../../../renderer/features/console/request-model";
import {
  curlOf,
  grantsOf,
  missingFiles,
  newRequest,
  prepareInput,
  withCurl,
} from "../../../renderer/features/console/request-model";
import { ARGUMENTS } from "../../../preload/contract/schemas";

const BASE = "http://hello.local/";
const ID = "01a20a24-f4b2-7cd9-a57f-9e6bbcb6b891";
const png = { name: "a.png", contentType: "image/png", bytes: new Uint8Array([1, 2, 0, 255, 13, 10]) };

const text = fc.string({ unit: "grapheme" }).filter((value) => !value.includes("\0"));
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,10}$/);
const headerName = name.filter((value) => !/^(cookie|content-type)$/i.test(value));
const value = text.map((one) => one.replace(/[\r\n;]/g, "").trim());
const fieldOf = (names: fc.Arbitrary<string>) => fc.record({ name: names, value, on: fc.boolean() });
const formField = fc.record({ name, value: text, on: fc.boolean(), isFile: fc.constant(false) });

const body: fc.Arbitrary<SavedBody> = fc.oneof(
  fc.constant({ kind: "none" } as const),
  fc.json().map((json) => ({ kind: "json" as const, text: json })),
  fc.record({ kind: fc.constant("text" as const), text: text.filter((one) => one !== "") }),
  fc.record({ kind: fc.constant("form" as const), fields: fc.array(formField) }),
);
const request: fc.Arbitrary<SavedRequest> = fc.record({
  name: fc.string({ minLength: 1, maxLength: 100 }),
  mode: fc.constant("http" as const),
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
  url: fc.webUrl({ withQueryParameters: true }),
  query: fc.constant([]),
  headers: fc.array(fieldOf(headerName)),
  cookies: fc.array(fieldOf(name)),
  body,
  event: fc.json(),
  env: fc.array(fieldOf(name)),
  allowFile: fc.constant([]),
  allowNet: fc.array(fc.domain(), { maxLength: 3 }),
  start: fc.constantFrom("auto", "warm", "prewarmed", "cold"),
  memoryMb: fc.constantFrom(128, 256, 512),
  timeoutMs: fc.integer({ min: 1, max: 3_600_000 }),
});

function httpOf(prepared: Prepared): Extract<Extract<Prepared, { ok: true }>["input"], { trigger: "http" }> {
  if (!prepared.ok) throw new Error(prepared.message);
  if (prepared.input.trigger !== "http") throw new Error("an event");
  return prepared.input;
}

const bodyText = (bytes: Uint8Array | null): string => new TextDecoder().decode(bytes ?? new Uint8Array());

/** The form as a server reads it. */
async function read(headers: readonly (readonly [string, string])[], bytes: Uint8Array | null): Promise<FormData> {
  const type = headers.find(([key]) => key.toLowerCase() === "content-type")?.[1] ?? "";
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- of servers that read strangers' forms, not of a test
  return new Response(new Uint8Array(bytes ?? []), { headers: { "content-type": type } }).formData();
}

describe("a request of the console", () => {
  it("fits the contract: kept, and sent", async () => {
    await fc.assert(
      fc.asyncProperty(request, async (one) => {
        expect(ARGUMENTS.saveRequest.safeParse(["hello", one]).success).toBe(true);
        const call = {
          id: ID,
          path: "hello",
          input: httpOf(await prepareInput(one, {}, BASE)),
          grants: grantsOf(one),
          start: one.start,
        };
        expect(ARGUMENTS.invoke.safeParse([call]).success).toBe(true);
      }),
    );
  });

  it("survives a restart", () => {
    fc.assert(
      fc.property(fc.dictionary(name, request), (kept) => {
        expect(parseKept(JSON.stringify(kept))).toEqual(kept);
      }),
    );
  });

  it("is a usable request whatever was stored", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.constant(null)), (stored) => {
        for (const one of Object.values(parseKept(stored)))
          expect(ARGUMENTS.saveRequest.safeParse(["hello", { ...one, name: "x" }]).success).toBe(true);
      }),
    );
    expect(parseKept('{"hello":{"url":"/kept","memoryMb":-1,"body":{"kind":"what"}}}')["hello"]).toEqual({
      ...newRequest(null),
      url: "/kept",
    });
  });

  it("is the same request after its way through curl", async () => {
    await fc.assert(
      fc.asyncProperty(request, async (one) => {
        const parsed = parseCurl(formatCurl(await curlOf(one, BASE)));
        if (!parsed.ok) throw new Error(parsed.message);
        const before = httpOf(await prepareInput(one, {}, BASE));
        const after = httpOf(await prepareInput(withCurl(newRequest(null), parsed.request), {}, BASE));
        expect(after.method).toBe(before.method);
        expect(bodyText(after.body)).toBe(bodyText(before.body));
        const lower = (pairs: typeof before.headers) =>
          pairs.map(([key, own]) => `${key.toLowerCase()}: ${own}`).sort();
        expect(lower(after.headers)).toEqual(lower(before.headers));
      }),
    );
  });

  it("sends lines that are on, cookies as one header, and the body's type unless another is named", async () => {
    const one: SavedRequest = {
      ...newRequest(null),
      method: "post",
      headers: [
        { name: "X-A", value: " 1 ", on: true },
        { name: "X-B", value: "2", on: false },
        { name: "", value: "3", on: true },
      ],
      cookies: [
        { name: "a", value: "1", on: true },
        { name: "b", value: "2", on: true },
      ],
      body: { kind: "json", text: "{}" },
    };
    const sent = httpOf(await prepareInput(one, {}, BASE));
    expect(sent.headers).toEqual([
      ["X-A", "1"],
      ["Cookie", "a=1; b=2"],
      ["Content-Type", "application/json"],
    ]);
    const named = { ...one, headers: [{ name: "content-type", value: "application/ld+json", on: true }] };
    expect(httpOf(await prepareInput(named, {}, BASE)).headers).toContainEqual(["content-type", "application/ld+json"]);
  });

  it("sends no body with GET and HEAD, as fetch does", async () => {
    const one = { ...newRequest(null), body: { kind: "text", text: "x" } } as const;
    expect(httpOf(await prepareInput(one, {}, BASE)).body).toBeNull();
  });

  it("sends a form with a file as multipart that a server can read", async () => {
    const form: SavedBody = {
      kind: "form",
      fields: [
        { name: 'quote"d', value: "ä\nb", on: true, isFile: false },
        { name: "picture", value: "a.png", on: true, isFile: true },
      ],
    };
    const files: PickedFiles = { "a.png": png };
    // A type without its boundary would make the body unreadable.
    const headers = [{ name: "Content-Type", value: "multipart/form-data", on: true }];
    const sent = httpOf(await prepareInput({ ...newRequest(null), method: "POST", headers, body: form }, files, BASE));
    const received = await read(sent.headers, sent.body);
    expect((received.get('quote"d') as string).replace("\r\n", "\n")).toBe("ä\nb");
    const picture = received.get("picture") as File;
    expect([picture.name, picture.type]).toEqual(["a.png", "image/png"]);
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(png.bytes);
    expect(missingFiles(form, {})).toEqual(["a.png"]);
    expect(missingFiles(form, files)).toEqual([]);
  });

  it.each([
    ["body", { method: "POST", body: { kind: "json", text: '{"a":1,}' } }],
    ["body", { method: "POST", body: { kind: "file", name: "gone.bin" } }],
    ["event", { mode: "event", event: "{" }],
    ["url", { url: "http://" }],
    ["url", { method: "G ET" }],
    ["headers", { headers: [{ name: "a b", value: "", on: true }] }],
  ] as const)("is refused at the %s", async (at, change) => {
    expect(await prepareInput({ ...newRequest(null), ...change }, {}, BASE)).toMatchObject({ ok: false, at });
  });

  it("begins as an event where the function takes events, and each template is JSON", async () => {
    const { mode } = newRequest("api-gateway");
    expect(mode).toBe("event");
    for (const { text: event } of EVENT_TEMPLATES) {
      expect(problemOfJson(event)).toBeNull();
      const prepared = await prepareInput({ ...newRequest("api-gateway"), event }, {}, BASE);
      expect(prepared).toEqual({ ok: true, input: { trigger: "event", event: JSON.parse(event) as unknown } });
    }
  });
});
