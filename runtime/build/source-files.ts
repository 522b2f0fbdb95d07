/** Endings of the sources that Coldframe builds, in the order in which a folder's `index.*` is looked for. */
export const SOURCE_EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"] as const;

export function isSource(path: string): boolean {
  return SOURCE_EXTENSIONS.some((extension) => path.endsWith(extension)) && !/\.d\.[mc]?ts$/.test(path);
}
