import fc from "fast-check";
import { expect, test } from "vitest";
import { msBeside, usdBeside } from "../../../main/terminal/beside-limit";
import { Decimal } from "../../../runtime/cost";

test.each([
  ["0.2999", "0.3", "$0.2999"],
  ["0.3004", "0.3", "$0.3004"],
  ["0.3004321", "0.3", "$0.3004"],
  ["0.30000000000000000001", "0.3", "$0.30000000000000000001"],
  ["0.3", "0.3", "$0.30"],
  ["0.302", "0.302", "$0.302"],
  ["0.4004321", "0.3", "$0.40"],
  ["0.00012341", "0.000123", "$0.0001234"],
  ["1234.5678", "1234.57", "$1,234.568"],
  ["0", "0", "$0.00"],
])("%s US dollars beside %s are %s", (found, limit, text) => {
  expect(usdBeside(found, limit)).toBe(text);
});

test.each([
  [99.4, 100, "99.4 ms"],
  [100.04, 100, "100.04 ms"],
  [99.996, 100, "99.996 ms"],
  [100, 100, "100 ms"],
  [1004.5, 1000, "1,004.5 ms"],
  [0.4, 1, "400 µs"],
])("%s ms beside %s are %s", (found, limit, text) => {
  expect(msBeside(found, limit)).toBe(text);
});

test("what is shown is on the same side of the limit as what was found", () => {
  const amount = fc
    .tuple(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 12 }))
    .map(([digits, decimals]) => new Decimal(digits).div(new Decimal(10).pow(decimals)).toFixed());
  fc.assert(
    fc.property(amount, amount, (found, limit) => {
      const shown = new Decimal(usdBeside(found, limit).replace(/[$,]/g, ""));
      expect(shown.comparedTo(limit)).toBe(new Decimal(found).comparedTo(limit));
    }),
  );
});
