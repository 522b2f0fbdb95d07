import { hierarchy, treemap } from "d3-hierarchy";
import type { HierarchyRectangularNode } from "d3-hierarchy";
import { csvLine } from "../../../../runtime/model";
import type { ModuleTime, TopLevel } from "../../../../runtime/model";

/** What an area stands for. */
export const MEASURES = ["bytes", "init"] as const;
export type Measure = (typeof MEASURES)[number];

/** A module, a package with its modules in it, or what no module covers. */
export interface TreeNode {
  readonly kind: "root" | "own" | "package" | "packaged" | "rest";
  readonly name: string;
  readonly module: ModuleTime | null;
  /** Bytes or microseconds; 0 for what has children, whose values count. */
  readonly value: number;
  readonly children: readonly TreeNode[];
}

export type Tile = HierarchyRectangularNode<TreeNode>;

/**
 * The bundle as a tree: the function's own modules, and packages with theirs. A module's init time is its own statements and its share of
 * parsing; with what no module covers the areas add up to the whole.
 */
export function moduleTree(topLevel: TopLevel, measure: Measure): TreeNode {
  const { modules, timed } = topLevel;
  const leaf = (module: ModuleTime): TreeNode => ({
    kind: module.package === null ? "own" : "packaged",
    name: module.path,
    module,
    value: measure === "bytes" ? module.bytes : (module.selfInitUs ?? 0) + parseShareUs(topLevel, module),
    children: [],
  });
  const own = modules.filter((module) => module.package === null).map(leaf);
  const packages = [...Map.groupBy(modules, (module) => module.package)].flatMap(([name, members]): TreeNode[] =>
    name === null ? [] : [{ kind: "package", name, module: null, value: 0, children: members.map(leaf) }],
  );
  const unaccounted: TreeNode = {
    ...{ kind: "rest", name: "unaccounted", module: null, children: [] },
    value: Math.max(0, timed.unaccountedUs),
  };
  const rest = measure === "bytes" ? [] : [unaccounted];
  return { kind: "root", name: "bundle", module: null, value: 0, children: [...own, ...packages, ...rest] };
}

/** An estimate: the engine parses and compiles the bundle in one go, so that each module's bytes must stand for its part. */
export function parseShareUs({ modules, timed }: TopLevel, { bytes }: Pick<ModuleTime, "bytes">): number {
  const whole = modules.reduce((sum, module) => sum + module.bytes, 0);
  return whole === 0 ? 0 : (timed.parseUs * bytes) / whole;
}

const HEAD = 16;

/** The tree's nodes with their places, groups before what is in them; what has no area is left out. Pixels. */
export function tiles(tree: TreeNode, width: number, height: number): readonly Tile[] {
  const root = hierarchy<TreeNode>(tree, ({ children }) => [...children])
    .sum(({ value }) => value)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const placed = treemap<TreeNode>()
    .size([width, height])
    .paddingInner(2)
    .paddingOuter(({ depth }) => (depth === 1 ? 2 : 0))
    .paddingTop(({ depth }) => (depth === 1 ? HEAD : 0))
    .round(true)(root);
  return placed.descendants().filter(({ depth, value, x0, x1, y0, y1 }) => {
    return depth > 0 && (value ?? 0) > 0 && x1 > x0 && y1 > y0;
  });
}

/** For a spreadsheet; microseconds are medians. */
export function modulesCsv({ modules }: TopLevel): string {
  return [
    csvLine(["module", "package", "bytes", "initUs", "selfInitUs"]),
    ...modules.map(({ path, package: name, bytes, initUs, selfInitUs }) =>
      csvLine([path, name, bytes, initUs, selfInitUs]),
    ),
  ].join("");
}
