import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import SqliteDatabase from "better-sqlite3";
import { describe, expect, test } from "vitest";
import type { InvocationDocument } from "../../main/workbench/documents";
import { coldframe, EXAMPLES, LAUNCHER, temporaryFolder } from "./coldframe";

const HELLO = join(EXAMPLES, "hello");
/** A folder that is no function. */
const EMPTY = join(EXAMPLES, "..", "bin");

describe("a wrong command line is exit 2, with one line that says what to do", () => {
  test.each<readonly [args: readonly string[], line: RegExp]>([
    [["invok"], /unknown command 'invok' \(Did you mean invoke\?\); see coldframe --help/],
    [["invok", "--help"], /unknown command 'invok' \(Did you mean invoke\?\); see coldframe --help/],
    [["--help", "nothing"], /unknown command 'nothing'; see coldframe --help/],
    [["invoke"], /missing required argument 'entry'; see coldframe invoke --help/],
    [["invoke", HELLO, "--memroy", "1"], /unknown option '--memroy' \(Did you mean --memory\?\)/],
    [["invoke", HELLO, "extra"], /too many arguments/],
    [["invoke", HELLO, "--url", "example.com"], /--url 'example\.com' is not a URL: write a path/],
    [["invoke", HELLO, "-H", "no colon"], /-H 'no colon' has no colon/],
    [["invoke", HELLO, "-H", "a b: c"], /'a b' is not a header name/],
    [["invoke", HELLO, "--method", "TRACE"], /forbids TRACE/],
    [["invoke", HELLO, "--data", "@nowhere.json"], /--data: can't read 'nowhere\.json': no such file/],
    [["invoke", HELLO, "--data", "x", "--method", "GET"], /a GET request can't have a body/],
    [["invoke", HELLO, "--event", "nowhere.json"], /--event: can't read 'nowhere\.json'/],
    [["invoke", HELLO, "--event", "x.json", "--data", "x"], /--event and --data exclude each other/],
    [["invoke", HELLO, "--env", "NOVALUE"], /--env 'NOVALUE': write it as NAME=VALUE/],
    [["invoke", HELLO, "--allow-net", "http://example.com/"], /--allow-net/],
    [["invoke", HELLO, "--start", "hot"], /--start 'hot': use one of auto, cold, prewarmed, warm/],
    [["invoke", HELLO, "--memory", "1"], /--memory '1': use a whole number from 16 to 4096 MiB/],
    [["invoke", HELLO, "--timeout", "soon"], /--timeout 'soon'/],
    [["invoke", HELLO, "--repeat", "0"], /--repeat '0'/],
    [["history", "--outcome", "fine"], /--outcome 'fine': use one of ok, threw/],
    [["history", "--since", "yesterday"], /--since 'yesterday'/],
    [["history", "--limit", "-1"], /--limit '-1'/],
    [["trace", "hello"], /'hello' is not an invocation's id/],
    [["trace", "01930e4f-7c00"], /no invocation has this id/],
    [["trace", "01930e4f", "--json", "--otlp"], /--json and --otlp exclude each other/],
    [["serve", "nowhere"], /nowhere does not exist: check the path/],
    [["serve", "nowhere.ts"], /nowhere\.ts does not exist: check the path/],
    [["invoke", "nowhere.ts"], /^coldframe: nowhere\.ts does not exist: check the path; it is taken from/],
    [["invoke", EMPTY], /^coldframe: \S* has no entry: add an index\.ts/],
    [["build", "nowhere.ts"], /nowhere\.ts does not exist: check the path/],
    [["build", EMPTY], /has no entry: add an index\.ts/],
    [["tune", "nowhere.ts"], /nowhere\.ts does not exist: check the path/],
    [["tune", EMPTY], /has no entry: add an index\.ts/],
    [["check", "nowhere.ts", "--max-bytes", "1"], /nowhere\.ts does not exist: check the path/],
    [["cost", "nowhere.ts"], /nowhere\.ts does not exist: check the path/],
    [["profile", "nowhere.ts"], /nowhere\.ts does not exist: check the path/],
    [["compare", "./nowhere.ts", HELLO], /nowhere\.ts is neither a saved profile .* nor a function/],
    [["check", EMPTY, "--max-bytes", "1"], /has no entry: add an index\.ts/],
    [["serve", "--port", "99999"], /--port '99999'/],
    [["tune", HELLO, "--tiers", "128,lots"], /--tiers 'lots': use a whole number from 16 to 4096 MiB/],
    [["profile", HELLO, "--runs", "2001"], /--runs '2001': use a whole number from 1 to 2000/],
    [["profile", HELLO, "--cpu", "--runs", "1000001"], /--runs '1000001': use a whole number from 1 to 1000000/],
    [["compare", HELLO, HELLO, "--runs", "0"], /--runs '0': use a whole number from 1 to 2000/],
    [["tune", HELLO, "--runs", "2"], /--runs '2': use a whole number from 5 to 1000/],
    [["tune", HELLO, "--platform", "nowhere"], /"nowhere": use one of edge-reference, aws-lambda/],
    [["tune", HELLO, "--json", "--csv"], /--json and --csv exclude each other/],
    [["check", HELLO], /give a budget: --max-bytes, .* or --max-usd-per-million/],
    [["check", HELLO, "--max-usd-per-million", "-1"], /--max-usd-per-million '-1': use US dollars/],
    [["check", HELLO, "--max-bytes", "1", "--platform", "aws-lambda"], /give that budget too/],
    [["check", HELLO, "--max-usd-per-million", "1", "--platform", "nowhere"], /"nowhere": use one of/],
    [["calibrate", "nowhere", "--pair", "1:2"], /"nowhere": use one of edge-reference/],
    [["calibrate", "--pair", "1:2"], /name the platform/],
    [["calibrate", "azure-functions", "--pair", "1:2"], /a calibration would change nothing/],
    [["calibrate", "fastly-compute", "--pair", "1:2"], /at least 2 pairs of measurements: there is one/],
    [["calibrate", "fastly-compute", "--pair", "1:fast"], /'1:fast' is no pair of measurements/],
    [["calibrate", "fastly-compute", "--pairs", "nowhere.csv"], /--pairs: can't read 'nowhere\.csv': no such file/],
    [["calibrate", "fastly-compute", "--remove"], /fastly-compute is not calibrated/],
    [["calibrate", "fastly-compute", "--pair", "1:1", "--pair", "1:9"], /agree on no factor/],
  ])("%j", async (args, line) => {
    const run = await coldframe(args, { home: await temporaryFolder() });
    expect(run.stderr).toMatch(line);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(run).toMatchObject({ code: 2, stdout: "" });
  });
});

test("every command has help with examples, and it is no error", async () => {
  const home = await temporaryFolder();
  for (const command of ["invoke", "build", "history", "trace", "tune", "project", "check", "calibrate", "serve"]) {
    const run = await coldframe([command, "--help"], { home });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain(`$ npx coldframe ${command}`);
    expect(run.stdout).not.toContain("[]");
  }
  expect((await coldframe([], { home })).stdout).toContain("Exit codes: 0 fine");
  expect((await coldframe(["--version"], { home })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe("a function that fails is exit 1, with one line that says what is wrong and what to do", () => {
  test.each<readonly [source: string, args: readonly string[], line: RegExp]>([
    ["export default () => {}", [], /^invalid-response: the handler returned nothing instead of a Response: return /],
    ["export default () => 'text'", [], /^invalid-response: the handler returned a string instead of .*: return /],
    ["for (;;);", ["--timeout", "3000"], /^init-timeout: .* deadline: .* raise the timeout$/],
    ["export default () => { for (;;); }", ["--timeout", "3000"], /^deadline: .* deadline: .* raise the timeout$/],
    ["for (const a = [];;) a.push(new Uint8Array(1e6))", [], /^init-out-of-memory: .* limit: .* raise the limit$/],
    [
      "export default () => { for (const a = [];;) a.push(new Uint8Array(1e6)); }",
      [],
      /^memory-limit: .* limit: .* raise the limit$/,
    ],
  ])("%s", async (source, args, line) => {
    const home = await temporaryFolder();
    const entry = join(home, "function.js");
    await writeFile(entry, source);
    const run = await coldframe(["invoke", entry, ...args], { home });
    expect(run.code).toBe(1);
    expect(run.stdout.split("\n")[1]).toMatch(line);
  });
});

test("a history without calls says how to make one, and a filter that none passes says so", async () => {
  const home = await temporaryFolder();
  const none = await coldframe(["history"], { home });
  expect(none).toMatchObject({ code: 0, stderr: "no calls yet; make one: coldframe invoke <entry>\n" });
  const filtered = await coldframe(["history", "--outcome", "ok"], { home });
  expect(filtered.stderr).toMatch(/^no call matches; leave out a filter/);
});

describe("a history that can't be used is exit 4, one line, before anything runs", () => {
  test("damaged", async () => {
    const home = await temporaryFolder();
    const damaged = "this is no database, and nobody may overwrite it".repeat(100);
    await writeFile(join(home, "coldframe.sqlite"), damaged);
    const run = await coldframe(["invoke", HELLO, "--json"], { home });
    expect(run).toMatchObject({ code: 4, stdout: "" });
    expect(run.stderr).toMatch(/coldframe\.sqlite is damaged or no SQLite database: restore a copy, or move it away/);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
    const again = await coldframe(["history"], { home });
    expect(again.code).toBe(4);
  });

  test("a home that is a file", async () => {
    const home = join(await temporaryFolder(), "file");
    await writeFile(home, "");
    const run = await coldframe(["history"], { home });
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/set COLDFRAME_HOME to another folder/);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test.skipIf(process.getuid?.() === 0)("a folder that can't be written", async () => {
    const home = join(await temporaryFolder(), "locked");
    await mkdir(home);
    await chmod(home, 0o500);
    const run = await coldframe(["invoke", HELLO], { home });
    expect(run).toMatchObject({ code: 4, stdout: "" });
  });
});

/** No file may grow by a byte. The shell takes away the signal that would end the process for it. */
const FULL_DISK = `trap "" XFSZ; ulimit -f 0; exec "$0" "$@"`;

describe.skipIf(process.platform !== "linux")("on a full disk the history", () => {
  function onFullDisk(home: string, ...args: readonly string[]): Promise<{ readonly stdout: string }> {
    const env = { PATH: process.env["PATH"] ?? "", COLDFRAME_HOME: home };
    return promisify(execFile)("sh", ["-c", FULL_DISK, process.execPath, LAUNCHER, ...args], { env });
  }

  test("can be read, and nothing is called that it could not keep", async () => {
    const home = await temporaryFolder();
    const called = await coldframe(["invoke", HELLO, "--json"], { home });
    const { id } = JSON.parse(called.stdout) as InvocationDocument;
    expect((await onFullDisk(home, "history")).stdout).toContain(id);
    expect((await onFullDisk(home, "trace", id)).stdout).toContain("Hello, world!");
    await expect(onFullDisk(home, "invoke", HELLO)).rejects.toMatchObject({
      code: 4,
      stdout: "",
      stderr: expect.stringMatching(/^coldframe: The history in .*; what was written before is safe/) as string,
    });
  });

  test("that was not put in order when its process died can't be copied, and says so", async () => {
    const home = await temporaryFolder();
    const file = join(home, "coldframe.sqlite");
    await coldframe(["invoke", HELLO], { home });
    const database = new SqliteDatabase(file);
    database.exec("DELETE FROM invocation");
    for (const suffix of ["", "-wal"]) await copyFile(file + suffix, `${file}.copy${suffix}`);
    database.close();
    for (const suffix of ["", "-wal"]) await rename(`${file}.copy${suffix}`, file + suffix);
    await expect(onFullDisk(home, "history")).rejects.toMatchObject({
      code: 4,
      stderr: expect.stringMatching(
        /^coldframe: .*its last calls are in .*-wal, and there is no room.*TMPDIR.*\n$/,
      ) as string,
    });
  });
});

describe("the launcher", () => {
  test("says what to do where the program is not built", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "build", "bin"), { recursive: true });
    await writeFile(join(folder, "package.json"), '{"type":"module"}');
    for (const file of ["coldframe.js", "own-node.js"]) {
      await copyFile(join(dirname(LAUNCHER), file), join(folder, "build", "bin", file));
    }
    const run = promisify(execFile)(process.execPath, [join(folder, "build", "bin", "coldframe.js")]);
    await expect(run).rejects.toMatchObject({
      code: 4,
      stderr: "coldframe: Coldframe is not built yet: run npm run build\n",
    });
  });

  test("a reader that goes away is no error", async () => {
    const home = await temporaryFolder();
    const shell = `"$0" "$1" invoke "$2" --repeat 200 --json | head -c 10`;
    const run = await promisify(execFile)("sh", ["-c", shell, process.execPath, LAUNCHER, HELLO], {
      env: { PATH: process.env["PATH"] ?? "", COLDFRAME_HOME: home },
    });
    expect(run).toEqual({ stdout: '{"schema":', stderr: "" });
  });
});
