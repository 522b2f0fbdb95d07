/**
 * The part of AssemblyScript's compiler that is used: tsconfig.json names this file for `assemblyscript/asc`. The package's own types
 * come with those of its portable library, which declare JavaScript's arrays and numbers a second time, for the whole program.
 */
interface Diagnostic {
  readonly category: number;
  readonly code: number;
  readonly message: string;
  readonly range: {
    /** In UTF-16 units from the source's start. */
    readonly start: number;
    readonly source: { readonly normalizedPath: string } | null;
  } | null;
}
interface Host {
  readonly readFile: (name: string, baseDir: string) => Promise<string | null>;
  readonly writeFile: (name: string, contents: string | Uint8Array, baseDir: string) => void;
  readonly listFiles: (folder: string, baseDir: string) => readonly string[];
  readonly reportDiagnostic: (diagnostic: Diagnostic) => void;
}
export const libraryFiles: Partial<Record<string, string>>;
export function main(argv: readonly string[], host: Host): Promise<{ readonly error: Error | null }>;
