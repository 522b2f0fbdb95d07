/** A free name that begins as the example's. */
export function suggestName(example: string, taken: readonly string[]): string {
  if (!taken.includes(example)) return example;
  for (let number = 2; ; number += 1) {
    const name = `${example}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** What is wrong with a function's name, one line; null: nothing. Main checks again. */
export function nameProblem(name: string, taken: readonly string[]): string | null {
  if (name === "") return "A function needs a name";
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return "Letters, digits, dots, dashes and underscores only";
  if (name.length > 60) return "Sixty characters at most";
  return taken.includes(name) ? "A function of that name is there already" : null;
}
