/** TinyGo can't be had from a registry: a stand-in that takes its documented command line and speaks its documented errors. */
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createBuilder } from "../../../../../runtime/build";

/** `(module (memory (export "memory") 1) (func (export "_start")))` */
const MODULE = "AGFzbQEAAAABBAFgAAADAgEABQMBAAEHEwIGbWVtb3J5AgAGX3N0YXJ0AAAKBAECAAs=";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-tinygo-"));
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env["PATH"] ?? ""}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** A source with the word `missing` does not build, with what TinyGo says then. */
async function installStandIn(version: string): Promise<void> {
  const script = `#!/bin/sh
if [ "$1" = version ]; then echo "tinygo version ${version} linux/amd64 (using go version go1.23.5 and LLVM version 18.1.2)"; exit 0; fi
printf '%s\\n' "$@" "GOPROXY=$GOPROXY" "GOTOOLCHAIN=$GOTOOLCHAIN" > "${folder}/said"
while [ "$1" != -o ]; do shift; done
if grep -q missing "$3"; then echo "# command-line-arguments" >&2; echo "$3:4:2: undefined: missing" >&2; exit 1; fi
echo ${MODULE} | base64 -d > "$2"
`;
  await writeFile(join(folder, "tinygo"), script);
  await chmod(join(folder, "tinygo"), 0o755);
}

async function build(source: string) {
  const entry = join(folder, "main.go");
  await writeFile(entry, source);
  await using builder = createBuilder();
  return { entry, result: await builder.build(entry) };
}

it.each([
  ["0.37.0", "-target=wasip1"],
  ["0.32.0", "-target=wasi"],
])("TinyGo %s is asked for a WASI program by its own name, and fetches nothing", async (version, target) => {
  await installStandIn(version);
  const { entry, result } = await build("package main\n\nfunc main() {}\n");
  expect(result).toMatchObject({ ok: true, artifact: { kind: "wasi" } });
  const said = (await readFile(join(folder, "said"), "utf8")).trimEnd().split("\n");
  expect(said).toEqual([
    ...["build", target, "-no-debug", "-o", expect.stringMatching(/\.wasm$/) as unknown, entry],
    ...["GOPROXY=off", "GOTOOLCHAIN=local"],
  ]);
});

it("TinyGo's errors are marked at their places", async () => {
  await installStandIn("0.37.0");
  const { entry, result } = await build("package main\n\nfunc main() {\n\tmissing()\n}\n");
  expect(result).toMatchObject({
    ok: false,
    problems: [{ code: "compile-error", message: "undefined: missing", location: { file: entry, line: 4, column: 2 } }],
  });
});
