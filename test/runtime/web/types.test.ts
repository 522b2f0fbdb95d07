import { expect, test } from "vitest";
import { createFunction } from "./function-harness";
import { createGuest } from "./guest-harness";
import type { DeclaredMember } from "./types-harness";
import { declaredGlobals, diagnosticsOf } from "./types-harness";

interface GuestMember {
  readonly name: string;
  readonly kind: "method" | "getter" | "accessor" | "value" | "constant";
}
interface GuestGlobal {
  readonly name: string;
  readonly isClass: boolean;
  readonly statics: readonly GuestMember[];
  readonly members: readonly GuestMember[];
  readonly parent: string | null;
}

/** The bundler writes the granted variables in its place. */
const OF_THE_BUILD = ["process"];

/** The language's own, which its libraries declare. */
const DECLARED_BY_THE_LANGUAGE = new Set(
  "AggregateError Array ArrayBuffer AsyncDisposableStack BigInt BigInt64Array BigUint64Array Boolean DataView Date DisposableStack Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String SuppressedError Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined unescape".split(
    " ",
  ),
);
/** QuickJS's own, which no other platform has. */
const OF_THE_ENGINE = new Set(["InternalError"]);

/** Reads the guest's globals in the guest: names, and the own members of interfaces and of their prototypes. */
async function guestGlobals(): Promise<readonly GuestGlobal[]> {
  using guest = await createGuest();
  return (await guest.evaluate(`
    const kindOf = ({ get, set, value, writable }) =>
      get ? (set ? "accessor" : "getter") : typeof value === "function" ? "method" : writable ? "value" : "constant";
    const membersOf = (object, left) => Reflect.ownKeys(object)
      .filter((key) => !left.includes(key) && !String(key).startsWith("Symbol([[") && key !== Symbol.toStringTag)
      .map((key) => ({ name: String(key), kind: kindOf(Object.getOwnPropertyDescriptor(object, key)) }));
    return Reflect.ownKeys(globalThis).filter((key) => typeof key === "string").map((name) => {
      const value = globalThis[name];
      const isClass = typeof value === "function" && value.prototype !== undefined;
      const plain = typeof value === "object" && value !== null && value !== globalThis;
      const holder = isClass ? value.prototype : Object.getPrototypeOf(value ?? 0);
      const parent = isClass ? Object.getPrototypeOf(value.prototype)?.constructor.name ?? null : null;
      return {
        name, isClass,
        statics: isClass ? membersOf(value, ["length", "name", "prototype"]) : [],
        members: isClass ? membersOf(holder, ["constructor"]) : plain ? membersOf(value, []).concat(holder === Object.prototype ? [] : membersOf(holder, ["constructor"])) : [],
        parent: parent === "Object" ? null : parent,
      };
    });`)) as readonly GuestGlobal[];
}

const declared = declaredGlobals();
const inGuest = (await guestGlobals()).filter(
  ({ name }) => !DECLARED_BY_THE_LANGUAGE.has(name) && !OF_THE_ENGINE.has(name),
);

function byName<T extends { readonly name: string }>(list: readonly T[]): readonly T[] {
  return list.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** `name`, `name()` or `readonly name`, so that a difference is read at once. */
function declaredText({ name, isReadonly }: DeclaredMember): string {
  if (isReadonly === null) return `${name}()`;
  return isReadonly ? `readonly ${name}` : name;
}

function guestText({ name, kind }: GuestMember): string {
  if (kind === "method") return `${name}()`;
  return kind === "getter" || kind === "constant" ? `readonly ${name}` : name;
}

test("every declared global is in the guest, and every one of the guest is declared", () => {
  const names = declared.map(({ name }) => name).filter((name) => !OF_THE_BUILD.includes(name));
  expect(names.toSorted()).toEqual(inGuest.map(({ name }) => name).toSorted());
  expect(names.length).toBeGreaterThan(50);
});

test.each(byName(inGuest).map((found) => [found.name, found] as const))(
  "%s has the members that are declared, and no others",
  (name, found) => {
    const promised = declared.find((candidate) => candidate.name === name);
    if (promised === undefined) throw new Error(`${name} is not declared`);
    const isInterface = found.isClass && found.members.length + found.statics.length > 0;
    expect(promised.isClass).toBe(isInterface);
    expect(promised.parent).toBe(found.parent);
    if (name === "self") return;
    const ofInstances = promised.isClass || found.members.length > 0 ? promised.members : [];
    const texts = ofInstances.map(declaredText).filter((text) => !isOfItsClass(promised.isClass, name, text));
    expect(texts.toSorted()).toEqual(found.members.map(guestText).toSorted());
    expect(promised.statics.map(declaredText).toSorted()).toEqual(found.statics.map(guestText).toSorted());
  },
);

/** `performance` is an event target too; its own members are compared. */
function isOfItsClass(isClass: boolean, name: string, text: string): boolean {
  return !isClass && name === "performance" && /EventListener|dispatchEvent/.test(text);
}

test("what can't be constructed in the guest can't be by its declaration", async () => {
  using guest = await createGuest();
  const illegal = (await guest.evaluate(`
    const names = ${JSON.stringify(declared.filter(({ isClass }) => isClass).map(({ name }) => name))};
    return names.filter((name) => { try { new globalThis[name](); return false; } catch (error) { return /Illegal constructor/i.test(error.message); } });
  `)) as readonly string[];
  expect(illegal.length).toBeGreaterThan(5);
  const refused = declared.filter(({ isClass, canBeConstructed }) => isClass && !canBeConstructed);
  expect(refused.map(({ name }) => name).toSorted()).toEqual(illegal.toSorted());
});

test("a handler finds in its context what is declared of it", async () => {
  using called = await createFunction(
    `export default (request, env, ctx) => {
      const members = Object.getOwnPropertyNames(Object.getPrototypeOf(ctx)).filter((name) => name !== "constructor");
      return Response.json(members.sort());
    }`,
  );
  const members = JSON.parse(called.request("http://a.local/").text) as readonly string[];
  expect(diagnosticsOf(contextSource("ExecutionContext", members))).toEqual([]);
  expect(
    diagnosticsOf(
      `const all: keyof ExecutionContext extends ${unionOf(members)} ? true : false = true; export { all };`,
    ),
  ).toEqual([]);
});

test("a Lambda handler finds in its context what is declared of it", async () => {
  using called = await createFunction(`export const handler = async (event, context) => Object.keys(context).sort();`);
  const members = JSON.parse(called.event({}).text) as readonly string[];
  expect(members).toContain("awsRequestId");
  expect(diagnosticsOf(contextSource("LambdaContext", members))).toEqual([]);
  expect(
    diagnosticsOf(`const all: keyof LambdaContext extends ${unionOf(members)} ? true : false = true; export { all };`),
  ).toEqual([]);
});

function contextSource(type: string, members: readonly string[]): string {
  return `export const names: (keyof ${type})[] = ${JSON.stringify(members)};`;
}

function unionOf(members: readonly string[]): string {
  return members.map((member) => JSON.stringify(member)).join(" | ");
}

test.each([
  "document",
  "window",
  "localStorage",
  "XMLHttpRequest",
  "WebSocket",
  "Buffer",
  "WebAssembly",
  "caches",
  "location",
  "require",
])("%s, which the sandbox has not, is an error", (name) => {
  expect(diagnosticsOf(`export const value = ${name};`)[0]).toContain(`'${name}'`);
});

test("handlers of every shape check", () => {
  const source = `
    export default {
      async fetch(request, env, ctx) {
        ctx.waitUntil(Promise.resolve());
        const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(env.SECRET), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
        const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(request.url));
        const { readable, writable } = new TransformStream<string, string>();
        void writable.getWriter().write("x");
        for (const [name, value] of request.headers) console.log(name.length + value.length);
        for await (const chunk of readable.pipeThrough(new TextEncoderStream())) console.log(chunk.byteLength);
        return Response.json({ signature: [...new Uint8Array(signature)], home: process.env.HOME });
      },
    } satisfies ExportedHandler;
    export const GET = (request: Request): Response => new Response(new URL(request.url).searchParams.get("name"), { status: 201 });
    addEventListener("fetch", (event) => { event.respondWith(new Response(event.request.method)); });
    export const handler: LambdaHandler<HttpApiEvent, HttpApiResult> = async (event, context) => {
      return { statusCode: 200, body: event.rawPath + context.getRemainingTimeInMillis().toFixed() };
    };`;
  expect(diagnosticsOf(source)).toEqual([]);
});

test("timers take a promise's resolve, and check what they hand over", () => {
  const source = `
    await new Promise((resolve) => setTimeout(resolve, 2));
    const id = setInterval(() => undefined, 5);
    setTimeout((text: string) => text.length, 5, "x");
    clearInterval(id);
    export {};`;
  expect(diagnosticsOf(source)).toEqual([]);
  expect(diagnosticsOf(`setTimeout((text: string) => text.length, 5, 42); export {};`)).toHaveLength(1);
});

test("a wrong call of a Web API is an error", () => {
  expect(diagnosticsOf(`export default () => new Response(42);`)[0]).toContain("'BodyInit | null | undefined'");
  expect(diagnosticsOf(`export default { fetch() { return "text"; } } satisfies ExportedHandler;`)).toHaveLength(1);
  expect(diagnosticsOf(`export const key = new CryptoKey();`)[0]).toMatch(/private/i);
});
