import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { throttled } from "../../../main/ipc/throttle";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("the first is let through at once, and of a burst ten a second", () => {
  let emitted = 0;
  const notify = throttled(() => (emitted += 1), 100);
  notify();
  expect(emitted).toBe(1);
  for (let ms = 0; ms < 1000; ms += 1) {
    notify();
    vi.advanceTimersByTime(1);
  }
  expect(emitted).toBeGreaterThanOrEqual(10);
  expect(emitted).toBeLessThanOrEqual(11);
});

test("the last of a burst is not lost, and nothing comes after it", () => {
  let emitted = 0;
  const notify = throttled(() => (emitted += 1), 100);
  notify();
  notify();
  expect(emitted).toBe(1);
  vi.advanceTimersByTime(100);
  expect(emitted).toBe(2);
  vi.advanceTimersByTime(1000);
  expect(emitted).toBe(2);
});

test("one that waits is dropped with the notifier", () => {
  let emitted = 0;
  const notify = throttled(() => (emitted += 1), 100);
  notify();
  notify();
  notify.dispose();
  notify();
  vi.advanceTimersByTime(1000);
  expect(emitted).toBe(1);
});
