import type { Profiler } from "node:inspector";
import type { SampledCall, SampledFunction, SampledNode, StackSample } from "../../model";
import type { CodePlaces } from "./fault";

/** The script that runs a sampled handler: what it calls belongs to the call. It itself does not: to find what to call takes time. */
export const SAMPLED_CALL = "coldframe:sampled-call";

const MODULE_URL = /^wasm:\/\//;
/** V8's own steps from JavaScript into a module and back. */
const WRAPPER = /^(js-to-wasm|wasm-to-js)\b/;
const COLLECTOR = "(garbage collector)";

/** Outside of the module: the request is written into its memory, the handler entered and left. */
const AROUND = host("request and response");
/** Of the two functions that are lent to a module, `abort` ends the call. */
const LENT = host("env.log");
const COLLECTING = host("garbage collection");

/** Where a node of V8's is in what is said of the calls. */
interface Place {
  /** Index of its node; -1: it has none. */
  readonly node: number;
  /** `outside`: of any call; `entry`: in the script; `around`: outside of the module; `host`: the module called out. */
  readonly in: "outside" | "entry" | "around" | "module" | "host";
}

const OUTSIDE: Place = { node: -1, in: "outside" };
const ENTRY: Place = { node: -1, in: "entry" };

/**
 * What V8's profiler saw of calls that took `wallUs` together. Its samples come at about regular times, also between the calls: so each that
 * was taken in a call stands for an equal share of that time. A function is told by its name in the module's name section, and by the
 * place of its code: line 1, and the offset in the file as a column, counted from 1.
 */
export function sampledCalls(profile: Profiler.Profile, wallUs: number, places: CodePlaces): SampledCall {
  const tree = new SampleTree(places);
  const placed = tree.place(profile.nodes);
  const nodes = (profile.samples ?? []).flatMap((id) => {
    const { node } = placed.get(id) ?? OUTSIDE;
    return node === -1 ? [] : [node];
  });
  const endUs = (index: number): number => Math.round((index * wallUs) / nodes.length);
  const samples = nodes.map((node, index): StackSample => ({ node, durationUs: endUs(index + 1) - endUs(index) }));
  return { functions: tree.functions, nodes: tree.nodes, samples, wallUs };
}

class SampleTree {
  readonly functions: SampledFunction[] = [];
  readonly nodes: SampledNode[] = [];
  readonly #places: CodePlaces;
  readonly #functionIndexes = new Map<string, number>();
  readonly #nodeIndexes = new Map<string, number>();

  constructor(places: CodePlaces) {
    this.#places = places;
  }

  /** By the ids of V8's nodes. A caller's place is found before those of what it called. */
  place(all: readonly Profiler.ProfileNode[]): ReadonlyMap<number, Place> {
    const byId = new Map(all.map((node) => [node.id, node]));
    const placed = new Map<number, Place>();
    const [root] = all;
    const waiting = root === undefined ? [] : [{ node: root, caller: OUTSIDE }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const place = this.#placeOf(next.node.callFrame, next.caller);
      placed.set(next.node.id, place);
      for (const id of next.node.children ?? []) {
        const node = byId.get(id);
        if (node !== undefined) waiting.push({ node, caller: place });
      }
    }
    return placed;
  }

  #placeOf({ url, functionName, columnNumber }: Profiler.ProfileNode["callFrame"], caller: Place): Place {
    if (caller.in === "outside") return url === SAMPLED_CALL ? ENTRY : OUTSIDE;
    if (caller.in === "entry")
      return functionName === COLLECTOR ? OUTSIDE : { node: this.#node(AROUND, -1), in: "around" };
    const parent = caller.in === "around" ? -1 : caller.node;
    if (functionName === COLLECTOR) return { node: this.#node(COLLECTING, parent), in: "host" };
    if (caller.in === "host") return caller;
    if (MODULE_URL.test(url) && !WRAPPER.test(functionName)) {
      const column = columnNumber - this.#places.shift + 1;
      const { fileName: file } = this.#places;
      return {
        node: this.#node({ kind: "function", name: functionName, file, line: 1, column }, parent),
        in: "module",
      };
    }
    const isLent = caller.in === "module" && (url !== "" || WRAPPER.test(functionName));
    return isLent ? { node: this.#node(LENT, parent), in: "host" } : caller;
  }

  #node(each: SampledFunction, parent: number): number {
    const index = indexOf(this.#functionIndexes, `${each.kind} ${each.column} ${each.name}`, () =>
      this.functions.push(each),
    );
    return indexOf(this.#nodeIndexes, `${parent} ${index}`, () => this.nodes.push({ function: index, parent }));
  }
}

/** `push` adds what is not known yet, and gives how many there are then. */
function indexOf(known: Map<string, number>, key: string, push: () => number): number {
  const found = known.get(key);
  if (found !== undefined) return found;
  const index = push() - 1;
  known.set(key, index);
  return index;
}

function host(name: string): SampledFunction {
  return { kind: "host", name, file: null, line: 0, column: 0 };
}
