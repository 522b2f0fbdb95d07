import { describe, expect, test } from "vitest";
import { ImportGraph } from "../../../runtime/build";
import type { Artifact } from "../../../runtime/model";
import { createProject } from "./project";

interface Loaded {
  readonly answer: () => unknown;
  /** Names of the modules in the order in which they ran. */
  readonly ran: readonly string[];
}

/** Runs a bundle in this process, as a module of its own; each of the function's modules puts its name into `ran`. */
async function load(artifact: Artifact | null): Promise<Loaded> {
  if (artifact === null) throw new Error("it did not build");
  const ran: string[] = [];
  (globalThis as { ran?: string[] }).ran = ran;
  const code = Buffer.from(artifact.code).toString("base64");
  const module = (await import(`data:text/javascript;base64,${code}#${Math.random()}`)) as { default: () => unknown };
  return { answer: module.default, ran };
}

const RAN = (name: string): string => `globalThis.ran.push("${name}");\n`;

async function graphOf(folder: string): Promise<ImportGraph> {
  const graph = await ImportGraph.read(folder);
  if (graph === null) throw new Error("it has no graph");
  return graph;
}

describe("a deferred import", () => {
  test("is carried out when its first name is read, whichever way", async () => {
    using files = createProject({
      "index.ts": `${RAN("index")}
import first, { plain, Base, tag, type Kind } from "./names";
import * as all from "./all";
import common from "common";
import data from "./data.json";
const kind: Kind = "k";
class Derived extends Object { make() { return new Base().name; } }
export default () => ({
  first, plain: plain(2), made: new Derived().make(), tagged: tag\`x\`, all: all.one + Object.keys(all).length, type: typeof plain,
  shadowed: ((plain: number) => plain)(5), common: common.value, data: data.name, kind,
  unbound: (function () { return plain.call("me", 0); })(),
});`,
      "names.ts": `${RAN("names")}
export type Kind = "k";
export default 1;
export const tag = (text: TemplateStringsArray): string => text.join("!");
export function plain(this: unknown, value: number): string { return String(this) + value; }
export class Base { name = "base"; }`,
      "all.ts": `${RAN("all")} export const one = 1; export const two = 2;`,
      "data.json": `{ "name": "tomato" }`,
      "node_modules/common/package.json": `{ "name": "common", "main": "main.js" }`,
      "node_modules/common/main.js": `${RAN("common")} exports.value = 3;`,
    });
    const graph = await graphOf(files.folder);
    const eager = await load(await graph.build([], false));
    const expected = eager.answer();
    expect(expected).toMatchObject({ first: 1, plain: "undefined2", shadowed: 5, common: 3, all: 3 });
    const deferrable = graph.edges.filter((edge) => edge.deferrable);
    expect(deferrable.map(({ specifier }) => specifier).sort()).toEqual(["./all", "./data.json", "./names", "common"]);
    const deferred = await load(await graph.build(deferrable, false));
    expect([...deferred.ran]).toEqual(["index"]);
    expect(deferred.answer()).toEqual(expected);
    expect([...deferred.ran].sort()).toEqual(["all", "common", "index", "names"]);
  });

  test("says in a traced build that it was carried out, and leaves what is not read out of the bundle", async () => {
    using files = createProject({
      "index.ts": `import { used } from "./a";\nimport { later } from "./b";\nexport default (more) => more ? later : used;`,
      "a.ts": `export const used = 1; export const unread = () => "UNREAD";`,
      "b.ts": `export const later = 2;`,
    });
    const graph = await graphOf(files.folder);
    const traced = await graph.build(graph.edges, true);
    expect(Buffer.from(traced?.code ?? []).toString()).not.toContain("UNREAD");
    const { answer } = await load(traced);
    const [said, debug] = [[] as unknown[], console.debug];
    console.debug = (text) => said.push(text);
    // The console that it found when it was loaded.
    const again = await load(traced);
    console.debug = debug;
    answer();
    again.answer();
    expect(said).toEqual([`coldframe:needed ${graph.edges.findIndex(({ specifier }) => specifier === "./a")}`]);
  });

  test("is none that is passed on, is for its effects alone, or waits for something", async () => {
    using files = createProject({
      "index.ts": `import "./effects";
import { passed } from "./passed";
import { slow } from "./over";
export { passed };
export { other } from "./other";
export default () => slow;`,
      "effects.ts": `export {};`,
      "passed.ts": `export const passed = 1;`,
      "other.ts": `export const other = 1;`,
      "over.ts": `export { slow } from "./slow";`,
      "slow.ts": `export const slow = await Promise.resolve(1);`,
    });
    const graph = await graphOf(files.folder);
    expect(graph.edges.filter((edge) => edge.deferrable)).toEqual([]);
    expect(graph.edges.filter((edge) => edge.bare).map(({ target }) => target)).toEqual(["effects.ts"]);
    expect(graph.edges.find(({ specifier }) => specifier === "./passed")?.line).toBe(2);
  });

  test("may lead back to whoever imports it", async () => {
    using files = createProject({
      "index.ts": `import { even } from "./even";\nexport default () => [4, 7].map((n) => even(n));`,
      "even.ts": `import { odd } from "./odd";\nexport const even = (n: number): boolean => n === 0 || odd(n - 1);`,
      "odd.ts": `import { even } from "./even";\nexport const odd = (n: number): boolean => n !== 0 && even(n - 1);`,
    });
    const graph = await graphOf(files.folder);
    const { answer } = await load(await graph.build(graph.edges, false));
    expect(answer()).toEqual([true, false]);
  });
});

test("what is no JavaScript, or does not build, has no graph", async () => {
  using broken = createProject({ "index.ts": `import "./nowhere";` });
  expect(await ImportGraph.read(broken.folder)).toBeNull();
  using wat = createProject({ "index.wat": `(module)` });
  expect(await ImportGraph.read(wat.path("index.wat"))).toBeNull();
});
