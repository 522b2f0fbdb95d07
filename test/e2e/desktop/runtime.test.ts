import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { inject, expect, test } from "vitest";
import { coldframe, EXAMPLES, temporaryFolder } from "../coldframe";
import { desktopCommand } from "../electron";
import type { ProbeOrder, ProbeReport } from "./runtime-probe";
import probe from "./runtime-probe?modulePath";

const HELLO = join(EXAMPLES, "hello");

/** Has the workbench work in Electron's main process, where there is no window. */
async function inElectron(order: ProbeOrder): Promise<ProbeReport> {
  const folder = dirname(probe);
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "probe", type: "module", main: "module.js" }));
  const { executable, args, env } = desktopCommand(folder);
  const { stdout } = await promisify(execFile)(executable, args, { env: { ...env, PROBE: JSON.stringify(order) } });
  return JSON.parse(stdout) as ProbeReport;
}

test("Electron's main process builds, calls cold, prewarmed and warm, and remembers", async () => {
  const report = await inElectron({
    home: await temporaryFolder(),
    entry: HELLO,
    starts: ["cold", "prewarmed", "warm", "warm"],
  });
  expect(report).toMatchObject({ process: "browser", electron: inject("electron").version });
  expect(report.invocations.map(({ outcome, start }) => `${start} ${outcome}`)).toEqual([
    "cold ok",
    "prewarmed ok",
    "warm ok",
    "warm ok",
  ]);
  expect(new Set(report.bodies)).toEqual(new Set(["Hello, Ada!\n"]));
  expect(report.remembered).toEqual(report.called);
});

test("a core module starts more often than Electron can hold memories, grown or not", async () => {
  const folder = await temporaryFolder();
  const entry = join(folder, "grows.wat");
  await writeFile(
    entry,
    `(module (memory 1) (func (export "handler") (result i32) (drop (memory.grow (i32.const 1))) (memory.size)))`,
  );
  const starts = ["cold" as const, ...Array.from({ length: 200 }, () => "prewarmed" as const)];
  const report = await inElectron({ home: folder, entry, starts });
  expect(new Set(report.invocations.map(({ outcome }) => outcome))).toEqual(new Set(["ok"]));
  expect(new Set(report.bodies)).toEqual(new Set(["2"]));
});

test("a WASI program runs on Electron's own Node, in a process whose Wasm memories are few", async () => {
  const report = await inElectron({
    home: await temporaryFolder(),
    entry: resolve("test/fixtures/wasi/hello.wat"),
    // Each process has a memory of its own, and Electron holds no more than 124 of them at once.
    starts: ["cold", "prewarmed", ...Array.from({ length: 130 }, () => "warm" as const)],
  });
  expect(new Set(report.invocations.map(({ outcome }) => outcome))).toEqual(new Set(["ok"]));
  expect(new Set(report.bodies)).toEqual(new Set(["Hello from WASI!\n"]));
  const { activeCpuUs = 0, peakMemoryBytes = 0 } = report.invocations.at(-1)?.usage ?? {};
  expect(activeCpuUs).toBeGreaterThan(0);
  expect(peakMemoryBytes).toBe(65_536);
});

test("the active CPU time of a call is what its thread used, not what passed meanwhile", async () => {
  const folder = await temporaryFolder();
  const entry = join(folder, "busy.js");
  // A wait between two turns of work: 60 ms that cost nothing.
  await writeFile(
    entry,
    `function burn() { const end = Date.now() + 40; let n = 0; while (Date.now() < end) n += 1; return n; }
    export default async () => {
      burn();
      await new Promise((done) => setTimeout(done, 60));
      return new Response(String(burn()));
    };`,
  );
  const report = await inElectron({ home: folder, entry, starts: ["prewarmed"] });
  const [call] = report.invocations;
  expect(call?.outcome).toBe("ok");
  const { wallUs = 0, activeCpuUs = 0 } = call?.usage ?? {};
  expect(activeCpuUs).toBeGreaterThan(0);
  expect(activeCpuUs).toBeLessThanOrEqual(wallUs - 55_000);
});

test("compression streams pack and unpack on Electron's own Node, and refuse what is not of the format", async () => {
  const folder = await temporaryFolder();
  const entry = join(folder, "packer.js");
  await writeFile(
    entry,
    `async function through(stream, data) { return new Response(new Blob([data]).stream().pipeThrough(stream)).bytes(); }
    export default async () => {
      const text = "cold frame ".repeat(20_000);
      const said = [];
      for (const format of ["gzip", "deflate", "deflate-raw"]) {
        const packed = await through(new CompressionStream(format), text);
        const back = new TextDecoder().decode(await through(new DecompressionStream(format), packed));
        const refused = await through(new DecompressionStream(format), "not packed").catch((error) => error.name);
        said.push(packed.length < 2000 && back === text && refused);
      }
      return new Response(said.join());
    };`,
  );
  const { bodies } = await inElectron({ home: folder, entry, starts: ["prewarmed"] });
  expect(bodies).toEqual(["TypeError,TypeError,TypeError"]);
});

test("the terminal and the window share one home: cache and history", async () => {
  const home = await temporaryFolder();
  const terminal = await coldframe(["invoke", HELLO, "--json"], { home });
  expect(terminal.code).toBe(0);
  const cache = readdirSync(join(home, "cache"));

  const report = await inElectron({ home, entry: HELLO, starts: ["cold"] });
  expect(report.invocations.map(({ outcome }) => outcome)).toEqual(["ok"]);
  expect(report.remembered).toHaveLength(2);
  const after = await coldframe(["history", "--json"], { home });
  expect((JSON.parse(after.stdout) as { invocations: unknown[] }).invocations).toHaveLength(2);
  expect(readdirSync(join(home, "cache"))).toEqual(expect.arrayContaining(cache));
});
