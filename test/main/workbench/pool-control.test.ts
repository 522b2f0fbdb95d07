import { expect, test } from "vitest";
import type { PoolOptions, Runtime } from "../../../runtime";
import { INTERACTIVE_POOL, PoolControl } from "../../../main/workbench/pool-control";
import { WorkbenchError } from "../../../main/workbench/workbench-error";

const SIZES = { maxPool: 1, maxSandboxes: 3, maxQueue: 5, idleMs: 1000, maxUses: null };

test("looking at the pool, draining and resizing it starts nothing", async () => {
  const control = controlOf();
  expect(control.state()).toEqual({ sandboxes: [], queued: 0, options: INTERACTIVE_POOL });
  await control.drain();
  expect(control.resize(SIZES).options).toMatchObject({ ...SIZES, maxUses: Infinity });
  expect(control.changes).toBe(1);
});

test("sizes that were chosen before the pool was there hold for it", () => {
  const control = controlOf();
  control.resize({ ...SIZES, maxUses: 7 });
  const given: Partial<PoolOptions>[] = [];
  control.attach(runtimeWith((options) => given.push(options)));
  expect(given).toEqual([{ ...INTERACTIVE_POOL, ...SIZES, maxUses: 7 }]);
});

test("sizes that make no sense together are refused, and nothing changes", () => {
  const control = controlOf();
  expect(() => control.resize({ ...SIZES, maxPool: 4 })).toThrow(WorkbenchError);
  expect(control.state().options).toEqual(INTERACTIVE_POOL);
});

class ObservedControl extends PoolControl {
  changes = 0;
}

function controlOf(): ObservedControl {
  const neverStarted = { runtime: () => Promise.reject(new Error("the runtime was started")) };
  const control: ObservedControl = new ObservedControl(neverStarted, INTERACTIVE_POOL, () => (control.changes += 1));
  return control;
}

function runtimeWith(resize: (options: Partial<PoolOptions>) => void): Runtime {
  return { pool: { resize, subscribe: () => () => undefined } } as unknown as Runtime;
}
