import { platform } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { RunObserver } from "../../../../main/workbench/profile/run-observer";

/** Collects at once: what a heap does on its own depends on how large it is already. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

test("garbage collection counts where it happened, and nowhere else", async () => {
  using observer = new RunObserver();
  observer.begin();
  collectGarbage();
  const busy = await observer.end();
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
