import { expect, test } from "vitest";
import type { Progress } from "../../../main/workbench/running";
import { Running } from "../../../main/workbench/running";
import { unlessAborted } from "../../../main/workbench/unless-aborted";

/** Work that goes on until it is ended. */
function endless(signal: AbortSignal): Promise<never> {
  return unlessAborted(new Promise<never>(() => undefined), signal);
}

test("work is ended by its id with a failure that says so, and only while it is under way", async () => {
  const running = new Running();
  const work = running.run("a", endless);
  expect(running.cancel("b")).toBe(false);
  expect(running.cancel("a")).toBe(true);
  await expect(work).rejects.toMatchObject({ name: "WorkbenchError", code: "cancelled" });
  expect(running.cancel("a")).toBe(false);
  expect(await running.run("a", () => Promise.resolve(7))).toBe(7);
});

test("one id is one piece of work", async () => {
  const running = new Running();
  const work = running.run("a", endless);
  await expect(running.run("a", endless)).rejects.toThrow("under way already");
  await running.settle();
  await expect(work).rejects.toMatchObject({ code: "cancelled" });
});

test("progress is told of, but not at every step", async () => {
  const told: Progress[] = [];
  const running = new Running((progress) => told.push(progress));
  await running.run("a", (_signal, report) => {
    const endMs = performance.now() + 350;
    let done = 0;
    while (performance.now() < endMs) report((done += 1), Infinity);
    return Promise.resolve();
  });
  expect(told.length).toBeGreaterThanOrEqual(1);
  expect(told.length).toBeLessThanOrEqual(3);
  expect(told[0]).toMatchObject({ id: "a", total: Infinity });
});

test("each new stage is told of at once", async () => {
  const told: Progress[] = [];
  const running = new Running((progress) => told.push(progress));
  await running.run("a", (_signal, report) => {
    report(0, 10, "first");
    report(1, 10, "first");
    report(0, 5, "second");
    return Promise.resolve();
  });
  expect(told).toEqual([
    { id: "a", done: 0, total: 10, stage: "first" },
    { id: "a", done: 0, total: 5, stage: "second" },
  ]);
});
