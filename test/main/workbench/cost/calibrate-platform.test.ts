import { expect, test } from "vitest";
import { calibratePlatform, findCalibratable } from "../../../../main/workbench/cost/calibrate-platform";
import { readCalibrations } from "../../../../main/workbench/cost/calibrations";
import { folderOf } from "../workspace/folders";

const PAIRS = [
  { localMs: 10, deployedMs: 13 },
  { localMs: 20, deployedMs: 27 },
];

test("a region is calibrated as its platform, since it has the same processors", async () => {
  const home = folderOf();
  await calibratePlatform(home, "vercel-functions:sfo1", PAIRS);
  expect([...(await readCalibrations(home)).keys()]).toEqual(["vercel-functions"]);
});

test("what can't be calibrated is refused in one line, and the earlier pairs stay", async () => {
  const home = folderOf();
  await calibratePlatform(home, "cloudflare-workers", PAIRS);
  const refused = { code: "invalid-calibration" };
  await expect(calibratePlatform(home, "cloudflare-workers", PAIRS.slice(1))).rejects.toMatchObject(refused);
  await expect(calibratePlatform(home, "nowhere", PAIRS)).rejects.toMatchObject(refused);
  await expect(calibratePlatform(home, "edge-reference", PAIRS)).rejects.toMatchObject({
    ...refused,
    message: "edge-reference bills no CPU time, and none is modelled for it: a calibration would change nothing",
  });
  expect([...(await readCalibrations(home)).values()]).toMatchObject([
    { platform: "cloudflare-workers", pairs: PAIRS },
  ]);
  expect(await findCalibratable(home, "aws-lambda")).toEqual({ ok: true, platform: "aws-lambda" });
});
