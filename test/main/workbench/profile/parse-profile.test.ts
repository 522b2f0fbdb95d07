import { describe, expect, test } from "vitest";
import { parseProfile } from "../../../../main/workbench/profile/parse-profile";
import { profileDocument } from "../../../../main/workbench/profile/profile-document";
import { profileNameProblem, profileOfSamples } from "../../../../runtime/profile";
import { cpuProfileDocument } from "../../../../main/workbench/profile/cpu-profile-document";
import { sampleCpuProfile } from "../../../runtime/profile/sample-cpu-profile";
import { sampleProfile, sampleStart } from "./sample-profile";

const PROFILE = sampleProfile([1000, 1100, 1050], {
  starts: ["prewarmed", "warm"],
  samples: [sampleStart(1, 9000, { first: true }), sampleStart(4, 1000), sampleStart(5, 500, { start: "warm" })],
  withoutImage: [sampleStart(4, 3000)],
});

test("a document gives back the profile that it was made of", () => {
  expect(parseProfile(JSON.stringify(profileDocument(PROFILE)))).toEqual({ ok: true, profile: PROFILE });
});

test("a document of before usage was noted is read without it", () => {
  const { usage: _, ...older } = profileDocument(PROFILE);
  expect(parseProfile(JSON.stringify(older))).toEqual({ ok: true, profile: { ...PROFILE, usage: null } });
});

test("a document of before a sandbox's collections were noted says nothing of them", () => {
  const { samples, ...document } = profileDocument(PROFILE);
  const older = samples.map(({ events: { sandboxGc: _, ...events }, ...sample }) => ({ ...sample, events }));
  const parsed = parseProfile(JSON.stringify({ ...document, samples: older }));
  expect(parsed.ok ? parsed.profile.samples.map(({ events }) => events.sandboxGc) : []).toEqual([null, null, null]);
});

test.each([
  ["{", "it is not JSON"],
  ["[]", "it is no coldframe/profile@1 document"],
  [JSON.stringify({ ...profileDocument(PROFILE), schema: "coldframe/tuning@1" }), "at schema"],
  [JSON.stringify({ ...profileDocument(PROFILE), samples: [{ start: "hot" }] }), "at samples.0.start"],
  [JSON.stringify({ ...profileDocument(PROFILE), samples: [sampleStart(4, -1)] }), "at samples.0.wallUs"],
  [JSON.stringify({ ...profileDocument(PROFILE), starts: { cold: {} } }), "samples of a start that it does not list"],
])("%#: what is no profile is refused with the place", (json, message) => {
  const parsed = parseProfile(json);
  expect(parsed.ok ? "" : parsed.message).toContain(message);
  expect(parsed.ok ? "" : parsed.message).not.toContain("\n");
});

test("names can't be taken for paths or options", () => {
  expect(["before", "v1.2", "main @ monday", "größer"].map(profileNameProblem)).toEqual([null, null, null, null]);
  for (const name of ["", "./before", "a/b", "a\\b", "-x", ".x", "a\nb", "end ", "x".repeat(81)]) {
    expect(profileNameProblem(name)).not.toBeNull();
  }
});

describe("samples of the handler", () => {
  const SAMPLES = sampleCpuProfile({ version: PROFILE.version });

  test("come back with their profile, or alone", () => {
    const sampled = { ...PROFILE, cpuProfile: SAMPLES };
    expect(parseProfile(JSON.stringify(profileDocument(sampled)))).toEqual({ ok: true, profile: sampled });
    const alone = { ok: true, profile: profileOfSamples(SAMPLES) };
    expect(parseProfile(JSON.stringify(cpuProfileDocument(SAMPLES)))).toEqual(alone);
    expect(parseProfile(JSON.stringify(profileDocument(profileOfSamples(SAMPLES))))).toEqual(alone);
  });

  test("a document of before they were saved has none", () => {
    const { cpu: _, ...older } = profileDocument(PROFILE);
    expect(parseProfile(JSON.stringify(older))).toEqual({ ok: true, profile: PROFILE });
  });

  test.each([
    [{ ...cpuProfileDocument(SAMPLES), stacks: [[0, 0]] }, "at stacks"],
    [{ ...cpuProfileDocument(SAMPLES), stacks: [[9, -1]] }, "at stacks"],
    [{ ...cpuProfileDocument(SAMPLES), samples: [[99, 10]] }, "at samples"],
    [{ ...cpuProfileDocument(SAMPLES), samples: [[0, 2 ** 32]] }, "at samples.0.1"],
    [{ ...profileDocument(PROFILE), cpu: cpuProfileDocument(sampleCpuProfile()) }, "at cpu.version"],
    [{ ...profileDocument(PROFILE), runs: 0 }, "neither starts nor samples"],
  ])("%#: what does not fit together is refused with the place", (document, message) => {
    const parsed = parseProfile(JSON.stringify(document));
    expect(parsed.ok ? "" : parsed.message).toContain(message);
  });
});
