/** The field of a module's source map that has the names of its functions by their indexes. */
export const MAPPED_FUNCTIONS = "x_coldframe_functions";

/** Empty where the source map has none. */
export function mappedFunctions(sourceMap: string): ReadonlyMap<number, string> {
  const { [MAPPED_FUNCTIONS]: functions = {} } = JSON.parse(sourceMap) as {
    readonly [MAPPED_FUNCTIONS]?: Readonly<Record<string, string>>;
  };
  return new Map(Object.entries(functions).map(([index, name]) => [Number(index), name]));
}
