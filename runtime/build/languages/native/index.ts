import type { LanguageId, ToolchainReport } from "../../../model";
import { LANGUAGES } from "../../../model";
import type { Language } from "../language";
import { c, cpp } from "./clang";
import { go } from "./go";
import { NativeCompiler } from "./native-compiler";
import { rust } from "./rust";
import type { NativeToolchain, Toolchain } from "./toolchain";
import { zig } from "./zig";

/** Whose compilers are the machine's own. A folder is a function by a file that such projects name so anyway. */
export const NATIVE: readonly Language[] = [
  native("rust", rust, ["main.rs", "index.rs"]),
  native("c", c, ["main.c", "index.c"]),
  native("cpp", cpp, ["main.cpp", "index.cpp"]),
  native("zig", zig, ["main.zig", "index.zig"]),
  native("go", go, ["main.go", "index.go"]),
];

/** Looks for every native compiler. */
export async function findToolchains(): Promise<readonly ToolchainReport[]> {
  return await Promise.all([report(rust), report(c), report(cpp), report(zig), report(go)]);
}

function native<Found extends Toolchain>(
  id: LanguageId,
  toolchain: NativeToolchain<Found>,
  entryNames: readonly string[],
): Language {
  const { extensions } = LANGUAGES[id];
  return {
    id,
    entryNames,
    takes: (file) => extensions.some((extension) => file.endsWith(extension)),
    open: () => new NativeCompiler(toolchain),
  };
}

async function report<Found extends Toolchain>({
  name,
  find,
  installHint,
}: NativeToolchain<Found>): Promise<ToolchainReport> {
  return { language: name, found: await find(), installHint };
}
