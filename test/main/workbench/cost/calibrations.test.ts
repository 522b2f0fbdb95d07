import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { calibrate, readCalibrations, removeCalibration } from "../../../../main/workbench/cost/calibrations";

async function temporaryHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "coldframe-calibrations-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  return home;
}

const PAIRS = [
  { localMs: 10, deployedMs: 13 },
  { localMs: 20, deployedMs: 27 },
];

test("a calibration is kept for its platform until it is replaced or removed", async () => {
  const home = await temporaryHome();
  expect((await readCalibrations(home)).size).toBe(0);
  expect(await calibrate(home, "cloudflare-workers", PAIRS)).toMatchObject({ ok: true, calibration: { factor: 1.34 } });
  await calibrate(home, "fastly-compute", [...PAIRS, { localMs: 30, deployedMs: 39 }]);
  const kept = await readCalibrations(home);
  expect(kept.get("cloudflare-workers")).toMatchObject({ pairs: PAIRS, calibration: { factor: 1.34, n: 2 } });
  expect(kept.get("fastly-compute")?.calibration.n).toBe(3);
  expect(await removeCalibration(home, "cloudflare-workers")).toBe(true);
  expect(await removeCalibration(home, "cloudflare-workers")).toBe(false);
  expect([...(await readCalibrations(home)).keys()]).toEqual(["fastly-compute"]);
});

test("pairs that give no factor leave the earlier ones", async () => {
  const home = await temporaryHome();
  await calibrate(home, "cloudflare-workers", PAIRS);
  expect(await calibrate(home, "cloudflare-workers", PAIRS.slice(1))).toMatchObject({ ok: false, code: "too-few" });
  expect((await readCalibrations(home)).get("cloudflare-workers")?.pairs).toEqual(PAIRS);
});

test("a damaged file counts as none, and is not overwritten", async () => {
  const home = await temporaryHome();
  await writeFile(
    join(home, "calibrations.json"),
    '{"schema":"coldframe/calibrations@1","platforms":{"a":{"pairs":"x"}}}',
  );
  expect((await readCalibrations(home)).size).toBe(0);
  await calibrate(home, "cloudflare-workers", PAIRS);
  expect((await readCalibrations(home)).size).toBe(1);
});
