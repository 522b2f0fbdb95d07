import { expect, test } from "vitest";
import { t975 } from "../../../runtime/statistics/student";

test("Student's t, against the published table", () => {
  const published = new Map([
    [1, 12.7062],
    [2, 4.3027],
    [10, 2.2281],
    [11, 2.201],
    [12, 2.1788],
    [15, 2.1314],
    [20, 2.086],
    [30, 2.0423],
    [60, 2.0003],
    [120, 1.9799],
  ]);
  for (const [freedom, value] of published) expect(t975(freedom)).toBeCloseTo(value, 4);
});
