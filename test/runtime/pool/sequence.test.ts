import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { Sequence } from "../../../runtime/pool/sequence";

class Sandbox {
  lingers = false;

  linger(may: boolean): void {
    this.lingers = may;
  }
}

const isAllowed = availableParallelism() > 1;

function afterThreeCalls(): { sequence: Sequence; sandbox: Sandbox } {
  const sequence = new Sequence();
  const sandbox = new Sandbox();
  for (let call = 0; call < 3; call += 1) {
    expect(sandbox.lingers).toBe(false);
    sequence.arrived(true);
    sequence.begins(sandbox);
  }
  return { sequence, sandbox };
}

test("a sandbox may look out for the next call after the third of a sequence", () => {
  expect(afterThreeCalls().sandbox.lingers).toBe(isAllowed);
});

test("no sandbox looks out for a call once two are at hand", () => {
  const { sequence, sandbox } = afterThreeCalls();
  sequence.arrived(false);
  expect(sandbox.lingers).toBe(false);
  sequence.arrived(true);
  sequence.begins(sandbox);
  expect(sandbox.lingers).toBe(false);
});

test("one sandbox at a time", () => {
  const { sequence, sandbox } = afterThreeCalls();
  const other = new Sandbox();
  sequence.arrived(true);
  sequence.begins(other);
  expect([sandbox.lingers, other.lingers]).toEqual([false, isAllowed]);
});
