/** Something that provisioning could not do: one line that says what, where, and what to do about it. */
export class ProvisionError extends Error {
  override readonly name = "ProvisionError";
}

/** The one line of any error. */
export function lineOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n")[0] ?? "";
}
