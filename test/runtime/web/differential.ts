/**
 * Runs the same code in the guest and in Node itself, and compares what comes out. Node implements the Web's standards, so
 * a table of snippets is a conformance suite: nobody has to write down, or get wrong, what the right answer is.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Guest } from "./guest-harness";
import { createGuest } from "./guest-harness";

const AsyncFunction = (async () => {
  /* only its constructor is wanted */
}).constructor as new (body: string) => () => Promise<unknown>;

/** What snippets may use on both sides, beside the globals under test. */
const PRELUDE = `
/** How a function fails: messages differ between engines, names and codes do not. */
const caught = async (run) => {
  try { return { value: await run() }; } catch (error) {
    return error instanceof DOMException ? { dom: error.name, code: error.code }
      : error instanceof Error ? { error: error.constructor.name } : { thrown: error };
  }
};
/** A stream's chunks, bytes as arrays. */
const chunksOf = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(ArrayBuffer.isView(chunk) ? Array.from(chunk) : chunk);
  return chunks;
};
/** A property as it is defined, without its value. */
const shapeOf = (object, key) => {
  const found = Object.getOwnPropertyDescriptor(object, key);
  if (!found) return null;
  const { value, get, set, ...flags } = found;
  return { ...flags, value: typeof value, get: get?.name, set: set?.name, length: value?.length };
};
const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 0));
`;

/** A body for both sides, or a body and its right answer where Node deviates from the standard (say in what, beside it). */
export type Snippet = string | { readonly body: string; readonly expected: unknown };

/** Runs the body of an async function in this very Node; the result by way of JSON, as from the guest. */
export async function evaluateInNode(body: string): Promise<unknown> {
  const text = JSON.stringify(await new AsyncFunction(PRELUDE + body)()) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}

/** Runs the body in the guest, with what snippets may use. */
export function evaluateInGuest(guest: Guest, body: string): Promise<unknown> {
  return guest.evaluate(PRELUDE + body);
}

/**
 * One test per snippet: the guest's answer must be Node's. A snippet is the body of an async function and must return
 * something that JSON carries; it may use `caught`, `chunksOf`, `shapeOf` and `nextTurn`. All of a table share one guest: leave no
 * global behind.
 */
export function differential(name: string, snippets: Readonly<Record<string, Snippet>>): void {
  describe(name, () => {
    let guest: Guest;
    beforeAll(async () => {
      guest = await createGuest();
    });
    afterAll(() => {
      guest[Symbol.dispose]();
    });
    test.each(Object.entries(snippets))("%s", async (_title, snippet) => {
      const body = typeof snippet === "string" ? snippet : snippet.body;
      const expected = typeof snippet === "string" ? await evaluateInNode(body) : snippet.expected;
      expect(expected, "the snippet returns something to compare").toBeDefined();
      expect(await evaluateInGuest(guest, body)).toEqual(expected);
    });
  });
}
