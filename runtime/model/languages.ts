/** A language that functions are written in: what everybody has to know of it. */
interface LanguageFacts {
  /** Its name, as people write it. */
  readonly name: string;
  /** Endings of the files that can be a function by themselves, with the dot. */
  readonly extensions: readonly string[];
}

/** AssemblyScript's usual ending is TypeScript's: such a file is one where an `asconfig.json` says so. */
export const LANGUAGES = {
  javascript: {
    name: "JavaScript",
    extensions: [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"],
  },
  assemblyscript: { name: "AssemblyScript", extensions: [".as"] },
  wat: { name: "WebAssembly text", extensions: [".wat"] },
  rust: { name: "Rust", extensions: [".rs"] },
  c: { name: "C", extensions: [".c"] },
  cpp: { name: "C++", extensions: [".cpp", ".cc", ".cxx"] },
  zig: { name: "Zig", extensions: [".zig"] },
  go: { name: "Go", extensions: [".go"] },
  wasm: { name: "WebAssembly module", extensions: [".wasm"] },
} as const satisfies Readonly<Record<string, LanguageFacts>>;
export type LanguageId = keyof typeof LANGUAGES;

/** Endings of the files that Coldframe builds. */
export const FUNCTION_EXTENSIONS: readonly string[] = Object.values(LANGUAGES).flatMap<string>(
  ({ extensions }) => extensions,
);

/** Whether a file can be a function by itself, by its name: declarations of types are none. */
export function isFunctionFile(path: string): boolean {
  return FUNCTION_EXTENSIONS.some((extension) => path.endsWith(extension)) && !/\.d\.[cm]?ts$/.test(path);
}
