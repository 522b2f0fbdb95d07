import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findToolchains } from "../../../../runtime/build";
import { DebugInfo, splitDebugSections } from "../../../../runtime/wasm";
import { Work } from "../../../../runtime/wasm/dwarf/work";
import { mutate, randomNumbers } from "../mutations";
import { debugModule, lineProgram, lineTable4, unit4 } from "./dwarf-writer";

const MUTANTS = 10_000;
const SLOW_MS = 120_000;
/** Far more than the real sections take. */
const STEPS = 200_000;
const clang = (await findToolchains()).find(({ language }) => language === "C")?.found ?? null;

/** Debug info that was damaged anywhere behind the module's magic number is read as far as it goes. */
function survives(module: Uint8Array, addresses: readonly number[]): void {
  const random = randomNumbers(20_261_129);
  let read = 0;
  for (let mutant = 0; mutant < MUTANTS; mutant += 1) {
    const debug = DebugInfo.open(mutate(module, random), new Work(STEPS));
    const frames = debug?.frames(addresses);
    for (const frame of [...(frames?.values() ?? [])].flat()) {
      expect(typeof frame.path).toBe("string");
      expect(frame.line).toBeGreaterThan(0);
      expect(frame.column).toBeGreaterThan(0);
    }
    if ((frames?.size ?? 0) > 0) read += 1;
  }
  // Otherwise the mutations would be so wild that nothing behind the first check is tested.
  expect(read).toBeGreaterThan(MUTANTS / 20);
}

describe("10,000 mutants", () => {
  it(
    "of a small unit give frames or none, and nothing else",
    () => {
      const { info, abbreviations } = unit4(0x10, 0x40);
      const rows = [{ address: 0x10, file: 1, line: 7, column: 0 }];
      const line = lineTable4(["index.c"], lineProgram(rows, 0x40, true));
      survives(debugModule({ ".debug_info": info, ".debug_abbrev": abbreviations, ".debug_line": line }), [0x10, 0x20]);
    },
    SLOW_MS,
  );

  it.skipIf(clang === null).each([4, 5])(
    "of what clang writes as version %i give frames or none",
    (version) => {
      const folder = mkdtempSync(join(tmpdir(), "coldframe-fuzz-"));
      try {
        const source = join(folder, "a.c");
        writeFileSync(
          source,
          "static int half(int n) { if (n > 9) __builtin_trap(); return n / 2; }\nint handler(void) { return half((int)__builtin_wasm_memory_size(0)); }\n",
        );
        const options = [
          "--target=wasm32",
          "-O2",
          "-g",
          `-gdwarf-${version}`,
          "-nostdlib",
          "-Wl,--no-entry,--export=handler",
        ];
        execFileSync(clang?.executable ?? "", [...options, "-o", join(folder, "a.wasm"), source]);
        const { debugSections } = splitDebugSections(readFileSync(join(folder, "a.wasm")));
        if (debugSections === null) throw new Error("clang wrote no debug sections");
        const inCode = Array.from({ length: 40 }, (_, at) => 2 + at);
        survives(debugSections, inCode);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    SLOW_MS,
  );
});
