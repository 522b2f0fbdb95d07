import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openStoreReader } from "../../../main/store";
import type { ProfileSample } from "../../../runtime/model";
import { profileOfSamples } from "../../../runtime/profile";
import { sampleCpuProfile } from "../../runtime/profile/sample-cpu-profile";
import { sampleProfile, sampleStart } from "../workbench/profile/sample-profile";
import { openTestStore, temporaryFolder } from "./fixtures";

const FIRST = sampleProfile([1000, 1100], { id: "01a2234d-eecc-7e2e-ba6e-000000000001", recordedAtMs: 1000 });
const SECOND = sampleProfile([2000], { id: "01a2234d-eecc-7e2e-ba6e-000000000002", recordedAtMs: 2000, status: null });

test("a saved profile comes back as it was, also to another process's reader", async () => {
  const file = join(temporaryFolder(), "history.sqlite");
  const { store } = await openTestStore(file);
  expect(await store.saveProfile("first", FIRST)).toBe(true);
  expect(await store.saveProfile("second", SECOND)).toBe(true);
  expect(store.profile("first")).toEqual(FIRST);
  expect(store.profile("third")).toBeNull();
  expect(store.profiles()).toMatchObject([
    { name: "second", functionName: "hello", runs: 1, recordedAtMs: 2000 },
    { name: "first", machine: FIRST.machine },
  ]);
  const reader = openStoreReader({ file });
  expect(reader.profile("second")).toEqual(SECOND);
  await reader.close();
});

test("a name or a profile that is there already is left alone", async () => {
  const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  await store.saveProfile("first", FIRST);
  expect(await store.saveProfile("first", SECOND)).toBe(false);
  expect(await store.saveProfile("again", FIRST)).toBe(false);
  expect(store.profiles()).toHaveLength(1);
  expect(store.profile("first")).toEqual(FIRST);
});

test("a deleted profile makes room for its name", async () => {
  const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  await store.saveProfile("first", FIRST);
  expect(await store.deleteProfile("first")).toBe(true);
  expect(await store.deleteProfile("first")).toBe(false);
  expect(await store.saveProfile("first", SECOND)).toBe(true);
});

test("starts that were saved before a sandbox's collections were noted say nothing of them", async () => {
  const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  const { sandboxGc: _, ...events } = sampleStart(4, 1000).events;
  const older = sampleStart(4, 1000, { events: events as ProfileSample["events"] });
  await store.saveProfile("older", { ...FIRST, samples: [older], withoutImage: [older] });
  const profile = store.profile("older");
  expect(profile?.samples).toEqual([sampleStart(4, 1000, { events: { ...events, sandboxGc: null } })]);
  expect(profile?.withoutImage).toEqual(profile?.samples);
});

test("a renamed profile is the same under another name, which has to be free", async () => {
  const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  await store.saveProfile("first", FIRST);
  await store.saveProfile("second", SECOND);
  expect(await store.renameProfile("first", "second")).toBe(false);
  expect(await store.renameProfile("third", "fourth")).toBe(false);
  expect(await store.renameProfile("first", "third")).toBe(true);
  expect([store.profile("first"), store.profile("second"), store.profile("third")]).toEqual([null, SECOND, FIRST]);
});

describe("samples of the handler", () => {
  const SAMPLES = sampleCpuProfile({ entry: FIRST.entry, version: FIRST.version });
  const SAMPLED = { ...FIRST, cpuProfile: SAMPLES };

  test("are saved with a profile, or added to it, and come back as they were", async () => {
    const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
    await store.saveProfile("whole", SAMPLED);
    expect(store.profile("whole")).toEqual(SAMPLED);
    await store.saveProfile("added", SECOND);
    const other = { ...SAMPLES, id: "01a2234d-eecc-7e2e-ba6e-000000000003" };
    expect(await store.addCpuProfile("added", other)).toBe(true);
    expect(store.profile("added")).toEqual({ ...SECOND, cpuProfile: other });
    expect(store.profiles().map(({ name, sampled }) => [name, sampled])).toEqual([
      ["added", { id: other.id, samples: 6 }],
      ["whole", { id: SAMPLES.id, samples: 6 }],
    ]);
  });

  test("alone are a profile without starts", async () => {
    const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
    expect(await store.saveProfile("samples", profileOfSamples(SAMPLES))).toBe(true);
    expect(store.profile("samples")).toEqual(profileOfSamples(SAMPLES));
  });

  test("go where they belong, once, and nothing is changed otherwise", async () => {
    const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
    await store.saveProfile("first", FIRST);
    const edited = { ...SAMPLES, version: `sha256:${"cd".repeat(32)}` };
    expect(await store.addCpuProfile("first", edited)).toBe(false);
    expect(await store.addCpuProfile("nothing", SAMPLES)).toBe(false);
    expect(await store.addCpuProfile("first", SAMPLES)).toBe(true);
    expect(await store.addCpuProfile("first", { ...SAMPLES, id: FIRST.id })).toBe(false);
    expect(await store.saveProfile("second", { ...SECOND, cpuProfile: SAMPLES })).toBe(false);
    expect(store.profiles().map(({ name }) => name)).toEqual(["first"]);
  });

  test("are deleted with their profile", async () => {
    const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
    await store.saveProfile("first", SAMPLED);
    await store.deleteProfile("first");
    expect(await store.saveProfile("again", SAMPLED)).toBe(true);
    expect(store.profile("again")).toEqual(SAMPLED);
  });
});
