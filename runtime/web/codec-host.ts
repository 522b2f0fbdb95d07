/**
 * The host's side of the guest's compression streams: zlib of Node, driven synchronously and piece by piece on the sandbox's own
 * thread, so that its time counts as the guest's. Native code can't be interrupted and holds memory of its own: a piece is short, and a
 * run holds few codecs at once. The guest is hostile: every argument is checked, and a codec lives no longer than its run.
 */
import type * as ZlibModule from "node:zlib";
import { process } from "./own-process";

/** Input of one step: 4 KiB of the worst bomb become 4 MiB. */
const PIECE_BYTES = 4096;
/** Codecs at once. Each holds up to 256 KiB outside of the guest's memory. */
const MAX_CODECS = 64;
const OUTPUT_BYTES = 16 * 1024;

/** Node has no public way to drive zlib synchronously and piece by piece. A test holds these inner parts to be there in Electron, too. */
interface Engine {
  readonly _handle: {
    writeSync(
      flush: number,
      input: Uint8Array,
      inputOffset: number,
      inputBytes: number,
      output: Uint8Array,
      outputOffset: number,
      outputBytes: number,
    ): void;
  } | null;
  /** What is left of the output's room, and of the input. */
  readonly _writeState: Uint32Array;
  readonly errored: Error | null;
  on(event: "error", listener: () => void): unknown;
  close(): void;
}

type Zlib = typeof ZlibModule;

/** Loaded for the first function that needs it, within a millisecond: it would take a quarter of a megabyte in every thread. */
function zlib(): Zlib {
  return process.getBuiltinModule("node:zlib");
}

const MAKERS: ReadonlyMap<unknown, (zlib: Zlib) => unknown> = new Map<string, (zlib: Zlib) => unknown>([
  ["compress gzip", (from) => from.createGzip()],
  ["compress deflate", (from) => from.createDeflate()],
  ["compress deflate-raw", (from) => from.createDeflateRaw()],
  ["decompress gzip", (from) => from.createGunzip()],
  ["decompress deflate", (from) => from.createInflate()],
  ["decompress deflate-raw", (from) => from.createInflateRaw()],
]);

/** The codecs of one run. */
export class Codecs {
  readonly #engines = new Map<number, Engine>();
  #lastId = 0;

  /** `task`: `compress` or `decompress`, a blank, and a format of the Compression standard. Null when it is refused. */
  open(task: unknown): number | null {
    const make = MAKERS.get(task);
    if (make === undefined || this.#engines.size >= MAX_CODECS) return null;
    const engine = make(zlib()) as Engine;
    // It says what is wrong by `errored`; unheard, the event would end the thread.
    engine.on("error", () => undefined);
    this.#engines.set((this.#lastId += 1), engine);
    return this.#lastId;
  }

  /** What comes of `input`, `PIECE_BYTES` at most; `last`: the stream ends with it. Null when it is not of the format. */
  write(id: unknown, input: unknown, last: unknown): Uint8Array | null {
    const engine = this.#engines.get(id as number);
    if (engine === undefined || !(input instanceof Uint8Array) || input.length > PIECE_BYTES) return null;
    const { Z_FINISH, Z_NO_FLUSH } = zlib().constants;
    const output = run(engine, input, last === true ? Z_FINISH : Z_NO_FLUSH);
    if (output === null || last === true) this.close(id);
    return output;
  }

  close(id: unknown): void {
    this.#engines.get(id as number)?.close();
    this.#engines.delete(id as number);
  }

  closeAll(): void {
    for (const id of [...this.#engines.keys()]) this.close(id);
  }
}

function run(engine: Engine, input: Uint8Array, flush: number): Uint8Array | null {
  const pieces: Uint8Array[] = [];
  let left = input.length;
  for (;;) {
    const output = Buffer.allocUnsafe(OUTPUT_BYTES);
    engine._handle?.writeSync(flush, input, input.length - left, left, output, 0, OUTPUT_BYTES);
    if (engine.errored !== null || engine._handle === null) return null;
    const [room = 0, unread = 0] = engine._writeState;
    left = unread;
    pieces.push(output.subarray(0, OUTPUT_BYTES - room));
    if (room > 0) break;
  }
  // With room left, all is read, unless the compressed data ended before.
  return left > 0 ? null : Buffer.concat(pieces);
}
