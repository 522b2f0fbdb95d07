import { expect, test } from "vitest";
import { parseProfile } from "../../../../main/workbench/profile/parse-profile";
import { profileDocument } from "../../../../main/workbench/profile/profile-document";
import { profileNameProblem } from "../../../../runtime/profile";
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
