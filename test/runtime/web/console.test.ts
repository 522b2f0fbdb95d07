import { formatWithOptions, inspect } from "node:util";
import { runInThisContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Guest } from "./guest-harness";
import { createGuest } from "./guest-harness";

let guest: Guest;
beforeAll(async () => {
  guest = await createGuest();
});
afterAll(() => {
  guest[Symbol.dispose]();
});

/** The lines that a body prints in the guest, as [level, text]. */
async function printed(body: string, on = guest): Promise<unknown[][]> {
  const from = on.calls.length;
  await on.evaluate(`${body}\nreturn 1`);
  return on.calls
    .slice(from)
    .filter(({ name }) => name === "log")
    .map(({ args }) => args);
}

/** Arguments of `console.log`, as source: the guest must print what Node's `util.format` makes of them. */
const VALUES: readonly string[] = [
  "'text', 'more'",
  "1, -0, 1.5, NaN, 10n, true, null, undefined, Symbol('s')",
  "''",
  "",
  "{}, [], new Map(), new Set()",
  "{ a: 1, b: 'two', c: null, d: undefined, e: [1, 2], f() {}, g: class {}, h: () => 1 }",
  "{ 'with space': 1, 1: 2, $x: 3, _y: 4, 'a-b': 5, [Symbol('s')]: 6 }",
  "['it\\'s', 'say \"it\\'s\"', 'a\\nb', 'tab\\t', '\\u0001', '\\\\', 'ä😀', '\\ud800']",
  "{ a: { b: { c: { d: 1 } } } }",
  "{ a: { b: { c: [] , d: {}, e: new Map(), f: [1] } } }",
  "[[[[1]]]]",
  "[1, , 3], [, ,], [undefined], Object.assign([1, 2], { extra: true })",
  "Array.from({ length: 10 }, (_, i) => i), Array.from({ length: 101 }, (_, i) => i * 3), Array.from({ length: 120 }, (_, i) => 'item ' + i)",
  "['apple', 'fig', 'banana', 'kiwi', 'cherry', 'date', 'elderberry', 'grape']",
  "Array.from({ length: 30 }, (_, i) => 'x'.repeat(i % 7))",
  "{ long: 'x'.repeat(60), other: 'y'.repeat(30) }",
  "{ text: 'one line of some length\\nanother line of some length\\nand a third line of some length, too' }",
  "{ a: { b: 1, c: { d: 2 } }, e: [{ f: 3 }, { g: 4 }] }",
  "new Map([['a', 1], [{ k: 1 }, { v: [1, 2, { deep: { er: 1 } }] }]])",
  "new Set([1, 'two', { three: 3 }, new Set([4])])",
  "new Date(0), new Date(NaN), [new Date(1e12)], /a\\/b/gi, { r: /x/ }",
  "new Uint8Array(3), new Float64Array([1.5, -0]), new BigInt64Array([1n]), new Uint8Array(200)",
  "new ArrayBuffer(4), new Uint8Array([1, 255, 16]).buffer",
  "new WeakMap(), new WeakSet()",
  "Object(1), Object('text'), Object(true), Object(1n), Object(Symbol('s'))",
  "function named() {}, () => {}, async () => {}, function* gen() {}, async function* agen() {}, class A {}, class B extends Map {}, Math.max",
  "Object.assign(function f() {}, { a: 1 })",
  "new (class Foo { constructor() { this.a = 1; } })(), new (class Bar {})(), new (class extends Array {})()",
  "new (class Foo extends Map {})([[1, 2]]), new (class Foo extends Set {})(), new (class Foo extends Date {})(0)",
  "Object.create(null), Object.assign(Object.create(null), { a: 1 }), Object.create({ inherited: 1 })",
  "{ get a() { throw 1; }, set b(x) {}, get c() { return 1; }, set c(x) {} }",
  "(() => { const o = { name: 'me' }; o.self = o; o.list = [o]; return o; })()",
  "(() => { const a = {}, b = { a }; a.b = b; return [a, b]; })()",
  "(() => { const m = new Map(); m.set('m', m); return m; })()",
  "{ [Symbol.toStringTag]: 'Own' }, new (class T { get [Symbol.toStringTag]() { return 'Tagged'; } })().constructor",
  "{ __proto__: { a: 1 }, b: 2 }, JSON.parse('{\"__proto__\": 1}')",
  "Math, JSON, Reflect, globalThis === undefined",
  "[['a', 1], ['b', 2]], [{ a: 1 }, { b: 2 }], { list: [[1, 2], [3, 4]] }",
  "{ a: 'x'.repeat(76) }, ['x'.repeat(76)], { a: 1, b: 'x'.repeat(69) }",
  "'%s is %d years and %i, %f', 'Bob', 42, 42.9, '1.5x'",
  "'%s', { a: { b: 1 } }, 'and more', { c: 1 }",
  "'%s %s %s %s %s', null, undefined, -0, 10n, Symbol('s')",
  "'%s', class A { }, [1, [2, [3]]], () => 1",
  "'%s', new (class { toString() { return 'own text'; } })()",
  "'%s', new (class Named { a = 1 })()",
  "'%d %d %d %d %d', '0x10', {}, 10n, Symbol('s'), ''",
  "'%i %i %i', 'x', 12.9, 10n",
  "'%f %f', '1.25abc', Symbol('s')",
  "'%j %j', { a: [1] }, undefined",
  "'%O', { a: { b: { c: { d: 1 } } } }",
  "'%c styled %c', 'color: red', ''",
  "'100%', 1",
  "'%% %s %%', 1",
  "'%%'",
  "'%x %s', 'a'",
  "'%s'",
  "'%s %s', 'only one'",
  "'%', 1, '%s'",
  "1, '%s', 2",
  "'a%sb%sc', 1, 2, 3",
];

describe("console.log prints what Node prints", () => {
  test.each(VALUES)("%s", async (source) => {
    const args = runInThisContext(`[${source}]`) as unknown[];
    expect(await printed(`console.log(${source});`)).toEqual([["log", formatWithOptions({}, ...args)]]);
  });
});

describe("console.log prints errors", () => {
  test.each([
    ["new Error('plain')", /^Error: plain\n {4}at .*test\.js:\d+:\d+\)?(\n {4}at .*)*$/],
    ["new (class Missing extends Error {})('gone')", /^Missing \[Error\]: gone\n {4}at /],
    [
      "new (class HttpError extends TypeError { status = 404 })('gone')",
      /^HttpError \[TypeError\]: gone\n {4}at [\s\S]* \{\n {2}status: 404\n\}$/,
    ],
    ["new DOMException('stop', 'AbortError')", /^DOMException \[AbortError\]: stop\n {4}at /],
    [
      "new Error('outer', { cause: new RangeError('inner') })",
      /^Error: outer\n {4}at [\s\S]* \{\n {2}\[cause\]: RangeError: inner\n {6}at /,
    ],
    [
      "new AggregateError([new Error('one')], 'many')",
      /^AggregateError: many\n {4}at [\s\S]* \{\n {2}\[errors\]: \[\n {4}Error: one\n {8}at /,
    ],
    ["Object.assign(new Error('no stack'), { stack: '' })", /^\[Error: no stack\]$/],
    ["{ error: new Error('nested') }", /^\{\n {2}error: Error: nested\n {6}at /],
    ["Object.assign(new Error('x'), { name: 'Custom' })", /^Custom: x\n {4}at /],
  ])("%s", async (source, pattern) => {
    expect(await printed(`console.log(${source});`)).toEqual([["log", expect.stringMatching(pattern)]]);
  });
});

describe("console.log prints the platform's own objects by what they say of themselves", () => {
  test.each([
    ["new AbortController().signal", "AbortSignal { aborted: false, reason: undefined, onabort: null }"],
    ["new ReadableStream()", "ReadableStream { locked: false }"],
    ["new TextDecoder('latin1')", "TextDecoder {\n  encoding: 'windows-1252',\n  fatal: false,\n  ignoreBOM: false\n}"],
    ["new Headers({ a: '1', b: '2' })", "Headers { 'a' => '1', 'b' => '2' }"],
    ["new (class Mine extends EventTarget { extra = 1; })()", "Mine [EventTarget] { extra: 1 }"],
    ["{ deep: { er: new AbortController() } }", "{ deep: { er: AbortController { signal: [AbortSignal] } } }"],
  ])("%s", async (source, expected) => {
    expect(await printed(`console.log(${source});`)).toEqual([["log", expected]]);
  });
});

describe("console.log is not the function's to break", () => {
  test.each([
    ["a proxy is read, not trusted", "new Proxy({ a: 1 }, {})", "{ a: 1 }"],
    ["a proxy that throws", "new Proxy({}, { ownKeys() { throw 1; } })", "[Object: its inspection threw]"],
    [
      "a revoked proxy",
      "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return [proxy]; })()",
      "[ [Object: its inspection threw] ]",
    ],
    [
      "an endless chain of prototypes",
      "(() => { const handler = { getPrototypeOf: () => new Proxy({}, handler) }; return new Proxy({}, handler); })()",
      "{}",
    ],
    ["a pretended map", "Object.create(Map.prototype)", "Map {}"],
    ["a pretended error", "Object.create(Error.prototype)", "Error {}"],
  ])("%s", async (_title, source, expected) => {
    expect(await printed(`console.log(${source});`)).toEqual([["log", expected]]);
  });

  test("deep and wide values end soon", async () => {
    const [line] = await printed(
      "const wide = (d) => d === 0 ? 1 : Array.from({ length: 100 }, () => wide(d - 1)); console.log(wide(3));",
    );
    expect(String(line?.[1]).length).toBeLessThan(1_000_000);
    let nested = "let deep = {}; for (let i = 0; i < 20000; i++) deep = { deep };";
    nested += "console.dir(deep, { depth: null });";
    expect(await printed(nested)).toHaveLength(1);
  });

  test("overwritten prototypes and polluted objects change nothing", async () => {
    using broken = await createGuest();
    const lines = await printed(
      `Array.prototype.push = Array.prototype.join = String.prototype.slice = Map.prototype.forEach = () => 'broken';
       Object.defineProperty(Array.prototype, '0', { set() { throw 'caught'; }, configurable: true });
       Object.prototype.value = 'polluted'; Object.prototype.get = () => 'polluted';
       Object.keys = Reflect.ownKeys = Object.getOwnPropertyDescriptor = () => { throw 'broken'; };
       console.log('%s and', 1, { a: [1, { b: 2 }], m: new Map([[1, 2]]) });`,
      broken,
    );
    expect(lines).toEqual([["log", "1 and { a: [ 1, { b: 2 } ], m: Map(1) { 1 => 2 } }"]]);
  });
});

describe("console", () => {
  test("gives every line its level", async () => {
    expect(
      await printed("for (const level of ['debug', 'log', 'info', 'warn', 'error']) console[level](level);"),
    ).toEqual(["debug", "log", "info", "warn", "error"].map((level) => [level, level]));
  });

  test("indents groups, over all lines of a text", async () => {
    expect(
      await printed(
        "console.group('outer'); console.log('a\\nb'); console.groupCollapsed(); console.warn(1); console.groupEnd(); console.groupEnd(); console.groupEnd(); console.log('c');",
      ),
    ).toEqual([
      ["log", "outer"],
      ["log", "  a\n  b"],
      ["warn", "    1"],
      ["log", "c"],
    ]);
  });

  test("counts", async () => {
    expect(
      await printed(
        "console.count(); console.count('x'); console.count(); console.countReset(); console.count(); console.countReset('none');",
      ),
    ).toEqual([
      ["log", "default: 1"],
      ["log", "x: 1"],
      ["log", "default: 2"],
      ["log", "default: 1"],
      ["warn", "Count for 'none' does not exist"],
    ]);
  });

  test("asserts", async () => {
    expect(
      await printed(
        "console.assert(true, 'no'); console.assert(false); console.assert(0, 'is %s', 'so'); console.assert('', { a: 1 });",
      ),
    ).toEqual([
      ["error", "Assertion failed"],
      ["error", "Assertion failed: is so"],
      ["error", "Assertion failed: { a: 1 }"],
    ]);
  });

  test("dir takes a depth", async () => {
    const value = { a: { b: { c: { d: { e: 1 } } } } };
    const source = JSON.stringify(value);
    const lines = await printed(
      `console.dir(${source}); console.dir(${source}, { depth: 0 }); console.dir(${source}, { depth: null }); console.dir('%s');`,
    );
    expect(lines).toEqual([
      ["log", inspect(value)],
      ["log", inspect(value, { depth: 0 })],
      ["log", inspect(value, { depth: null })],
      ["log", "'%s'"],
    ]);
  });

  test("trace prints where it was called", async () => {
    expect(await printed("function here() { console.trace('at %s', 'last'); } here();")).toEqual([
      ["log", expect.stringMatching(/^Trace: at last\n[\s\S]*at here \(test\.js:/)],
    ]);
  });

  test("prints tables", async () => {
    const [rows, columns, primitives, map, other] = await printed(
      "console.table([{ a: 1, b: 'x' }, { a: 2, c: true }]); console.table([{ a: 1, b: 2 }], ['b']); console.table(['p', 5]); console.table(new Map([['k', 1]])); console.table('text');",
    );
    expect(rows?.[1]).toBe(
      [
        "┌─────────┬───┬─────┬──────┐",
        "│ (index) │ a │ b   │ c    │",
        "├─────────┼───┼─────┼──────┤",
        "│ 0       │ 1 │ 'x' │      │",
        "│ 1       │ 2 │     │ true │",
        "└─────────┴───┴─────┴──────┘",
      ].join("\n"),
    );
    expect(columns?.[1]).toContain("│ (index) │ b │");
    expect(primitives?.[1]).toContain("│ 1       │ 5      │");
    expect(map?.[1]).toContain("│ 0                 │ 'k' │ 1      │");
    expect(other?.[1]).toBe("text");
  });

  test("times labels, and makes each a span", async () => {
    let now = 0;
    using timed = await createGuest({ now: () => now, wakeAt: () => undefined });
    await timed.evaluate("console.time('work'); console.time('work'); console.time(); return 1");
    now = 12.3456;
    await timed.evaluate("console.timeLog('work', { step: 1 }); return 1");
    now = 65_000;
    const lines = await printed("console.timeEnd('work'); console.timeEnd('work'); console.timeEnd();", timed);
    expect(timed.calls.filter(({ name }) => name === "span").map(({ args }) => args)).toEqual([
      ["work", 0, 65_000, "{}"],
      ["default", 0, 65_000, "{}"],
    ]);
    expect(
      timed.calls
        .filter(({ name }) => name === "log")
        .slice(0, 2)
        .map(({ args }) => args),
    ).toEqual([
      ["warn", "Label 'work' already exists"],
      ["log", "work: 12.346ms { step: 1 }"],
    ]);
    expect(lines).toEqual([
      ["log", "work: 1:05.000 (m:ss.mmm)"],
      ["warn", "No such label 'work'"],
      ["log", "default: 1:05.000 (m:ss.mmm)"],
    ]);
  });

  test("stops formatting when the host is full, and lets it count the rest", async () => {
    let room = 2;
    using full = await createGuest({ log: () => --room > 0 });
    const lines = await printed("for (let i = 0; i < 4; i++) console.log('line', i);", full);
    expect(lines).toEqual([
      ["log", "line 0"],
      ["log", "line 1"],
      ["log", ""],
      ["log", ""],
    ]);
  });

  test("methods work without their object, and none is missing", async () => {
    const names = await guest.evaluate(
      "const { log } = console; log('free'); return Object.keys(console).filter((key) => typeof console[key] === 'function').sort()",
    );
    expect(names).toEqual([
      "assert",
      "clear",
      "count",
      "countReset",
      "debug",
      "dir",
      "dirxml",
      "error",
      "group",
      "groupCollapsed",
      "groupEnd",
      "info",
      "log",
      "table",
      "time",
      "timeEnd",
      "timeLog",
      "trace",
      "warn",
    ]);
  });
});
