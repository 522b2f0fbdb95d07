const LONGEST_NAME = 80;
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._@+ -]*$/u;

/** Why `name` can't be a profile's; null: it can. Names have no slashes, so that a path is never taken for one. */
export function profileNameProblem(name: string): string | null {
  if (name.length > LONGEST_NAME) return `a profile's name has ${LONGEST_NAME} characters at most`;
  if (NAME.test(name) && name.trim() === name) return null;
  return "a profile's name begins with a letter or digit, and goes on with letters, digits, spaces and . _ @ + -";
}
