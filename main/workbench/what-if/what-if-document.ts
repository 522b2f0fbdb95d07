import { decimalText, perMillion } from "../../../runtime/cost";
import type { PoolCost } from "../../../runtime/cost";
import type { PoolOptions, Profile } from "../../../runtime/model";
import { STARTS } from "../../../runtime/model";
import { ASSUMPTIONS } from "../../../runtime/simulation";
import type { SettingResult } from "../../../runtime/simulation";
import type { WhatIfReport } from "./what-if";

/** `coldframe/what-if@1`: what a simulation of the pool says. Times in microseconds, shares from 0 to 1, money as decimal text. */
export function whatIfDocument({ request, results }: WhatIfReport) {
  const { profiles, traffic, repetitions, timeoutMs } = request;
  return {
    schema: "coldframe/what-if@1",
    functions: profiles.map(functionDocument),
    traffic: { description: traffic.text, seconds: traffic.durationUs / 1e6 },
    /** Each with other draws; figures are means over them, with 95 % confidence intervals. */
    repetitions,
    timeoutMs,
    /** The first is what the others are held against. */
    settings: results.map(({ result, cost }) => settingDocument(result, cost)),
    assumptions: ASSUMPTIONS,
  } as const;
}

export type WhatIfDocument = ReturnType<typeof whatIfDocument>;

function functionDocument({ id, functionName, version, recordedAtMs, machine, memoryMb, samples, usage }: Profile) {
  const count = (start: (typeof STARTS)[number]): number =>
    samples.filter((sample) => !sample.first && sample.start === start).length;
  return {
    function: functionName,
    version,
    profile: id,
    recordedAt: new Date(recordedAtMs).toISOString(),
    machine,
    memoryMb,
    boundBytes: usage?.peakMemoryBytes ?? null,
    /** How many starts of each kind durations are drawn from. */
    n: Object.fromEntries(STARTS.map((start) => [start, count(start)])),
  };
}

function settingDocument({ options, figures, differences, runs }: SettingResult, cost: PoolCost) {
  return {
    options: optionsDocument(options),
    /** Of all repetitions. */
    calls: runs.reduce((sum, run) => sum + run.calls.length, 0),
    figures,
    /** This setting less the first; null for the first. */
    differences,
    bills: cost.platforms.map(({ platform, usd }) => ({
      platform,
      usdPerMillion: usd === null ? null : perMillion(usd),
    })),
    memory: { baseline: cost.baseline.id, usdPerMonth: decimalText(cost.memoryMonthUsd) },
  };
}

/** JSON has no Infinity: null stands for it. */
function optionsDocument(options: PoolOptions) {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return { ...options, idleMs: finite(options.idleMs), maxUses: finite(options.maxUses) };
}
