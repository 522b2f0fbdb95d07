import { expect, test } from "vitest";
import { compileEngine, readEngine } from "../../../runtime/sandbox/quickjs/engine-modules";
import { hostHandlers } from "../../../runtime/sandbox/quickjs/host-handlers";
import { Instance } from "../../../runtime/sandbox/quickjs/instance";
import { ThreadHarness } from "./thread-harness";

test("a new instance is the base once it was given what differs", async () => {
  const { base } = await ThreadHarness.makeBase();
  const { snapshot, changed } = base;
  const hooks = { host: hostHandlers(() => null), interrupted: () => false };
  const instance = await Instance.instantiate(await compileEngine(await readEngine()), snapshot, 2048, hooks);
  expect(instance.overwrite(snapshot, changed)).toBe(true);
  expect({ ...instance.snapshot(), memory: null }).toEqual({ ...snapshot, memory: null });
  expect(Buffer.from(instance.snapshot().memory).equals(Buffer.from(snapshot.memory))).toBe(true);
  const copied = changed.reduce((bytes, at, index) => bytes + (index % 2 === 0 ? -at : at), 0);
  expect(copied).toBeLessThan(snapshot.memory.byteLength / 2);
});
