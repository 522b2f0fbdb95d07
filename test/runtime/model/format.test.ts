import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatInteger,
  formatShare,
  formatUsd,
} from "../../../runtime/model";

const MICROSECONDS: Readonly<Record<string, number>> = { µs: 1, ms: 1e3, s: 1e6, min: 6e7, h: 3.6e9 };
const BYTES: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

describe("durations", () => {
  test.each([
    [0, "0 µs"],
    [312, "312 µs"],
    [999, "999 µs"],
    [1_240, "1.24 ms"],
    [12_400, "12.4 ms"],
    [99_960, "100 ms"],
    [999_400, "999 ms"],
    [999_600, "1.00 s"],
    [59_940_000, "59.9 s"],
    [59_994_000, "1.00 min"],
    [90_000_000, "1.50 min"],
    [7_200_000_000, "2.00 h"],
    [-1_240, "-1.24 ms"],
  ])("%i µs is %s", (us, text) => {
    expect(formatDuration(us)).toBe(text);
  });
});

test.each([
  [0, "0 B"],
  [1023, "1,023 B"],
  [1024, "1.00 KiB"],
  [2_064_384, "1.97 MiB"],
  [134_217_728, "128 MiB"],
])("%i bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  ["durations", formatDuration, MICROSECONDS, 1e12],
  ["bytes", formatBytes, BYTES, 2 ** 50],
] as const)("%s say the value to three digits, in a unit that is not too small", (_, format, units, most) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: most }), (value) => {
      const [number = "", unit = ""] = format(value).split(" ");
      const said = Number(number.replaceAll(",", "")) * (units[unit] ?? NaN);
      expect(Math.abs(said - value)).toBeLessThanOrEqual(value * 0.0051);
      expect(number.replace(/[.,]/g, "").length).toBeLessThanOrEqual(unit === "h" || unit === "TiB" ? 6 : 4);
    }),
  );
});

test("integers have separators at the thousands and keep their value", () => {
  expect(formatInteger(1_234_567)).toBe("1,234,567");
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(Number(formatInteger(value).replaceAll(",", "")) - value).toBe(0);
    }),
  );
});

test("shares and counts", () => {
  expect(formatShare(1, 40)).toBe("2.5 %");
  expect(formatShare(0, 0)).toBe("0.0 %");
  expect(formatCount(1, "module")).toBe("1 module");
  expect(formatCount(1200, "module")).toBe("1,200 modules");
});

test.each([
  ["0", "$0.00"],
  ["0.4438", "$0.444"],
  ["0.0995", "$0.0995"],
  ["0.00123456", "$0.00123"],
  ["0.0000004994416", "$0.000000499"],
  ["28500", "$28,500.00"],
  ["999.999", "$1,000.00"],
  ["-2", "-$2.00"],
])("%s dollars are %s", (usd, text) => {
  expect(formatUsd(usd)).toBe(text);
});
