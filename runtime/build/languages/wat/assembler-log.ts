/** A byte, or some, that the assembler wrote for a reason that it names: an instruction's name, or what an argument is. */
export interface LoggedBytes {
  /** From where the function's code begins, with its locals. */
  readonly offset: number;
  readonly what: string;
}

const FUNCTION = /^; function body \d+$/;
const SECTION = /^; section /;
const BYTES = /^([0-9a-f]+): [0-9a-f ]+?\s*; (.*)$/;

/** What the assembler says that it wrote for each function. Offsets in its log are those before it knew how long lengths are. */
export function readLog(log: string): readonly (readonly LoggedBytes[])[] {
  const functions: LoggedBytes[][] = [];
  let current: LoggedBytes[] | null = null;
  let start: number | null = null;
  for (const line of log.split("\n")) {
    if (FUNCTION.test(line)) {
      current = [];
      start = null;
      functions.push(current);
    } else if (SECTION.test(line)) current = null;
    const [, place, what] = current === null ? [] : (BYTES.exec(line) ?? []);
    if (place === undefined || what === undefined) continue;
    const offset = Number.parseInt(place, 16);
    // The first is the length, in one byte.
    if (start === null) start = offset + 1;
    else if (!what.startsWith("FIXUP")) current?.push({ offset: offset - start, what });
  }
  return functions;
}
