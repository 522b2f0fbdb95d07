/** WASI programs in C, Rust and AssemblyScript, built and called by the real command: what they get, and how they end. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InvocationDocument } from "../../main/workbench/documents";
import { createBuilder, findToolchains } from "../../runtime/build";
import { coldframe, EXAMPLES, temporaryFolder } from "./coldframe";

const FIXTURES = resolve("test/fixtures/wasi");
const toolchains = await findToolchains();

/** The tests of a language without a compiler are skipped. Two come with Coldframe. */
function hasCompiler(language: string): boolean {
  const isBuiltIn = language === "AssemblyScript" || language === "WebAssembly text";
  return isBuiltIn || toolchains.some((each) => each.language === language && each.found !== null);
}

async function invoke(
  entry: string,
  ...options: readonly string[]
): Promise<{ code: number | null; call: InvocationDocument; home: string }> {
  const home = await temporaryFolder();
  const run = await coldframe(["invoke", entry, "--json", ...options], { home });
  if (run.stdout === "") throw new Error(run.stderr);
  return { code: run.code, call: JSON.parse(run.stdout) as InvocationDocument, home };
}

/** What the conformance program wrote: `name=value` lines. */
function said({ response }: InvocationDocument): Readonly<Record<string, string>> {
  const body = response?.body;
  if (typeof body !== "string") throw new Error("the response has no text");
  const pairs = body
    .trimEnd()
    .split("\n")
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const);
  return Object.fromEntries(pairs);
}

const PROGRAMS = [
  { language: "C", entry: join(FIXTURES, "conformance.c") },
  { language: "Rust", entry: join(FIXTURES, "conformance.rs") },
  { language: "AssemblyScript", entry: join(FIXTURES, "conformance") },
];

describe.each(PROGRAMS)("a WASI program in $language", ({ language, entry }) => {
  const installed = test.skipIf(!hasCompiler(language));
  /** The program, compiled once: the command that builds it is tested by the first test. */
  let ready = "";

  beforeAll(async () => {
    if (!hasCompiler(language)) return;
    await using builder = createBuilder();
    const result = await builder.build(entry);
    if (!result.ok) throw new Error(result.problems[0].message);
    const folder = await mkdtemp(join(tmpdir(), "coldframe-wasi-"));
    ready = join(folder, "conformance.wasm");
    await writeFile(ready, result.artifact.code);
  });
  afterAll(async () => {
    if (ready !== "") await rm(dirname(ready), { recursive: true, force: true });
  });

  installed(
    "gets arguments, environment, clocks, random bytes, files and standard input, and nothing else",
    async () => {
      const file = join(await temporaryFolder(), "granted.txt");
      await writeFile(file, "from the host");
      const before = Date.now();
      const options = ["--env", "GREETING=hello there", "--allow-file", file, "--data", "some input"];
      const { code, call } = await invoke(entry, "--url", "/?one+two", ...options);
      expect(code).toBe(0);
      expect(call).toMatchObject({
        engine: "wasi",
        outcome: "ok",
        start: "cold",
        response: { status: 200, headers: [["content-type", "text/plain; charset=utf-8"]] },
        logs: [
          { level: "error", text: "to the log" },
          { level: "error", text: "and more" },
        ],
      });
      const lines = said(call);
      expect(lines).toMatchObject({
        args: "one,two",
        env: "hello there",
        home: "absent",
        random: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
        granted: "from the host",
        passwd: "absent",
        before: "absent",
        after: "written",
        stdin: "some input",
      });
      expect(Number(lines["clock"])).toBeGreaterThanOrEqual(before);
      expect(Number(lines["clock"])).toBeLessThanOrEqual(Date.now());
      expect(call.usage.peakMemoryBytes).toBeGreaterThan(65_535);
      expect(call.usage.activeCpuUs).toBeGreaterThan(0);
    },
  );

  installed("leaves nothing to its next call, nor to the file that it was granted", async () => {
    const file = join(await temporaryFolder(), "granted.txt");
    await writeFile(file, "from the host");
    const run = await coldframe(["invoke", ready, "--json", "--repeat", "3", "--allow-file", file], {
      home: await temporaryFolder(),
    });
    const { invocations } = JSON.parse(run.stdout) as { readonly invocations: readonly InvocationDocument[] };
    const all = invocations.map(said);
    expect(all.map(({ before, after, granted }) => [before, after, granted])).toEqual(
      Array.from({ length: 3 }, () => ["absent", "written", "from the host"]),
    );
    expect(new Set(all.map(({ random }) => random)).size).toBe(3);
  });

  installed("fails with its exit code, and with what it said", async () => {
    const { code, call } = await invoke(ready, "--env", "MISBEHAVE=fail");
    expect({ code, outcome: call.outcome, error: call.error, response: call.response }).toMatchObject({
      code: 1,
      outcome: "threw",
      error: { code: "exit-code", message: "the program ended with exit code 7: no such table" },
      response: null,
    });
    expect(call.logs.map(({ text }) => text)).toEqual(["no such table", "so far"]);
  });

  installed("traps with the kind and the place", async () => {
    const { call } = await invoke(ready, "--env", "MISBEHAVE=trap");
    expect(call).toMatchObject({
      outcome: "threw",
      error: {
        code: "trapped",
        message: expect.stringMatching(/^unreachable, in .* at offset 0x/) as unknown,
        stack: expect.stringMatching(/^ {4}at .*wasm-function\[\d+\]:0x/) as unknown,
      },
    });
  });

  installed("can't recurse without end", async () => {
    const { call } = await invoke(ready, "--env", "MISBEHAVE=deep", "--timeout", "20000");
    expect(["trapped", "stack-exhausted"]).toContain(call.error?.code);
  });

  installed("is held to its memory", async () => {
    const { code, call } = await invoke(ready, "--env", "MISBEHAVE=eat", "--memory", "16", "--timeout", "60000");
    expect({ code, outcome: call.outcome, error: call.error?.code }).toEqual({
      code: 1,
      outcome: "out-of-memory",
      error: "memory-limit",
    });
    expect(call.usage.peakMemoryBytes).toBeLessThanOrEqual(16 * 1024 * 1024);
  });

  installed("is ended at its deadline, out of a loop", async () => {
    const { call, home } = await invoke(ready, "--env", "MISBEHAVE=loop", "--timeout", "2000");
    expect(call).toMatchObject({ outcome: "timeout", error: { code: "deadline" }, logs: [{ text: "so far" }] });
    // Nobody can ask a process that was stopped what it took: that is not nothing.
    expect(call.usage).toMatchObject({ activeCpuUs: null, peakMemoryBytes: null });
    const { stdout } = await coldframe(["trace", call.id], { home });
    expect(stdout).toContain("active CPU not known");
    // Its bill says that it is of the most that it can have been.
    const bill = await coldframe(
      ["cost", call.id, "--platform", "cloudflare-workers", "--platform", "azure-functions"],
      { home },
    );
    expect(bill.stdout).toMatch(/ CPU \S+ s at most \(not known\) .* 128 MB held at most \(not known\)/);
    expect(bill.stdout).toMatch(/CPU time at most \(not known\)/);
    expect(bill.stdout).toMatch(/memory held at most \(not known\)/);
  });

  installed("can't answer with more than the limit", async () => {
    const { call } = await invoke(ready, "--env", "MISBEHAVE=flood", "--timeout", "60000");
    expect(call).toMatchObject({ outcome: "threw", error: { code: "response-too-large" }, response: null });
  });
});

const REQUESTS = [
  ["--url", "/?a=b&name=Ada%20%C3%84+L"],
  ["--url", "/?name=%22x%22", "-H", "accept: application/json"],
  ["--url", "/?name=a%5Cb%01c&name=later", "-H", "accept: text/html, application/json"],
  ["--url", "/?name=+"],
  ["--url", "/elsewhere?names=x", "--method", "POST", "--data", "name=body"],
];

describe.each([
  { language: "AssemblyScript", example: "hello-assemblyscript", engine: "wasm" },
  { language: "WebAssembly text", example: "hello-wat", engine: "wasm" },
  { language: "C", example: "hello-c", engine: "wasi" },
  { language: "C++", example: "hello-cpp", engine: "wasi" },
  { language: "Rust", example: "hello-rust", engine: "wasi" },
  { language: "Go", example: "hello-go", engine: "wasi" },
])("the example $example", { timeout: 180_000 }, ({ language, example, engine }) => {
  test.skipIf(!hasCompiler(language))("answers as the one in TypeScript does: status, headers and body", async () => {
    // Built once: that the command builds it is tested elsewhere.
    await using builder = createBuilder();
    const built = await builder.build(join(EXAMPLES, example));
    if (!built.ok) throw new Error(built.problems[0].message);
    const ready = join(await temporaryFolder(), `${example}.wasm`);
    await writeFile(ready, built.artifact.code);
    for (const options of REQUESTS) {
      const [other, typescript] = await Promise.all([
        invoke(ready, ...options),
        invoke(join(EXAMPLES, "hello"), ...options),
      ]);
      expect(answerOf(other.call)).toEqual(answerOf(typescript.call));
      expect(other.call).toMatchObject({ function: example, engine, outcome: "ok" });
    }
  });
});

/** A response, with the names of its headers as HTTP compares them. */
function answerOf({ response }: InvocationDocument) {
  const headers = response?.headers.map(([name, value]) => [name.toLowerCase(), value]) ?? [];
  return { status: response?.status, headers: headers.sort(), body: response?.body };
}

describe("a program that needs no compiler", () => {
  test("answers as a CGI program does", async () => {
    const { code, call } = await invoke(join(FIXTURES, "hello.wat"));
    expect({ code, engine: call.engine, outcome: call.outcome }).toEqual({ code: 0, engine: "wasi", outcome: "ok" });
    expect(call.response).toMatchObject({
      status: 200,
      headers: [["Content-Type", "text/plain"]],
      body: "Hello from WASI!\n",
    });
  });

  test("reaches no network, also where hosts are allowed, and says so", async () => {
    const { call } = await invoke(join(FIXTURES, "socket.wat"), "--allow-net", "127.0.0.1");
    // 58: not supported.
    expect(call.response?.body).toBe("open=000 connect=058");
    expect(call.logs).toMatchObject([{ level: "warn", text: expect.stringContaining("127.0.0.1") as unknown }]);
  });

  test("is refused with a memory larger than its limit", async () => {
    const file = join(await temporaryFolder(), "large.wat");
    await writeFile(file, '(module (memory (export "memory") 512) (func (export "_start")))');
    const { code, call } = await invoke(file, "--memory", "16");
    expect(code).toBe(1);
    expect(call).toMatchObject({ outcome: "out-of-memory", error: { code: "init-out-of-memory" } });
  });

  test("is refused with an import that there is not", async () => {
    const file = join(await temporaryFolder(), "asking.wat");
    await writeFile(
      file,
      '(module (import "env" "secrets" (func)) (memory (export "memory") 1) (func (export "_start")))',
    );
    const { call } = await invoke(file);
    expect(call).toMatchObject({
      outcome: "threw",
      error: { code: "invalid-module", message: expect.stringContaining("secrets") as unknown },
    });
  });
});

describe("toolchains", () => {
  test("are listed, with what to install for those that are missing", async () => {
    const home = await temporaryFolder();
    const [shown, json] = await Promise.all([
      coldframe(["toolchains"], { home }),
      coldframe(["toolchains", "--json"], { home }),
    ]);
    expect(JSON.parse(json.stdout)).toEqual({ schema: "coldframe/toolchains@1", toolchains });
    expect(shown.code).toBe(0);
    for (const { language, found, installHint } of toolchains) {
      expect(shown.stdout).toContain(language);
      expect(shown.stdout).toContain(found === null ? installHint : found.version);
    }
  });
});

test("a file that can't be granted is a wrong command line", async () => {
  const home = await temporaryFolder();
  const run = await coldframe(["invoke", join(EXAMPLES, "hello"), "--allow-file", "no-such-file"], { home });
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(/^coldframe: --allow-file: .*no-such-file does not exist: check the path\n$/);
});
