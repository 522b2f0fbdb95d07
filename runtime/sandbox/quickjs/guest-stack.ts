/**
 * The guest's call stack, read where the engine keeps it: in the instance's linear memory. Nothing of the guest is called and nothing
 * allocated, so that a sample neither disturbs the guest nor can be falsified by it: `Error.prepareStackTrace`,
 * `Error.stackTraceLimit` and a patched `Error` have no part in it.
 *
 * The places below are those of quickjs-wasi 3.6.2: QuickJS-ng 0.17 for wasm32, where a JSValue has eight bytes, a pointer in the low
 * four and a tag in the high four. The struct's names are QuickJS's own. The package is pinned, and the tests hold every place.
 */
import { Buffer } from "node:buffer";
import type { SampledFunction } from "../../model";
import { GUEST_FILE } from "./guest-file";

const RUNTIME = { atomArray: 568, currentStackFrame: 660 } as const;
const CONTEXT = { interruptCounter: 292 } as const;
const FRAME = { previous: 0, function: 8 } as const;
const OBJECT = { classId: 10, shape: 12, properties: 16, bytecode: 24 } as const;
const BYTECODE = { name: 20, file: 56, line: 60, column: 64 } as const;
const SHAPE = { secondAtom: 68 } as const;
/** A function's properties begin with `length` and `name`. */
const NAME_VALUE = 8;
const STRING = { length: 0, hash: 4, characters: 24 } as const;

/** JS_CLASS_…: bytecode functions, generators, async functions, async generators. */
const BYTECODE_CLASSES: ReadonlySet<number> = new Set([13, 17, 55, 59]);
/** JS_ATOM_name. */
const NAME_ATOM = 58;
/** JS_TAG_STRING, as the high half of a JSValue. */
const STRING_TAG = 0xfffffff9;
const WIDE = 0x80000000;
/** What the engine sets its counter to before it calls the interrupt handler. */
const COUNTER_START = 10_000;
/** A name is shown in one line; the guest may make it as long as it likes. */
const NAME_CHARACTERS = 128;
const FILE_CHARACTERS = 1024;
/** More frames than the engine's stack can hold: a chain that does not end is not followed for ever. */
const MAX_FRAMES = 20_000;

/** A function that was read, and what its memory held then: another may have come to the same place since. */
interface Known {
  readonly found: SampledFunction;
  readonly name: number;
  readonly nameHash: number;
  readonly file: number;
  readonly line: number;
  readonly column: number;
}

export class GuestStack {
  readonly #memory: WebAssembly.Memory;
  readonly #runtime: number;
  readonly #context: number;
  readonly #known = new Map<number, Known>();
  #words: Uint32Array;

  constructor(memory: WebAssembly.Memory, runtimePtr: number, contextPtr: number) {
    this.#memory = memory;
    this.#runtime = runtimePtr;
    this.#context = contextPtr;
    this.#words = new Uint32Array(memory.buffer);
  }

  /**
   * Lets the engine call its interrupt handler after `polls` polls, this once. It polls at each call and at each jump back.
   * @throws {Error} when the engine is not the one that is known here.
   */
  pollAfter(polls: number): void {
    const at = this.#context + CONTEXT.interruptCounter;
    const counter = this.#word(at);
    if (counter === 0 || counter > COUNTER_START) throw new Error("the engine keeps its interrupt counter elsewhere");
    this.#words[at >>> 2] = polls;
  }

  /** The functions that run, innermost first; the same object for the same function, as long as it lives. */
  read(): SampledFunction[] {
    const functions: SampledFunction[] = [];
    let frame = this.#word(this.#runtime + RUNTIME.currentStackFrame);
    while (frame !== 0 && functions.length < MAX_FRAMES) {
      functions.push(this.#functionAt(this.#word(frame + FRAME.function)));
      frame = this.#word(frame + FRAME.previous);
    }
    return functions;
  }

  #functionAt(object: number): SampledFunction {
    const classId = this.#word(object + OBJECT.classId - 2) >>> 16;
    return BYTECODE_CLASSES.has(classId) ? this.#bytecodeFunction(object) : this.#builtInFunction(object);
  }

  #builtInFunction(object: number): SampledFunction {
    const name = this.#ownName(object);
    const nameHash = this.#word(name + STRING.hash);
    const known = this.#known.get(object);
    if (known?.name === name && known.nameHash === nameHash) return known.found;
    const found = {
      kind: "built-in",
      name: this.#text(name, NAME_CHARACTERS),
      file: null,
      line: 0,
      column: 0,
    } as const;
    this.#known.set(object, { found, name, nameHash, file: 0, line: 0, column: 0 });
    return found;
  }

  #bytecodeFunction(object: number): SampledFunction {
    const place = this.#word(object + OBJECT.bytecode);
    const atom = this.#word(place + BYTECODE.name);
    // What stands in the source comes before the property, which the guest can set.
    const name = atom === 0 ? this.#ownName(object) : this.#atomAt(atom);
    const nameHash = this.#word(name + STRING.hash);
    const file = this.#atomAt(this.#word(place + BYTECODE.file));
    const line = this.#word(place + BYTECODE.line);
    const column = this.#word(place + BYTECODE.column);
    const known = this.#known.get(place);
    const isSame = known?.name === name && known.nameHash === nameHash;
    if (isSame && known.file === file && known.line === line && known.column === column) return known.found;
    const fileName = this.#text(file, FILE_CHARACTERS);
    const kind = fileName === GUEST_FILE ? "web-api" : "function";
    const found = { kind, name: this.#text(name, NAME_CHARACTERS), file: fileName, line, column } as const;
    this.#known.set(place, { found, name, nameHash, file, line, column });
    return found;
  }

  /** Of the property `name`, where it is still the engine's own: a string at its usual place. 0 where it is not. */
  #ownName(object: number): number {
    const properties = this.#word(object + OBJECT.properties);
    const isName = this.#word(this.#word(object + OBJECT.shape) + SHAPE.secondAtom) === NAME_ATOM;
    return isName && this.#word(properties + NAME_VALUE + 4) === STRING_TAG ? this.#word(properties + NAME_VALUE) : 0;
  }

  #atomAt(atom: number): number {
    return this.#word(this.#word(this.#runtime + RUNTIME.atomArray) + atom * 4);
  }

  #text(string: number, limit: number): string {
    if (string === 0) return "";
    const head = this.#word(string + STRING.length);
    const isWide = (head & WIDE) !== 0;
    const bytes = Math.min((head & ~WIDE) >>> 0, limit) * (isWide ? 2 : 1);
    const start = string + STRING.characters;
    const { buffer } = this.#memory;
    if (start + bytes > buffer.byteLength) return "";
    return Buffer.from(buffer, start, bytes).toString(isWide ? "utf16le" : "latin1");
  }

  /** 0 beyond the memory's end. */
  #word(at: number): number {
    // A memory that grew has another buffer.
    if (this.#words.length === 0) this.#words = new Uint32Array(this.#memory.buffer);
    return this.#words[at >>> 2] ?? 0;
  }
}
