import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DebugInfo, hasDebugSections, splitDebugSections } from "../../../../runtime/wasm";
import { SectionReader } from "../../../../runtime/wasm/dwarf/section-reader";
import { Work } from "../../../../runtime/wasm/dwarf/work";
import { assemble } from "../wasm-harness";
import type { Row, Sections } from "./dwarf-writer";
import {
  debugModule,
  fixed,
  lineProgram,
  lineTable4,
  lineTable5,
  signed,
  sized,
  text,
  unit4,
  unsigned,
} from "./dwarf-writer";

const ROWS: readonly Row[] = [
  { address: 0x10, file: 1, line: 7, column: 0 },
  { address: 0x18, file: 1, line: 8, column: 5 },
  { address: 0x20, file: 2, line: 3, column: 12 },
  { address: 0x28, file: 2, line: 0, column: 0 },
  { address: 0x30, file: 1, line: 10, column: 1 },
];
const FILES = ["index.c", "shop.h"];

function sections(program = lineProgram(ROWS, 0x40, true)): Sections {
  const { info, abbreviations } = unit4(0x10, 0x40);
  return { ".debug_info": info, ".debug_abbrev": abbreviations, ".debug_line": lineTable4(FILES, program) };
}

function open(from: Sections): DebugInfo {
  const info = DebugInfo.open(debugModule(from));
  if (info === null) throw new Error("there is no debug info");
  return info;
}

describe("numbers", () => {
  it("are read as they were written", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 53n }), fc.maxSafeInteger(), (natural, integer) => {
        const reader = new SectionReader(Uint8Array.from([...unsigned(natural), ...signed(BigInt(integer))]));
        expect([reader.u64(), reader.signedNumber(), reader.done]).toEqual([Number(natural), integer, true]);
      }),
    );
  });
});

describe("line tables", () => {
  const steps = fc.array(
    fc.record({
      step: fc.integer({ min: 0, max: 300 }),
      file: fc.integer({ min: 1, max: FILES.length }),
      line: fc.integer({ min: 1, max: 5000 }),
      column: fc.integer({ min: 1, max: 200 }),
    }),
    { minLength: 1, maxLength: 40 },
  );

  function rowsOf(written: readonly { step: number; file: number; line: number; column: number }[]): Row[] {
    let address = 0x10;
    return written.map(({ step, ...row }, at) => ({ ...row, address: (address += at === 0 ? 0 : step) }));
  }

  it.each([4, 5])("of version %i say of each address what its row says", (version) => {
    fc.assert(
      fc.property(steps, fc.boolean(), fc.integer({ min: 1, max: 300 }), (written, compact, last) => {
        const rows = rowsOf(written);
        const end = (rows.at(-1)?.address ?? 0) + last;
        const program = lineProgram(rows, end, compact);
        const { table, texts } =
          version === 5 ? lineTable5(FILES, program) : { table: lineTable4(FILES, program), texts: [] };
        const { info, abbreviations } = unit4(0x10, end);
        const debug = open({
          ".debug_info": info,
          ".debug_abbrev": abbreviations,
          ".debug_line": table,
          ".debug_line_str": texts,
        });
        const addresses = Array.from({ length: end - 0x10 }, (_, at) => 0x10 + at);
        const places = debug.places(addresses);
        for (const address of addresses) {
          // Of rows at one address the last one holds it.
          const row = rows.findLast((each) => each.address <= address);
          const path = row?.file === 1 ? "index.c" : "lib/shop.h";
          expect(places.get(address)).toEqual({ path, line: row?.line, column: row?.column });
        }
        expect(debug.places([end, 0x0f, 0]).size).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it("say nothing of code that the linker left out", () => {
    const dead = [0, 0xffff_ffff].flatMap((address) =>
      lineProgram([{ ...ROWS[0], address } as Row], address + 0x40, false),
    );
    const debug = open(sections([...dead, ...lineProgram(ROWS, 0x40, true)]));
    expect(debug.places([0x10, 0x20]).get(0x10)).toEqual({ path: "index.c", line: 7, column: 1 });
    expect(debug.places([0x02]).size).toBe(0);
  });
});

describe("frames", () => {
  it("of a function that was copied into another are two, the inner one first", () => {
    expect(open(sections()).frames([0x20]).get(0x20)).toEqual([
      { path: "lib/shop.h", line: 3, column: 12, name: "shop::pick", isInlined: true },
      { path: "index.c", line: 9, column: 3, name: "handler", isInlined: false },
    ]);
  });

  it("in code that the compiler made by itself are in the line before", () => {
    expect(open(sections()).frames([0x28]).get(0x28)?.[0]).toMatchObject({ path: "lib/shop.h", line: 3 });
  });

  it("outside of what was copied are one, and outside of the unit none", () => {
    const frames = open(sections()).frames([0x18, 0x40]);
    expect([...frames]).toEqual([[0x18, [{ path: "index.c", line: 8, column: 5, name: "handler", isInlined: false }]]]);
  });
});

describe("a module's debug sections", () => {
  const code = assemble('(module (func (export "handler")))');
  const withDebug = Uint8Array.from([
    ...code,
    ...debugModule({ ...sections(), ".debug_loc": [1, 2, 3], other: [4] }).subarray(8),
  ]);

  it("are taken out, with those that nobody reads, and nothing else", () => {
    const split = splitDebugSections(withDebug);
    expect(split.code).toEqual(Uint8Array.from([...code, ...debugModule({ other: [4] }).subarray(8)]));
    expect(split.debugSections).toEqual(debugModule(sections()));
  });

  it("are where a module has them, and otherwise nothing is changed", () => {
    expect([hasDebugSections(withDebug), hasDebugSections(code)]).toEqual([true, false]);
    expect(splitDebugSections(code)).toEqual({ code, debugSections: null });
    expect(DebugInfo.open(code)).toBeNull();
  });
});

/** Each would take for ever, or all memory, if it were believed. */
describe("what is made to take long", () => {
  const whole = sections();
  const { info, abbreviations } = unit4(0x10, 0x40);
  const origin = info.indexOf(5, info.length - 40);

  it.each<[string, Sections]>([
    [
      "a function that is a copy of itself",
      {
        ...whole,
        // The reference of the copied function, to where that itself is.
        ".debug_info": info.toSpliced(origin + 1, 4, ...fixed(origin, 4)),
      },
    ],
    ["abbreviations without an end", { ...whole, ".debug_abbrev": Array.from({ length: 100_000 }, () => 1) }],
    [
      "a list of files as long as a number can say",
      {
        ...whole,
        // Its entries have no fields, and so no bytes.
        ".debug_line": sized([...fixed(5, 2), 4, 0, ...sized([1, 1, 1, 0, 1, 1, 0, 0, 0, ...unsigned(2n ** 63n)])]),
      },
    ],
    ["units without a length", { ...whole, ".debug_info": Array.from({ length: 100_000 }, () => 0) }],
    [
      "units without an end of their text",
      {
        ...whole,
        ".debug_info": Array.from({ length: 5_000 }, () =>
          sized([...fixed(4, 2), ...fixed(0, 4), 4, 1, ...fixed(0, 4), 65, 65]),
        ).flat(),
      },
    ],
    [
      "a line program that never moves",
      {
        ...whole,
        ".debug_line": lineTable4(
          FILES,
          Array.from({ length: 200_000 }, () => 1),
        ),
      },
    ],
    [
      "nested for ever",
      {
        ...whole,
        ".debug_info": sized([
          ...[...fixed(4, 2), ...fixed(0, 4), 4, 1, ...fixed(0, 4), ...text("."), ...fixed(0x10, 4), ...fixed(0x30, 4)],
          ...Array.from({ length: 50_000 }, () => [2, 65, 0]).flat(),
        ]),
        ".debug_abbrev": abbreviations,
      },
    ],
  ])("%s: ends within its steps", (_, hostile) => {
    const work = new Work(1_000_000);
    const debug = DebugInfo.open(debugModule(hostile), work);
    expect(debug?.frames([0x10, 0x20, 0x30]) ?? new Map()).toBeInstanceOf(Map);
    expect(debug?.places([0x10, 0x20, 0x30]) ?? new Map()).toBeInstanceOf(Map);
  });

  it("is no more than its steps, however often it is asked", () => {
    const work = new Work(2_000);
    const debug = DebugInfo.open(debugModule(whole), work);
    expect(debug?.frames([0x20]).size).toBe(1);
    for (let time = 0; time < 100; time += 1) debug?.frames([0x20]);
    expect(debug?.frames([0x20]).size).toBe(0);
  });
});
