import { calibrationText, perMillion, priceListName, TIER_CHOICES } from "../../runtime/cost";
import type { Calibration, PlatformTuning, TunedTier } from "../../runtime/cost";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatInteger,
  formatShare,
  formatUsd,
  mostActiveCpuUs,
  mostMemoryBytes,
} from "../../runtime/model";
import { percentiles } from "../../runtime/statistics";
import type { TierMeasurement } from "../workbench/cost/measure-tiers";
import type { Tuning } from "../workbench/cost/tune";
import { printAdvice } from "./print-advice";
import { printTable } from "./table";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

const BAR_WIDTH = 14;
const MODEL_NOTE =
  "Prices are of one more warm call. CPU time is this machine's: an estimate of a platform's until it is calibrated (coldframe calibrate).\n" +
  "Memory sizes whose runs differ by no more than the noise share them (n); ± is half a 95 % interval.";

/** What `tune` found: first what was measured here, then what each platform makes of it. */
export function printTuning(terminal: Terminal, tuning: Tuning): void {
  const { artifact, tiers, platforms, rounds, advice } = tuning;
  const { bold } = terminal.colors;
  const runs = `${formatCount(tiers.length, "memory size")} × ${formatCount(rounds, "warm run")}, interleaved`;
  terminal.print(`${bold(artifact.name)} · ${runs}\n`);
  terminal.print(`${bold("measured")} on this machine, each memory size enforced`);
  printMeasured(terminal, tiers);
  for (const platform of platforms) if (platform.choice !== null) printPlatform(terminal, platform, platform.choice);
  printFixed(
    terminal,
    platforms.filter(({ choice, tiers: tuned }) => choice === null && tuned.length > 0),
  );
  if (platforms.some(({ tiers: tuned }) => tuned.length > 0)) terminal.print(terminal.colors.dim(`\n${MODEL_NOTE}`));
  if (advice !== null) printAdvice(terminal, advice);
}

function printMeasured(terminal: Terminal, tiers: readonly TierMeasurement[]): void {
  const header = ["memory", "n", "p50", "p90", "p99", "CPU p50", "peak", ""];
  const rows = tiers.map(({ memoryMb, invocations, failure }) => {
    const usages = invocations.map(({ usage }) => usage);
    const time = percentiles(usages.map((usage) => usage.executionUs));
    const cpu = percentiles(usages.map(mostActiveCpuUs));
    const figures =
      time === null || cpu === null
        ? ["–", "–", "–", "–", "–"]
        : [
            ...[time.p50, time.p90, time.p99, cpu.p50].map(formatDuration),
            formatBytes(Math.max(...usages.map(mostMemoryBytes))),
          ];
    return [megabytes(memoryMb), String(invocations.length), ...figures, failure === null ? "" : failureText(failure)];
  });
  printTable(terminal, header, rows, [...header.slice(0, -1).map(() => "right" as const), "left"]);
}

function failureText({ outcome, error }: NonNullable<TierMeasurement["failure"]>): string {
  return visible(outcome === "out-of-memory" || error === null ? outcome : `${outcome}: ${error.message}`);
}

function printPlatform(
  terminal: Terminal,
  tuning: PlatformTuning,
  choice: NonNullable<PlatformTuning["choice"]>,
): void {
  const { colors } = terminal;
  const { priceList, cpuShare, calibration, tiers } = tuning;
  const basis =
    cpuShare === null
      ? "time as measured: the processor does not depend on the memory"
      : `time ${colors.bold("modelled")}: 1 vCPU from ${megabytes(cpuShare.fullMemoryMb)}, below it CPU time stretches and waits do not`;
  terminal.print(`\n${colors.bold(priceListName(tuning))} · ${priceList} · ${basis}${calibrated(calibration)}`);
  const shown = tiers.filter(({ offered }) => offered);
  const longest = Math.max(...shown.map(({ durationMs }) => durationMs.mean));
  const dearest = Math.max(...shown.map(({ usd }) => Number(usd.mean)));
  const rows = shown.map((tier) => [
    megabytes(tier.memoryMb),
    tier.cpuShare === null ? "" : formatShare(tier.cpuShare, 1),
    String(tier.n),
    timeText(tier),
    bar(tier.durationMs.mean, longest),
    formatUsd(perMillion(tier.usd.mean)),
    bar(Number(tier.usd.mean), dearest),
    remark(tier, choice),
  ]);
  const header = ["memory", cpuShare === null ? "" : "vCPU", "n", "time", "", "per million calls", "", ""];
  printTable(terminal, header, rows, ["right", "right", "right", "right", "left", "right", "left", "left"]);
  const none = tiers.filter(({ offered }) => !offered).map(({ memoryMb }) => megabytes(memoryMb));
  if (none.length > 0) terminal.print(colors.dim(`not offered there: ${none.join(", ")}`));
}

/** Platforms on which there is nothing to choose. */
function printFixed(terminal: Terminal, platforms: readonly PlatformTuning[]): void {
  if (platforms.length === 0) return;
  terminal.print(`\n${terminal.colors.bold("no memory to choose")}: a call costs the same whatever is configured`);
  const rows = platforms.flatMap((tuning) => {
    const [tier] = tuning.tiers;
    if (tier === undefined) return [];
    return [
      [
        priceListName(tuning),
        formatUsd(perMillion(tier.usd.mean)),
        tuning.priceList + calibrated(tuning.calibration),
        tier.bill.warnings.join("; "),
      ],
    ];
  });
  printTable(terminal, ["platform", "per million calls", "price list", ""], rows, ["left", "right", "left", "left"]);
}

function calibrated(calibration: Calibration | null): string {
  return calibration === null ? "" : ` · CPU time ${calibrationText(calibration)}`;
}

/** `138 ms ± 2.1 ms`: half the interval, which is symmetric. */
function timeText({ durationMs: { mean, high } }: TunedTier): string {
  return `${formatDuration(mean * 1000)} ± ${formatDuration((high - mean) * 1000)}`;
}

function remark(tier: TunedTier, choice: NonNullable<PlatformTuning["choice"]>): string {
  const chosen = TIER_CHOICES.filter((name) => choice[name] === tier.memoryMb).join(", ");
  const billed = tier.billedMb === tier.memoryMb ? "" : `billed as ${megabytes(tier.billedMb)}`;
  return [chosen, billed].filter((text) => text !== "").join(" · ");
}

function bar(value: number, most: number): string {
  return "█".repeat(most > 0 ? Math.max(1, Math.round((value / most) * BAR_WIDTH)) : 0);
}

function megabytes(mb: number): string {
  return `${formatInteger(mb)} MB`;
}
