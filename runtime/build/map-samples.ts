import { readModule } from "../wasm";
import type { Artifact, SampledCall, SampledFunction } from "../model";
import { codeBodies } from "./inspect/code-bodies";
import { mapCodeName, mapCodeStart } from "./map-module-stack";
import { bundleFileName, mapName, mapPosition } from "./map-stack";

/** The functions of the bundle by their names and places in the sources. What the source map knows nothing of stays as it is. */
export function mapSamples(sampled: SampledCall, artifact: Artifact): SampledCall {
  const bundle = bundleFileName(artifact);
  const map = artifact.kind === "js" ? mapFunction : mapModuleFunction;
  return {
    ...sampled,
    functions: sampled.functions.map((each) =>
      each.kind === "function" && each.file === bundle ? map(each, artifact) : each,
    ),
  };
}

function mapFunction(each: SampledFunction, artifact: Artifact): SampledFunction {
  const position = mapPosition(artifact, each.line, each.column);
  return position === null ? each : { ...each, ...position, name: mapName(artifact, each.line, each.name) };
}

/** Its place comes as the offset of its code, as a column: that is kept beside the source's. */
function mapModuleFunction(each: SampledFunction, artifact: Artifact): SampledFunction {
  const offset = each.column - 1;
  const index = functionIndexes(artifact).get(offset);
  if (index === undefined) return each;
  const position = mapCodeStart(artifact, offset) ?? { line: 0, column: 0 };
  return { ...each, ...position, name: mapCodeName(artifact, index) ?? each.name, code: { index, offset } };
}

const known = new WeakMap<Artifact, ReadonlyMap<number, number>>();

/** Of a module's own functions, by the offsets of their code. */
function functionIndexes(artifact: Artifact): ReadonlyMap<number, number> {
  let indexes = known.get(artifact);
  if (indexes === undefined) {
    const module = readModule(artifact.code);
    const imported = module.imports.filter(({ kind }) => kind === "function").length;
    indexes = new Map(codeBodies(module).map(({ start }, index) => [start, imported + index]));
    known.set(artifact, indexes);
  }
  return indexes;
}
