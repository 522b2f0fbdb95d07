import { concatBytes, nameBytes, unsignedBytes } from "../../wasm";

/** An i64 argument is a bigint. */
interface HostCall {
  readonly name: string;
  readonly args: readonly (number | bigint)[];
}

const I32 = 0x7f;
const I64 = 0x7e;
const I32_CONST = 0x41;
const I64_CONST = 0x42;
const CALL = 0x10;
const DROP = 0x1a;
const END = 0x0b;
/** Where the program keeps what: a buffer's address and length, as reads and writes take it; a path; room for answers; the buffer. */
const VECTOR = 8;
const PATH = 16;
const ANSWER = 32;
const BUFFER = 1024;
/** The folder that a program has from the start. */
const ROOT = 3;

/** What nearly every program calls before its own code runs, and to read and write. */
const CALLS: readonly HostCall[] = [
  { name: "args_sizes_get", args: [ANSWER, ANSWER + 4] },
  { name: "args_get", args: [BUFFER, BUFFER + 256] },
  { name: "environ_sizes_get", args: [ANSWER, ANSWER + 4] },
  { name: "environ_get", args: [BUFFER, BUFFER + 256] },
  { name: "fd_prestat_get", args: [ROOT, ANSWER] },
  { name: "fd_prestat_dir_name", args: [ROOT, BUFFER, 1] },
  { name: "fd_fdstat_get", args: [1, ANSWER] },
  { name: "clock_time_get", args: [0, 1n, ANSWER] },
  { name: "random_get", args: [BUFFER, 16] },
  { name: "path_open", args: [ROOT, 1, PATH, 4, 0, 2n, 0n, 0, ANSWER] },
  { name: "fd_filestat_get", args: [ROOT, ANSWER] },
  { name: "fd_read", args: [0, VECTOR, 1, ANSWER] },
  { name: "fd_write", args: [1, VECTOR, 1, ANSWER] },
  { name: "fd_write", args: [2, VECTOR, 1, ANSWER] },
  { name: "fd_close", args: [1] },
];

/** The file that the program opens. */
export const WARM_UP_FILE = "/file";

/** A program that calls its host in most of the ways there are, and does nothing with the answers. */
export function warmUpProgram(): Uint8Array {
  const start = CALLS.length;
  return concatBytes([
    Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0),
    section(1, [...CALLS.map(({ args }) => [0x60, ...withLength(args.map(typeOf)), 1, I32]), [0x60, 0, 0]]),
    section(
      2,
      CALLS.map(({ name }, index) => [...nameBytes("wasi_snapshot_preview1"), ...nameBytes(name), 0, index]),
    ),
    section(3, [[start]]),
    section(5, [[0, 1]]),
    section(7, [
      [...nameBytes("memory"), 2, 0],
      [...nameBytes("_start"), 0, start],
    ]),
    section(10, [withLength([0, ...CALLS.flatMap(instructions), END])]),
    section(11, [
      segment(VECTOR, [...fourBytes(BUFFER), ...fourBytes(1)]),
      segment(PATH, [...new TextEncoder().encode(WARM_UP_FILE.slice(1))]),
    ]),
  ]);
}

function instructions({ args }: HostCall, index: number): number[] {
  return [...args.flatMap(constant), CALL, ...unsignedBytes(index), DROP];
}

function typeOf(value: number | bigint): number {
  return typeof value === "bigint" ? I64 : I32;
}

function constant(value: number | bigint): number[] {
  return [typeof value === "bigint" ? I64_CONST : I32_CONST, ...signedBytes(Number(value))];
}

/** LEB128, signed, of a number that is not negative: its last byte must not look so. */
function signedBytes(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signedBytes(value >>> 7)];
}

function segment(address: number, bytes: readonly number[]): number[] {
  return [0, I32_CONST, ...signedBytes(address), END, ...withLength(bytes)];
}

function fourBytes(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, 0, 0];
}

function section(id: number, entries: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from([id, ...withLength([...unsignedBytes(entries.length), ...entries.flat()])]);
}

function withLength(bytes: readonly number[]): number[] {
  return [...unsignedBytes(bytes.length), ...bytes];
}
