import type { Artifact, SampledCall, SampledFunction } from "../model";
import { bundleFileName, mapName, mapPosition } from "./map-stack";

/** The functions of the bundle by their names and places in the sources. What the source map knows nothing of stays as it is. */
export function mapSamples(sampled: SampledCall, artifact: Artifact): SampledCall {
  const bundle = bundleFileName(artifact);
  return { ...sampled, functions: sampled.functions.map((each) => mapFunction(each, artifact, bundle)) };
}

function mapFunction(each: SampledFunction, artifact: Artifact, bundle: string): SampledFunction {
  if (each.kind !== "function" || each.file !== bundle) return each;
  const position = mapPosition(artifact, each.line, each.column);
  return position === null ? each : { ...each, ...position, name: mapName(artifact, each.line, each.name) };
}
