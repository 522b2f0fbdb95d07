import { join } from "node:path";
import { z } from "zod";
import type { KeptCalibration } from "../../../preload/contract";
import { fitCalibration } from "../../../runtime/cost";
import type { CalibrationFit, CalibrationPair } from "../../../runtime/cost";
import { readJsonFile, writeJsonFile } from "../json-file";

const SCHEMA = "coldframe/calibrations@1";
const FILE = z.object({
  schema: z.literal(SCHEMA),
  platforms: z.record(
    z.string(),
    z.object({
      pairs: z.array(z.object({ localMs: z.number().positive(), deployedMs: z.number().positive() })),
      fittedAtMs: z.number().int(),
    }),
  ),
});
type CalibrationsFile = z.infer<typeof FILE>;

/**
 * What was fitted, by platform. The pairs are kept and the factor follows from them, so that the two can't contradict each other.
 */
export async function readCalibrations(home: string): Promise<ReadonlyMap<string, KeptCalibration>> {
  const { platforms } = await readFile(home);
  const kept = new Map<string, KeptCalibration>();
  for (const [platform, { pairs, fittedAtMs }] of Object.entries(platforms)) {
    const fit = fitCalibration(pairs);
    if (fit.ok) kept.set(platform, { platform, pairs, calibration: fit.calibration, fittedAtMs });
  }
  return kept;
}

/** Fits the pairs and keeps them instead of the platform's earlier ones. Nothing is kept where they give no factor. */
export async function calibrate(
  home: string,
  platform: string,
  pairs: readonly CalibrationPair[],
): Promise<CalibrationFit> {
  const fit = fitCalibration(pairs);
  if (!fit.ok) return fit;
  const { platforms } = await readFile(home);
  await write(home, { ...platforms, [platform]: { pairs: [...pairs], fittedAtMs: Date.now() } });
  return fit;
}

/** False where the platform had none. */
export async function removeCalibration(home: string, platform: string): Promise<boolean> {
  const { platforms } = await readFile(home);
  const left = Object.entries(platforms).filter(([name]) => name !== platform);
  if (left.length === Object.keys(platforms).length) return false;
  await write(home, Object.fromEntries(left));
  return true;
}

/** `coldframe/calibrations@1`. */
export function calibrationsDocument(kept: readonly KeptCalibration[]) {
  return {
    schema: SCHEMA,
    calibrations: kept.map(({ platform, calibration, pairs, fittedAtMs }) => ({
      platform,
      ...calibration,
      pairs,
      fittedAt: new Date(fittedAtMs).toISOString(),
    })),
  } as const;
}

async function readFile(home: string): Promise<CalibrationsFile> {
  return (await readJsonFile(file(home), FILE)) ?? { schema: SCHEMA, platforms: {} };
}

async function write(home: string, platforms: CalibrationsFile["platforms"]): Promise<void> {
  await writeJsonFile(file(home), { schema: SCHEMA, platforms } satisfies CalibrationsFile);
}

function file(home: string): string {
  return join(home, "calibrations.json");
}
