import { platform } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, onTestFinished, test } from "vitest";
import { RunObserver } from "../../../../main/workbench/profile/run-observer";
import type { Collections, Runtime } from "../../../../runtime";
import { CollectionLog } from "../../../../runtime/sandbox/collection-log";
import { nowUs } from "../../../../runtime/sandbox/thread-clock";

type Observed = Pick<Runtime, "clock" | "collections">;
const clock = { nowUs, epochMs: () => Date.now() };

/** Collects at once: what a heap does on its own depends on how large it is already. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

/** The garbage collections of this thread, and of no sandbox. */
function thisThread(): Observed {
  const log = new CollectionLog();
  onTestFinished(() => {
    log[Symbol.dispose]();
  });
  return { clock, collections: async () => ({ main: await log.take(), sandboxes: [] }) };
}

test("garbage collection counts where it happened, and nowhere else", async () => {
  const observer = new RunObserver(thisThread());
  collectGarbage();
  observer.begin();
  collectGarbage();
  const busy = await observer.end();
  expect(busy.gcCount).toBeGreaterThan(0);
  expect(busy.gcUs).toBeGreaterThan(0);
  observer.begin();
  expect(await observer.end()).toMatchObject({ gcCount: 0, gcUs: 0, sandboxGc: [] });
});

test("what a sandbox's thread collected counts as far as it was in the start", async () => {
  let time = 1000;
  const collections: Collections = {
    main: [{ kind: "scavenge", startUs: 500, endUs: 900 }],
    sandboxes: [
      { kind: "mark-sweep", startUs: 900, endUs: 1100 },
      { kind: "scavenge", startUs: 1500, endUs: 1540 },
      { kind: "scavenge", startUs: 1600, endUs: 1601 },
      { kind: "scavenge", startUs: 2001, endUs: 2050 },
    ],
  };
  const observer = new RunObserver({
    clock: { ...clock, nowUs: () => time },
    collections: () => Promise.resolve(collections),
  });
  observer.begin();
  time = 2000;
  expect(await observer.end()).toMatchObject({
    ...{ gcCount: 0, gcUs: 0 },
    sandboxGc: [
      { kind: "mark-sweep", count: 1, durationUs: 100 },
      { kind: "scavenge", count: 2, durationUs: 41 },
    ],
  });
});

test.runIf(platform() === "linux")("Linux says how long threads waited for a processor", async () => {
  const observer = new RunObserver(thisThread());
  observer.begin();
  const { waitedUs } = await observer.end();
  expect(waitedUs).toBeGreaterThanOrEqual(0);
});
