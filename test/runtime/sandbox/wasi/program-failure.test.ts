import { describe, expect, it } from "vitest";
import { programFailure } from "../../../../runtime/sandbox/wasi/program-failure";

const MB = 1024 * 1024;
const PLENTY = { bytes: 2 * MB, limitBytes: 128 * MB };
const FULL = { bytes: 127.5 * MB, limitBytes: 128 * MB };
const PLACES = { fileName: "main.wasm", shift: 0x10 };
/** As the SDK words it: the kind twice, then the program's frames, then its own. */
const TRAP = `command execution failed: RuntimeError: js: unreachable
RuntimeError: unreachable
    at abort (wasm://wasm/000d9002:wasm-function[19]:0x7f8)
    at wasm://wasm/000d9002:wasm-function[18]:0x390
    at file:///sdk/pkg/wasmer_sdk_js.js:1279:33
    at wasm://wasm/01237a4e:wasm-function[6401]:0x3edf20`;

describe("how a process ended", () => {
  it("is well with exit code 0, however much memory it took", () => {
    expect(programFailure({ exitCode: 0 }, FULL, "memory allocation of 9 bytes failed", PLACES)).toBeNull();
  });

  it("is the program's failure with another, told with its last words", () => {
    expect(programFailure({ exitCode: 7 }, PLENTY, "no such table", PLACES)).toEqual({
      outcome: "threw",
      failure: { code: "exit-code", message: "the program ended with exit code 7: no such table", stack: null },
    });
  });

  it("is a trap with its kind, its place in the file, and the program's own frames alone", () => {
    expect(programFailure({ error: TRAP }, PLENTY, "", PLACES)).toEqual({
      outcome: "threw",
      failure: {
        code: "trapped",
        message: "unreachable, in abort (function 19) at offset 0x7e8",
        stack: "    at abort (main.wasm:wasm-function[19]:0x7e8)\n    at main.wasm:wasm-function[18]:0x380",
      },
    });
  });

  it("is an exhausted stack", () => {
    const error = "command execution failed: RangeError: js: Maximum call stack size exceeded\nRangeError: Maximum…";
    expect(programFailure({ error }, PLENTY, "", PLACES)).toMatchObject({ failure: { code: "stack-exhausted" } });
  });

  it("is want of memory where no more is to be had, or the program says so", () => {
    const outOfMemory = { outcome: "out-of-memory", failure: { code: "memory-limit" } };
    expect(programFailure({ exitCode: 3 }, FULL, "", PLACES)).toMatchObject(outOfMemory);
    expect(programFailure({ error: TRAP }, FULL, "", PLACES)).toMatchObject(outOfMemory);
    const words = "memory allocation of 99999999 bytes failed";
    expect(programFailure({ error: TRAP }, PLENTY, words, PLACES)).toMatchObject(outOfMemory);
  });

  it("is a module that is refused where it never ran", () => {
    const error = "command execution failed: Missing import wasi_snapshot_preview1.no_such_thing";
    expect(programFailure({ error }, PLENTY, "", PLACES)).toMatchObject({
      outcome: "threw",
      failure: { code: "invalid-module", message: expect.stringContaining("no_such_thing") as unknown },
    });
  });
});
