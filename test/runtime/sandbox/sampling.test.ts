import { expect, test } from "vitest";
import type { SampledCall } from "../../../runtime/model";
import type { SandboxResult } from "../../../runtime/sandbox/protocol";
import { bodyText, ThreadHarness } from "./thread-harness";

const EVERY_US = 100;

async function sampled(
  code: string,
  calls = 1,
  timeoutMs = 5000,
): Promise<{ all: SampledCall[]; last: SandboxResult }> {
  await using thread = await ThreadHarness.open();
  const image = await thread.image(code);
  const all: SampledCall[] = [];
  for (let call = 0; ; call += 1) {
    thread.start(call === 0 ? image : null, {}, timeoutMs, EVERY_US);
    all.push((await thread.next("samples")).samples);
    const last = await thread.result();
    if (call === calls - 1) return { all, last };
  }
}

/** Samples whose innermost function has this name: unlike their times, their number does not depend on what else the machine does. */
function samplesIn(calls: readonly SampledCall[], name: string): number {
  return calls
    .flatMap(({ functions, nodes, samples }) => samples.map(({ node }) => functions[nodes[node]?.function ?? -1]?.name))
    .filter((found) => found === name).length;
}

/** Microseconds by the innermost function's name. */
function selfTimes(calls: readonly SampledCall[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { functions, nodes, samples } of calls) {
    for (const { node, durationUs } of samples) {
      const { kind = "", name = "" } = functions[nodes[node]?.function ?? -1] ?? {};
      const label = kind === "function" ? name : `${kind}:${name}`;
      times.set(label, (times.get(label) ?? 0) + durationUs);
    }
  }
  return times;
}

function names(calls: readonly SampledCall[]): Set<string> {
  return new Set(calls.flatMap(({ functions }) => functions.map(({ name }) => name)));
}

const SPIN = `let s = 0; for (let i = 0; i < n; i++) s += i % 7; return s;`;

test("time goes to the functions that take it, in proportion", async () => {
  const { all, last } = await sampled(
    `function much(n) { ${SPIN} }
     function little(n) { ${SPIN} }
     export default () => { for (let i = 0; i < 20; i++) { much(70000); little(30000); } return new Response("ok"); }`,
  );
  expect(bodyText(last)).toBe("ok");
  const [much, little] = [samplesIn(all, "much"), samplesIn(all, "little")];
  const share = much / (much + little);
  expect(much + little).toBeGreaterThan(200);
  expect(share).toBeGreaterThan(0.55);
  expect(share).toBeLessThan(0.85);
});

test("of many calls, each far shorter than the interval, the samples add up to their time", async () => {
  const { all } = await sampled(
    `function work(n) { ${SPIN} } export default () => new Response(String(work(100)))`,
    400,
  );
  const wall = all.reduce((sum, { wallUs }) => sum + wallUs, 0);
  const seen = all.flatMap(({ samples }) => samples);
  expect(seen.length).toBeGreaterThan(20);
  expect(seen.reduce((sum, { durationUs }) => sum + durationUs, 0)).toBeLessThanOrEqual(wall);
  expect(names(all)).toContain("work");
});

test("functions of every kind have their names and places", async () => {
  const { all } = await sampled(
    `const arrow = (n) => { ${SPIN} };
     function plain(n) { return arrow(n); }
     const expression = function named(n) { return plain(n); };
     class Thing {
       async waits(n) { await 0; return expression(n); }
       *counts(n) { yield expression(n); }
       async *streams(n) { yield* this.counts(n); }
       get "naïve→"() { return [1].map(function each() { return expression(20000); }); }
       static #hidden(n) { return expression(n); }
       static shown(n) { return Thing.#hidden(n); }
       "a name that is ${"very ".repeat(100)} long"() { return expression(20000); }
     }
     export default { async fetch() {
       const thing = new Thing();
       for (let i = 0; i < 5; i++) {
         await thing.waits(20000);
         for await (const each of thing.streams(20000)) each;
         thing["naïve→"];
         Thing.shown(20000);
         thing["a name that is ${"very ".repeat(100)} long"]();
       }
       return new Response("ok");
     } }`,
  );
  const found = all[0]?.functions ?? [];
  const placeOf = (name: string): unknown => found.find((each) => each.name === name);
  expect(placeOf("arrow")).toMatchObject({ kind: "function", file: "test.js", line: 1, column: 14 });
  expect(placeOf("plain")).toMatchObject({ kind: "function", line: 2, column: 6 });
  expect(placeOf("named")).toMatchObject({ kind: "function", line: 3 });
  expect(placeOf("map")).toMatchObject({ kind: "built-in", file: null, line: 0 });
  for (const name of ["waits", "counts", "streams", "get naïve→", "each", "#hidden", "shown"]) {
    expect([...names(all)]).toContain(name);
  }
  expect(Math.max(...found.map(({ name }) => name.length))).toBe(128);
});

test("waiting and the host's work are told apart from the function's own", async () => {
  const { all } = await sampled(
    `export default async () => {
       await new Promise((resolve) => setTimeout(resolve, 20));
       await crypto.subtle.digest("SHA-256", new Uint8Array(8e6));
       return new Response("ok");
     }`,
  );
  const times = selfTimes(all);
  expect(times.get("idle:")).toBeGreaterThanOrEqual(15_000);
  expect(times.get("host:crypto")).toBeGreaterThan(1000);
});

test("memory that grows, deep recursion and generated code do not mislead it", async () => {
  const { all, last } = await sampled(
    `function deep(n) { return n === 0 ? work(50000) : deep(n - 1); }
     function work(n) { const kept = []; for (let i = 0; i < n; i++) kept.push({ i }); return kept.length; }
     export default () => {
       for (let i = 0; i < 20; i++) new Function("work", "return (function made" + i + "() { return work(20000); })()")(work);
       deep(200);
       return new Response("ok");
     }`,
  );
  expect(last.outcome).toBe("ok");
  expect([...names(all)]).toEqual(expect.arrayContaining(["work", "deep", "made0", "made19"]));
  const depth = (call: SampledCall, node: number): number =>
    node < 0 ? 0 : 1 + depth(call, call.nodes[node]?.parent ?? -1);
  const [call] = all;
  if (call === undefined) throw new Error("nothing was sampled");
  expect(Math.max(...call.samples.map(({ node }) => depth(call, node)))).toBeGreaterThan(200);
});

test("a function that never ends still ends at its deadline, with what was seen until then", async () => {
  const { all, last } = await sampled(`function spins() { for (;;); } export default () => spins()`, 1, 100);
  expect(last).toMatchObject({ outcome: "timeout", sound: false });
  expect(samplesIn(all, "spins")).toBeGreaterThan(10);
});

test("the guest can neither see nor falsify its samples", async () => {
  const { all, last } = await sampled(
    `let called = 0;
     const spy = () => { called++; throw new Error("seen"); };
     Error.stackTraceLimit = 0;
     Error.prepareStackTrace = spy;
     Object.defineProperty(Error.prototype, "stack", { get: spy });
     Object.defineProperty(Function.prototype, "name", { get: spy });
     globalThis.Error = new Proxy(Error, { construct: spy, apply: spy, get: spy });
     function honest(n) { ${SPIN} }
     Object.defineProperty(honest, "name", { get: spy });
     const forged = (n) => { ${SPIN} };
     Object.defineProperty(forged, "name", { get: spy });
     function renamed(n) { ${SPIN} }
     Object.defineProperty(renamed, "name", { value: "innocent" });
     export default () => {
       for (let i = 0; i < 10; i++) { honest(20000); forged(20000); renamed(20000); }
       return new Response(String(called));
     }`,
  );
  expect(bodyText(last)).toBe("0");
  const found = names(all);
  expect(found).toContain("honest");
  expect(found).toContain("renamed");
  expect(found).not.toContain("innocent");
  expect(all[0]?.functions).toContainEqual(
    expect.objectContaining({ kind: "function", name: "", file: "test.js", line: 10 }),
  );
});

test("a call that is not to be sampled says nothing, also after one that was", async () => {
  await using thread = await ThreadHarness.open();
  const image = await thread.image(`export default () => new Response("ok")`);
  thread.start(image, {}, 5000, EVERY_US);
  await thread.result();
  await thread.next("samples");
  expect(bodyText(await thread.invoke(null))).toBe("ok");
  expect(thread.received).toEqual([]);
});
