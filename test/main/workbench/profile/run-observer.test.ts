import { platform } from "node:os";
import { expect, test } from "vitest";
import { RunObserver } from "../../../../main/workbench/profile/run-observer";

test("garbage collection counts where it happened, and nowhere else", async () => {
  using observer = new RunObserver();
  observer.begin();
  const kept: unknown[] = [];
  for (let round = 0; round < 1_000_000; round += 1) kept.push({ round });
  const busy = await observer.end();
  expect(kept).toHaveLength(1_000_000);
  expect(busy.gcCount).toBeGreaterThan(0);
  expect(busy.gcUs).toBeGreaterThan(0);
  observer.begin();
  expect(await observer.end()).toMatchObject({ gcCount: 0, gcUs: 0 });
});

test.runIf(platform() === "linux")("Linux says how long threads waited for a processor", async () => {
  using observer = new RunObserver();
  observer.begin();
  const { waitedUs } = await observer.end();
  expect(waitedUs).toBeGreaterThanOrEqual(0);
});
