import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMessages } from "../../../../../runtime/build/languages/native/compiler-messages";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-messages-"));
  await writeFile(join(folder, "main.c"), "int main(void) {\r\n  return x;\r\n}\r\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("what compilers say", () => {
  it("is errors and warnings with their places", () => {
    const output = `${join(folder, "main.c")}:2:10: error: use of undeclared identifier 'x'
main.c:1:5: warning: odd [-Wodd]
main.c:1:5: note: declared here
1 warning and 1 error generated.`;
    const place = { file: join(folder, "main.c"), line: 2, column: 10, lineText: "  return x;" };
    expect(readMessages(output, folder)).toMatchObject({
      errors: [{ code: "compile-error", message: "use of undeclared identifier 'x'", location: place }],
      warnings: [{ code: "suspicious-code", message: "odd [-Wodd]", location: { line: 1, column: 5 } }],
    });
  });

  it("is Go's, without a word for the kind or a column", () => {
    const { errors } = readMessages("# command-line-arguments\n./main.go:7:2: undefined: x\n./main.go:9: bad", folder);
    expect(errors).toMatchObject([
      { message: "undefined: x", location: { file: join(folder, "main.go"), line: 7, column: 2, lineText: "" } },
      { message: "bad", location: { line: 9, column: 1 } },
    ]);
  });

  it("is a linker's, which has no place", () => {
    const output = "wasm-ld: error: /tmp/main.o: undefined symbol: missing\nclang: error: linker command failed";
    expect(readMessages(output, folder).errors).toMatchObject([
      { code: "build-failed", message: "The linker: /tmp/main.o: undefined symbol: missing", location: null },
    ]);
  });
});
