/** The cache's key of the version that a function's source builds to now. */
export function versionKey(functionPath: string | null): readonly (string | null)[] {
  return [...VERSIONS, functionPath];
}

/** Of all functions. */
export const VERSIONS = ["version"] as const;
