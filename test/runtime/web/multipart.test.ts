import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Guest } from "./guest-harness";
import { createGuest } from "./guest-harness";

interface Part {
  readonly name: string;
  readonly text: string | null;
  readonly bytes: readonly number[];
  readonly filename: string;
  readonly type: string;
}

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\r", "\n", '"', "-", "%", "%0A", "%22", "\u00e9", "\u{1f600}"),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});
const part: fc.Arbitrary<Part> = fc.record({
  name: text,
  text: fc.option(text),
  bytes: fc.array(fc.oneof(fc.constantFrom(13, 10, 45), fc.integer({ min: 0, max: 255 })), { maxLength: 40 }),
  filename: text,
  type: fc.constantFrom("", "text/plain", "image/png", "a/b;c=d"),
});

/** Line breaks in names and values leave as CR LF; in file names as they are. */
function withCrlf(value: string): string {
  return value.replace(/\r\n?|\n/g, "\r\n");
}

/** The standard escapes line breaks and quotes of names and no percent sign, so a name that looks escaped is not kept. */
function asRead(name: string): string {
  return name.replace(/%0a/gi, "\n").replace(/%0d/gi, "\r").replace(/%22/g, '"');
}

describe("multipart forms", () => {
  let guest: Guest;
  beforeAll(async () => {
    guest = await createGuest();
  });
  afterAll(() => {
    guest[Symbol.dispose]();
  });

  test("what is written is read again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
        const read = await guest.evaluate(`
          const form = new FormData();
          for (const part of ${JSON.stringify(parts)}) {
            if (part.text !== null) form.append(part.name, part.text);
            else form.append(part.name, new File([new Uint8Array(part.bytes)], part.filename, { type: part.type }));
          }
          const again = await new Response(form).formData();
          return Promise.all([...again].map(async ([name, value]) => typeof value === "string" ? { name, text: value }
            : { name, filename: value.name, type: value.type, bytes: [...(await value.bytes())] }));`);
        expect(read).toEqual(
          parts.map((each) => {
            const name = asRead(withCrlf(each.name));
            return each.text === null
              ? {
                  name,
                  filename: asRead(each.filename),
                  type: each.type === "" ? "application/octet-stream" : each.type,
                  bytes: each.bytes,
                }
              : { name, text: withCrlf(each.text) };
          }),
        );
      }),
      { numRuns: 200 },
    );
  });

  test("whatever comes is a form or a TypeError", async () => {
    const pieces = fc.constantFrom(
      "--x",
      "--x--",
      "--",
      "\r\n",
      "\r",
      "\n",
      'Content-Disposition: form-data; name="a"',
      "Content-Disposition: form-data; name=a; filename=",
      'Content-Disposition: form-data; name="a"; filename="f',
      "Content-Type: text/plain",
      ":",
      ";",
      '"',
      "\0",
      "\u00ff",
      "body",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 14 }), async (list) => {
        const outcome = await guest.evaluate(`
          const type = { headers: { "content-type": "multipart/form-data; boundary=x" } };
          try { return [...(await new Response(${JSON.stringify(list.join(""))}, type).formData())].length }
          catch (error) { return error.constructor.name }`);
        expect(typeof outcome === "number" || outcome === "TypeError").toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("a body cut anywhere is a TypeError", async () => {
    const outcomes = await guest.evaluate(`
      const form = new FormData(); form.append("a", "1"); form.append("f", new Blob(["xyz"]), "n");
      const whole = new Response(form); const type = whole.headers.get("content-type"); const bytes = await whole.bytes();
      const outcomes = new Set();
      for (let end = 0; end < bytes.length - 2; end++) {
        try { await new Response(bytes.subarray(0, end), { headers: { "content-type": type } }).formData(); outcomes.add(end) }
        catch (error) { outcomes.add(error.constructor.name) }
      }
      return [...outcomes];`);
    expect(outcomes).toEqual(["TypeError"]);
  });

  test("a body full of line breaks is read in linear time", async () => {
    const milliseconds = await guest.evaluate(`
      const form = new FormData(); form.append("f", new Blob(["\\r\\n-".repeat(30000)]));
      const response = new Response(form); const before = performance.now(); await response.formData(); return performance.now() - before;`);
    expect(Number(milliseconds)).toBeLessThan(5000);
  });
});
