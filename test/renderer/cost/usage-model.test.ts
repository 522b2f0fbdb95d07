import fc from "fast-check";
import { expect, test } from "vitest";
import { metersOf } from "../../../renderer/features/cost/usage-model";
import { makeInvocation } from "../../main/store/invocations";

test("a call is billed in whole milliseconds, one at least", () => {
  fc.assert(
    fc.property(fc.nat(100_000_000), (wallUs) => {
      const invocation = makeInvocation(0);
      const meters = metersOf({ ...invocation, usage: { ...invocation.usage, wallUs } });
      const steps = Number(meters.find(({ name }) => name.startsWith("Billed"))?.value.replace(/[ ms,]/g, ""));
      expect(steps).toBeGreaterThanOrEqual(1);
      expect(steps * 1000).toBeGreaterThanOrEqual(wallUs);
      expect((steps - 1) * 1000).toBeLessThan(Math.max(1, wallUs));
    }),
  );
});
