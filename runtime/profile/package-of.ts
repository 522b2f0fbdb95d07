/** The npm package that a module is of: the innermost package folder's name. Null: it is the function's own. */
export function packageOf(path: string): string | null {
  const [, name = null] = /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return name;
}
