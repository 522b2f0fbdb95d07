import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Artifact } from "../../../runtime";
import type { BuildFunction, SourceBuild } from "../../../main/workbench/gateway/gateway-types";
import { Sources } from "../../../main/workbench/gateway/sources";

let folder = "";
let file = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-reload-"));
  file = join(folder, "hello.ts");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A build whose code is what the file holds when it reads it. */
function reading(inputs: () => readonly string[] = () => [file, folder]): {
  build: BuildFunction;
  builds: () => number;
} {
  let builds = 0;
  return {
    build: (entry) => {
      builds += 1;
      const code = readFileSync(entry);
      return Promise.resolve({ ok: true, artifact: artifact(code), inputs: inputs() });
    },
    builds: () => builds,
  };
}

function artifact(code: Uint8Array): Artifact {
  return {
    version: "sha256:test",
    kind: "js",
    engine: "quickjs",
    name: "hello",
    entry: file,
    code,
    sourceMap: null,
    debugInfo: null,
    modules: [],
  };
}

function textOf(built: SourceBuild): string {
  return built.ok ? Buffer.from(built.artifact.code).toString() : "failed";
}

/** Makes a file look as old as those that nobody edits; its change time stays, so wait until it is no longer young. */
async function untilSettled(sources: Sources, builds: () => number): Promise<void> {
  let before = -1;
  while (builds() !== before) {
    before = builds();
    await sources.current(file);
  }
}

/** Waits until a folder's last change is so long ago that the next one is sure to have another time. */
async function untilOld(path: string): Promise<void> {
  while (Date.now() - statSync(path).ctimeMs <= 20) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("the request behind an edit gets it, however fast edits follow each other", async () => {
  const { build } = reading();
  const sources = new Sources(build);
  for (let edit = 0; edit < 500; edit += 1) {
    // All of one length, many in one tick of the file system's clock.
    const text = String(edit).padStart(6, "0");
    writeFileSync(file, text);
    expect(textOf(await sources.current(file))).toBe(text);
  }
});

test("an edit that keeps size and modification time is seen", async () => {
  const { build, builds } = reading();
  const sources = new Sources(build);
  writeFileSync(file, "one");
  const { atime, mtime } = statSync(file);
  await untilSettled(sources, builds);
  writeFileSync(file, "two");
  await utimes(file, atime, mtime);
  expect(textOf(await sources.current(file))).toBe("two");
});

test("unchanged sources are not built again", async () => {
  const { build, builds } = reading();
  const sources = new Sources(build);
  writeFileSync(file, "one");
  await untilSettled(sources, builds);
  const before = builds();
  for (let turn = 0; turn < 100; turn += 1) {
    const both = await Promise.all([sources.current(file), sources.current(file)]);
    expect(both.map(({ isNew }) => isNew)).toEqual([false, false]);
  }
  expect(builds()).toBe(before);
  writeFileSync(file, "another");
  expect(await sources.current(file)).toMatchObject({ isNew: true });
});

test("an edit during a build is not lost to those who ask after it", async () => {
  const gates: PromiseWithResolvers<undefined>[] = [];
  let started: () => void = () => undefined;
  const sources = new Sources(async (entry) => {
    const code = readFileSync(entry);
    const gate = Promise.withResolvers<undefined>();
    gates.push(gate);
    started();
    await gate.promise;
    return { ok: true, artifact: artifact(code), inputs: [entry] };
  });
  const isStarted = (): Promise<void> =>
    new Promise((resolve) => {
      started = resolve;
    });
  writeFileSync(file, "one");
  let next = isStarted();
  const first = sources.current(file);
  await next;
  writeFileSync(file, "two");
  const second = sources.current(file);
  next = isStarted();
  gates[0]?.resolve(undefined);
  await next;
  gates[1]?.resolve(undefined);
  expect([textOf(await first), textOf(await second)]).toEqual(["one", "two"]);
});

test("a failed build is tried again by each request, and a build that throws leaves no one waiting", async () => {
  let mode = "fail";
  const sources = new Sources((entry) => {
    if (mode === "throw") {
      return Promise.reject(new Error("a bug"));
    }
    return Promise.resolve(
      mode === "fail"
        ? { ok: false, problems: [] }
        : { ok: true, artifact: artifact(readFileSync(entry)), inputs: [entry] },
    );
  });
  writeFileSync(file, "one");
  expect(textOf(await sources.current(file))).toBe("failed");
  mode = "throw";
  await expect(Promise.all([sources.current(file), sources.current(file)])).rejects.toThrow("a bug");
  mode = "build";
  expect(textOf(await sources.current(file))).toBe("one");
});

test("a file that was missing and turns up, and one that goes, make a new build", async () => {
  const later = join(folder, "later.ts");
  const { build, builds } = reading(() => [file, later]);
  const sources = new Sources(build);
  writeFileSync(file, "one");
  await untilSettled(sources, builds);
  for (const change of [() => writeFile(later, "x"), () => rm(later)]) {
    const before = builds();
    await change();
    await sources.current(file);
    expect(builds()).toBeGreaterThan(before);
    await untilSettled(sources, builds);
  }
});

/** Sources that were built of these files and looked at again once no time of theirs is too young to be trusted. */
async function settledAndOld(inputs: readonly string[]) {
  const { build, builds } = reading(() => [...inputs]);
  const sources = new Sources(build);
  writeFileSync(file, "one");
  await untilSettled(sources, builds);
  await untilOld(folder);
  await sources.current(file);
  return { sources, builds };
}

test("a missing file that turns up is noticed, however long its folder was as it is, and whatever else came into it", async () => {
  const later = join(folder, "later.ts");
  const { sources, builds } = await settledAndOld([file, later]);
  const before = builds();
  await writeFile(join(folder, "other.ts"), "nothing that the build depends on");
  await sources.current(file);
  await untilOld(folder);
  await sources.current(file);
  expect(builds()).toBe(before);
  await writeFile(later, "x");
  await sources.current(file);
  expect(builds()).toBe(before + 1);
});

test("a link whose target turns up elsewhere is noticed", async () => {
  const elsewhere = join(folder, "elsewhere");
  await mkdir(elsewhere);
  const link = join(folder, "tsconfig.json");
  await symlink(join(elsewhere, "tsconfig.json"), link);
  const { sources, builds } = await settledAndOld([file, link]);
  const before = builds();
  await writeFile(join(elsewhere, "tsconfig.json"), "{}");
  await sources.current(file);
  expect(builds()).toBe(before + 1);
});

test("a package's file that changed is noticed", async () => {
  const dependency = join(folder, "node_modules", "x", "index.js");
  await mkdir(join(dependency, ".."), { recursive: true });
  writeFileSync(dependency, "one");
  writeFileSync(file, "own");
  const { build, builds } = reading(() => [file, dependency]);
  const sources = new Sources(build);
  await untilSettled(sources, builds);
  const before = builds();
  writeFileSync(dependency, "two");
  while (builds() === before) {
    await sources.current(file);
  }
  expect(builds()).toBe(before + 1);
});
