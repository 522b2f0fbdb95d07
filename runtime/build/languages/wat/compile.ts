import wabt from "wabt";
import { mapText } from "./source-map";

export interface WatSource {
  /** Shown in messages. */
  readonly fileName: string;
  readonly text: string;
}

export interface WatProblem {
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

export interface WatOutput {
  /** Null: it did not assemble, and `problems` say why. */
  readonly code: Uint8Array | null;
  readonly sourceMap: string | null;
  readonly problems: readonly WatProblem[];
}

/** Every proposal that the assembler knows: what the engine does not run, the engine says. */
export const FEATURES = {
  ...{ exceptions: true, mutable_globals: true, sat_float_to_int: true, sign_extension: true, simd: true },
  ...{ threads: true, function_references: true, multi_value: true, tail_call: true, bulk_memory: true },
  ...{ reference_types: true, annotations: true, code_metadata: true, gc: true, memory64: true },
  ...{ extended_const: true, relaxed_simd: true },
} as const;

/** The assembler's log is some hundred times the text. What is longer than this no person wrote. */
const MOST_MAPPED_CHARACTERS = 512 * 1024;

/** Assembles a module from its text, and checks it. Names stay in it, for stacks. */
export async function compileWat({ fileName, text }: WatSource): Promise<WatOutput> {
  const assembler = await wabt();
  try {
    const module = assembler.parseWat(fileName, text, FEATURES);
    try {
      module.resolveNames();
      module.validate();
      const isMapped = text.length <= MOST_MAPPED_CHARACTERS;
      const { buffer: code, log } = module.toBinary({ write_debug_names: true, log: isMapped });
      const sourceMap = isMapped ? mapText({ fileName, text, code, log }) : null;
      return { code, sourceMap, problems: [] };
    } finally {
      module.destroy();
    }
  } catch (error) {
    return { code: null, sourceMap: null, problems: problemsOf(error, fileName) };
  }
}

/** The assembler says `file:line:column: error: message`, then the line, then a mark under it; once for each error. */
function problemsOf(error: unknown, fileName: string): readonly WatProblem[] {
  const text = error instanceof Error ? error.message : String(error);
  const problems = text.split("\n").flatMap((line) => {
    if (!line.startsWith(`${fileName}:`)) return [];
    const match = /^(\d+):(\d+): error: (.*)$/.exec(line.slice(fileName.length + 1));
    return match === null ? [] : [{ message: match[3] ?? "", line: Number(match[1]), column: Number(match[2]) }];
  });
  return problems.length > 0 ? problems : [{ message: text.trim(), line: 1, column: 1 }];
}
