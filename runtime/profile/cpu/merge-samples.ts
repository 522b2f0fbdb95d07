import type { CpuProfile, Engine, SampledCall, SampledFunction, SampledNode, StackSample } from "../../model";

/** What a profile holds of its calls' stacks. */
export type MergedSamples = Pick<CpuProfile, "functions" | "nodes" | "samples" | "wallUs">;

/** Where the host and the Web APIs work for a call without its function: reading the request, sending the response. */
const WEB_APIS: SampledFunction = { kind: "web-api", name: "", file: null, line: 0, column: 0 };

/** A node of one call, as it is in the whole. */
interface Place {
  /** Its node there; -1: none yet, since it only leads to the function. */
  readonly node: number;
  /** It is inside of Coldframe's Web APIs, which are one frame, whatever they do inside. */
  readonly inWebApis: boolean;
}

const OUTSIDE: Place = { node: -1, inWebApis: true };

/**
 * Puts the samples of many calls together. A function is the same in two calls if its name and its place are. What calls the function is
 * left out: that is how Coldframe's Web APIs hand it its request.
 */
export class SampleMerger {
  readonly #hasWebApis: boolean;
  readonly #functions: SampledFunction[] = [];
  readonly #nodes: SampledNode[] = [];
  readonly #samples: StackSample[] = [];
  readonly #functionIndexes = new Map<string, number>();
  readonly #nodeIndexes = new Map<string, number>();
  #wallUs = 0;

  constructor(engine: Engine) {
    this.#hasWebApis = engine === "quickjs";
  }

  /** Samples so far. */
  get count(): number {
    return this.#samples.length;
  }

  get merged(): MergedSamples {
    return { functions: this.#functions, nodes: this.#nodes, samples: this.#samples, wallUs: this.#wallUs };
  }

  add({ functions, nodes, samples, wallUs }: SampledCall): void {
    this.#wallUs += wallUs;
    const places: Place[] = [];
    for (const { function: index, parent } of nodes) {
      const each = functions[index];
      if (each !== undefined) places.push(this.#place(each, places[parent] ?? OUTSIDE));
    }
    for (const { node, durationUs } of samples) {
      const place = places[node];
      if (place === undefined) continue;
      this.#samples.push({ node: place.node === -1 ? this.#node(WEB_APIS, -1) : place.node, durationUs });
    }
  }

  #place(each: SampledFunction, parent: Place): Place {
    switch (each.kind) {
      case "function":
      case "idle":
        return { node: this.#node(each, parent.node), inWebApis: false };
      case "host":
      case "unpolled":
        return { node: this.#node(each, this.#callerOfHost(parent)), inWebApis: true };
      case "web-api":
        // Where its code lies in Coldframe says nothing to the function's author.
        return parent.inWebApis
          ? parent
          : { node: this.#node({ ...WEB_APIS, name: each.name }, parent.node), inWebApis: true };
      case "built-in":
        return parent.inWebApis ? parent : { node: this.#node(each, parent.node), inWebApis: false };
    }
  }

  #callerOfHost({ node }: Place): number {
    return node === -1 && this.#hasWebApis ? this.#node(WEB_APIS, -1) : node;
  }

  #node(each: SampledFunction, parent: number): number {
    const key = `${parent}:${this.#functionIndex(each)}`;
    const known = this.#nodeIndexes.get(key);
    if (known !== undefined) return known;
    const made = this.#nodes.push({ function: this.#functionIndex(each), parent }) - 1;
    this.#nodeIndexes.set(key, made);
    return made;
  }

  #functionIndex(each: SampledFunction): number {
    const key = JSON.stringify([each.kind, each.name, each.file, each.line, each.column, each.code?.index]);
    const known = this.#functionIndexes.get(key);
    if (known !== undefined) return known;
    const made = this.#functions.push(each) - 1;
    this.#functionIndexes.set(key, made);
    return made;
  }
}
