import type { Failure, Outcome } from "../../model";
import { limitMemory, MemoryTooLarge, ModuleRefused, readModule } from "../../wasm";

/** A program held to a memory tier. */
export interface LimitedProgram {
  readonly code: Uint8Array<ArrayBuffer>;
  /** How far its code moved from where it was in the file. */
  readonly shift: number;
}

/** Why a program can't run. */
export interface Refusal {
  readonly outcome: Outcome;
  readonly failure: Failure;
}

/** @throws {ModuleRefused} */
export function limitProgram(code: Uint8Array, maxPages: number): LimitedProgram {
  const limited = limitMemory(readModule(code), maxPages);
  // Only sections before the code change their length.
  // The compiler takes no bytes that threads share.
  return { code: Uint8Array.from(limited), shift: limited.length - code.length };
}

/** Null where the error is none of the program's. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof MemoryTooLarge)
    return { outcome: "out-of-memory", failure: { code: "init-out-of-memory", message: error.message, stack: null } };
  if (error instanceof ModuleRefused || error instanceof WebAssembly.CompileError) {
    const message = `the module is refused: ${error.message}`;
    return { outcome: "threw", failure: { code: "invalid-module", message, stack: null } };
  }
  return null;
}
