import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { profile, profilingRuntime } from "../../../../main/workbench/profile/profile";
import { openWorkbench } from "../../../../main/workbench/workbench";
import type { Profile } from "../../../../runtime";
import { cancelledText, endText, untriedText } from "../../../../runtime/profile";

/** Loads a module of some milliseconds that its request never needs. */
const SOURCES = {
  "index.ts": `import { table } from "./table";
export default (request: Request) => new Response(request.url.endsWith("/table") ? table.join() : "no table");`,
  "table.ts": `const until = performance.now() + 5; while (performance.now() < until);
export const table = [1, 2, 3];`,
};

interface Progress {
  readonly stage: "starts" | "top level" | "imports";
  readonly round: number;
}

/** A profile that is cancelled as soon as `when` says so, and what progress it told of until then. */
async function cancelled(when: (progress: Progress) => boolean): Promise<{ profile: Profile; told: Progress[] }> {
  const home = await mkdtemp(join(tmpdir(), "coldframe-cancel-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const entry = join(home, "function");
  await mkdir(entry);
  for (const [name, source] of Object.entries(SOURCES)) await writeFile(join(entry, name), source);
  const controller = new AbortController();
  const told: Progress[] = [];
  const tell = (stage: Progress["stage"]) => (round: number) => {
    told.push({ stage, round });
    if (when({ stage, round })) controller.abort();
  };
  await using workbench = openWorkbench({ home, runtime: profilingRuntime(1) });
  const result = await profile(workbench, {
    ...{ entry, starts: ["warm"], runs: 6, memoryMb: 64, signal: controller.signal },
    input: { trigger: "http", request: { method: "GET", url: "/", headers: [], body: null } },
    access: { env: {}, allowNet: [], timeoutMs: 5000 },
    ...{ onRound: tell("starts"), onTopLevel: tell("top level"), onTrial: tell("imports") },
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return { profile: result.profile, told };
}

function rounds(told: readonly Progress[], stage: Progress["stage"]): readonly number[] {
  return told.filter((each) => each.stage === stage).map(({ round }) => round);
}

test("each stage tells how far it has come, and trials that are cancelled keep their whole rounds", async () => {
  const found = await cancelled(({ stage, round }) => stage === "imports" && round === 3);
  expect(rounds(found.told, "starts")).toEqual([1, 2, 3, 4, 5, 6]);
  expect(rounds(found.told, "top level")).toEqual([1, 2, 3, 4, 5, 6]);
  expect(rounds(found.told, "imports")).toEqual([0, 1, 2, 3]);
  const { ended, deferrals } = found.profile;
  expect(ended).toBeNull();
  expect(deferrals).toMatchObject({ unneeded: ["table.ts"], cancelled: { rounds: 3, of: 6 } });
  expect(deferrals?.imports[0]?.trial).toMatchObject({ n: 3, answer: "same" });
  expect(deferrals && cancelledText(deferrals)).toBe("The trials were cancelled after 3 of 6 rounds.");
});

test("trials that were cancelled before their first round say so of each import", async () => {
  const { profile: found } = await cancelled(({ stage }) => stage === "imports");
  const [table] = found.deferrals?.imports ?? [];
  expect(table).toMatchObject({ name: "table.ts", trial: null, untried: "cancelled" });
  expect(table && untriedText(table)).toBe("not tried: it was cancelled");
  expect(found.deferrals?.cancelled).toEqual({ rounds: 0, of: 6 });
});

test("what was cancelled before it was known what the request needs says that", async () => {
  const { profile: found } = await cancelled(({ stage, round }) => stage === "top level" && round === 6);
  expect(found.topLevel?.samplesUs).toHaveLength(6);
  expect(found.deferrals && cancelledText(found.deferrals)).toBe(
    "It was cancelled before it was known which modules the request needs: no import was tried.",
  );
});

test("a cancelled top level keeps the starts and its whole rounds, and says where it ended", async () => {
  const { profile: found } = await cancelled(({ stage, round }) => stage === "top level" && round === 2);
  expect(found.ended).toEqual({
    stage: "top-level",
    start: "prewarmed",
    round: 3,
    outcome: "interrupted",
    error: expect.anything() as unknown,
  });
  expect(found.samples.filter(({ first }) => !first)).toHaveLength(6);
  expect(found.topLevel?.samplesUs).toHaveLength(2);
  expect(found.topLevel?.timed.n).toBe(2);
  expect(found.topLevel?.modules.every(({ initUs }) => initUs !== null)).toBe(true);
  expect(found.deferrals).toBeNull();
  expect(endText(found)).toBe(
    "the profile of function ended in round 3 of its top level: interrupted; what was measured until then is of 6 starts and 2 rounds of the top level",
  );
});

test("a top level that is cancelled before its first round has none", async () => {
  const { profile: found } = await cancelled(({ stage, round }) => stage === "starts" && round === 6);
  expect(found.ended).toMatchObject({ stage: "top-level", round: 1, outcome: "interrupted" });
  expect(found.topLevel).toBeNull();
  expect(endText(found)).toMatch(/ended in round 1 of its top level: interrupted; .* is of 6 starts$/);
});
