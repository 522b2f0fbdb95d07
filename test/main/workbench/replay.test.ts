import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { ArtifactShelf } from "../../../main/workbench/artifacts";
import { Calls } from "../../../main/workbench/calls";
import { invoke, ONE_AT_A_TIME } from "../../../main/workbench/invoke";
import { replay } from "../../../main/workbench/replay";
import type { ReplayReply } from "../../../preload/contract";
import { Running } from "../../../main/workbench/running";
import { openWorkbench } from "../../../main/workbench/workbench";
import type { Artifact, CallInput } from "../../../runtime";
import { cleanUp, folderOf } from "./workspace/folders";

const GRANTS = { env: { WHO: "Ada" }, allowNet: [], memoryMb: 128, timeoutMs: 5000 };

function source(version: number): string {
  return `export default { async fetch(request, env) {
    const bytes = [...new Uint8Array(await request.arrayBuffer())].join();
    return new Response("v${version} " + env.WHO + " " + request.method + " " + request.headers.get("x-a") + " " + bytes);
  } };`;
}

function open(home: string) {
  const workbench = openWorkbench({ home, runtime: { pool: { maxPool: 0, maxSandboxes: 2 } } });
  cleanUp(async () => {
    await workbench[Symbol.asyncDispose]();
  });
  const running = new Running();
  return { workbench, running, calls: new Calls(workbench, running) };
}

function bodyOf(reply: ReplayReply): string {
  if (reply.type !== "invocation") throw new Error("it did not build");
  return new TextDecoder().decode(reply.invocation.response?.body.content ?? new Uint8Array());
}

const INPUT: CallInput = {
  trigger: "http",
  request: { method: "PUT", url: "/p?q=1", headers: [["x-a", "b"]], body: new Uint8Array([0, 255, 10]) },
};

test("a call is made again as it was, in its own version, by another process and after an edit", async () => {
  const [home, folder] = [folderOf(), folderOf({ "fn.js": source(1) })];
  const entry = join(folder, "fn.js");
  const first = open(home);
  const id = uuidv7();
  const made = await first.calls.call({ id, entry, input: INPUT, grants: GRANTS, start: "cold" });
  if (made.type !== "invocation") throw new Error("it did not build");
  writeFileSync(entry, source(2));
  await first.workbench.artifacts.settled();
  await (await first.workbench.store()).flush();
  const second = open(home);
  const newId = uuidv7();
  const reply = await replay(second, { id, newId });
  expect(bodyOf(reply)).toBe("v1 Ada PUT b 0,255,10");
  expect(reply).toMatchObject({
    sameVersion: true,
    invocation: { id: newId, start: "cold", grants: GRANTS, entry, request: made.invocation.request },
  });
  await (await second.workbench.store()).flush();
  expect((await second.workbench.reader()).invocation(newId)).toMatchObject({ ok: true, running: false });
});

test("where the version is gone, today's source is called, and that is said", async () => {
  const [home, folder] = [folderOf(), folderOf({ "fn.js": source(1) })];
  const entry = join(folder, "fn.js");
  const parts = open(home);
  const { workbench, calls } = parts;
  const id = uuidv7();
  await calls.call({ id, entry, input: INPUT, grants: GRANTS, start: "auto" });
  const without = () => ({ ...parts, workbench: { ...workbench, artifacts: new ArtifactShelf(folderOf()) } });
  expect(await replay(without(), { id, newId: uuidv7() })).toMatchObject({ sameVersion: true });
  writeFileSync(entry, source(2));
  const reply = await replay(without(), { id, newId: uuidv7() });
  expect(reply).toMatchObject({ sameVersion: false });
  expect(bodyOf(reply)).toMatch(/^v2 /);
  writeFileSync(entry, "export default {");
  expect(await replay(without(), { id, newId: uuidv7() })).toMatchObject({ type: "build-failed" });
});

test("a call that a terminal made is made again in its own version, too", async () => {
  const [home, folder] = [folderOf(), folderOf({ "fn.js": source(1) })];
  const entry = join(folder, "fn.js");
  const terminal = openWorkbench({ home, runtime: ONE_AT_A_TIME });
  const { signal } = new AbortController();
  const made = await invoke(terminal, { entry, input: INPUT, grants: GRANTS, start: "auto", repeat: 1, signal });
  if (!made.ok) throw new Error("it did not build");
  await terminal[Symbol.asyncDispose]();
  writeFileSync(entry, source(2));
  const reply = await replay(open(home), { id: made.invocations[0]?.id ?? "", newId: uuidv7() });
  expect(reply).toMatchObject({ sameVersion: true });
  expect(bodyOf(reply)).toMatch(/^v1 /);
});

test("an event is given again", async () => {
  const [home, folder] = [folderOf(), folderOf({ "fn.js": "export const handler = async (event) => event;" })];
  const parts = open(home);
  const id = uuidv7();
  const input = { trigger: "event", event: { a: [1, "ü"] } } as const;
  await parts.calls.call({ id, entry: join(folder, "fn.js"), input, grants: GRANTS, start: "auto" });
  const reply = await replay(parts, { id, newId: uuidv7() });
  expect(JSON.parse(bodyOf(reply))).toEqual(input.event);
});

test("what is not there, or was not kept whole, is refused before anything runs", async () => {
  const [home, folder] = [folderOf(), folderOf({ "fn.js": source(1) })];
  const parts = open(home);
  await expect(replay(parts, { id: uuidv7(), newId: uuidv7() })).rejects.toMatchObject({ code: "not-found" });
  const id = uuidv7();
  const body = new Uint8Array(300 * 1024);
  const input: CallInput = { trigger: "http", request: { method: "POST", url: "/", headers: [], body } };
  await parts.calls.call({ id, entry: join(folder, "fn.js"), input, grants: GRANTS, start: "auto" });
  parts.calls.forget([id]);
  await (await parts.workbench.store()).flush();
  await expect(replay(parts, { id, newId: uuidv7() })).rejects.toMatchObject({ code: "not-replayable" });
});

function artifact(index: number): Artifact {
  const version = `sha256:${String(index).padStart(64, "0")}`;
  const code = new TextEncoder().encode(`// ${index}`);
  return {
    version,
    kind: "js",
    engine: "quickjs",
    name: "a",
    entry: "/a.js",
    code,
    sourceMap: null,
    debugInfo: null,
    modules: [],
  };
}

test("versions are kept whole, once, and the ones not used for longest go first", async () => {
  const home = folderOf();
  const shelf = new ArtifactShelf(home, { count: 10, bytes: 1_000_000 });
  for (let index = 0; index < 41; index += 1) shelf.keep(artifact(index));
  shelf.keep(artifact(40));
  await shelf.settled();
  expect(await shelf.find(artifact(40).version)).toEqual(artifact(40));
  expect(await shelf.find(artifact(0).version)).toBeNull();
  expect(await shelf.find("../../etc/passwd")).toBeNull();
});

test("debug info is there for who called last, and in this process alone", async () => {
  const home = folderOf();
  const shelf = new ArtifactShelf(home);
  const withInfo = (index: number): Artifact => ({
    ...artifact(index),
    debugInfo: { sections: Uint8Array.of(index), folder: "/" },
  });
  for (let index = 0; index < 9; index += 1) shelf.keep(withInfo(index));
  await shelf.settled();
  expect((await shelf.find(artifact(8).version))?.debugInfo).toEqual(withInfo(8).debugInfo);
  expect((await shelf.find(artifact(0).version))?.debugInfo).toBeNull();
  expect(await new ArtifactShelf(home).find(artifact(8).version)).toEqual(artifact(8));
});
