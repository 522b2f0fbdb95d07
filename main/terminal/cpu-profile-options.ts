import type { Command } from "commander";
import { RUNS, SAMPLED_CALLS } from "../../runtime/model";
import { CPU_SAMPLING, cpuTrace, devtoolsProfile, profileOfSamples } from "../../runtime/profile";
import { measuringRuntime } from "../workbench/measure/runs";
import { profileCpu } from "../workbench/profile/cpu-profile";
import { cpuProfileDocument } from "../workbench/profile/cpu-profile-document";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { readGrants } from "./grant-options";
import type { GrantFlags } from "./grant-options";
import type { MeasureFlags } from "./measure-options";
import { keepProfile, noteNotKept, refuseTakenName } from "./keep-profile";
import { boundsText, parseInteger } from "./parse-values";
import { noteCpuEnd, printCpuProfile } from "./print-cpu-profile";
import { reportBuildFailure } from "./report-build-failure";
import { noteStatus, readRequest } from "./request-options";
import type { RequestFlags } from "./request-options";
import { writeOptionFile } from "./write-file";

/** What the options for a CPU profile leave in the command's flags. */
export interface CpuFlags {
  /** As it was typed: what it counts, and how far, `cpu` says. */
  readonly runs?: string;
  readonly cpu?: true;
  readonly every?: number;
  readonly cpuprofile?: string;
  readonly trace?: string;
}

interface CpuProfileFlags extends RequestFlags, GrantFlags, Pick<MeasureFlags, "start">, CpuFlags {
  readonly save?: string;
  readonly json?: true;
}

/** Adds what samples the handler, and how much is measured of it or of the starts. */
export function addCpuOptions(command: Command): Command {
  const { everyUs } = CPU_SAMPLING;
  return command
    .option(
      "--runs <n>",
      `starts of each kind, ${boundsText(RUNS)} (default: ${RUNS.usual}); with --cpu: calls to sample, ${boundsText(SAMPLED_CALLS)} (default: until there are samples enough)`,
    )
    .option("--cpu", "sample the handler in warm calls instead, and show the functions that take its time")
    .option(
      "--every <µs>",
      `with --cpu: time between samples, ${boundsText(everyUs)} (default: ${everyUs.usual})`,
      (text) => parseInteger("--every", text, everyUs),
    )
    .option("--cpuprofile <file>", "with --cpu: write the samples for Chrome's or VS Code's performance tools")
    .option("--trace <file>", "with --cpu: write them in the Trace Event Format, for Perfetto or chrome://tracing");
}

/** How much of it `--runs` asks for: calls to sample, or starts of each kind. Undefined: the usual. Throws UsageError. */
export function readRuns({ cpu, runs }: CpuProfileFlags): number | undefined {
  return runs === undefined ? undefined : parseInteger("--runs", runs, cpu === true ? SAMPLED_CALLS : RUNS);
}

/** Whether the flags ask for a CPU profile. @throws {UsageError} where they ask for both kinds of profiles, or for half of one. */
export function wantsCpuProfile({ cpu, every, cpuprofile, trace, start }: CpuProfileFlags): boolean {
  if (cpu === true) {
    if (start !== undefined)
      throw new UsageError("--cpu and --start exclude each other: the handler is sampled in warm calls");
    return true;
  }
  const options = { "--every": every, "--cpuprofile": cpuprofile, "--trace": trace } as const;
  const alone = Object.entries(options).find(([, value]) => value !== undefined)?.[0];
  if (alone !== undefined) throw new UsageError(`${alone} needs --cpu: it is about samples of the handler`);
  return false;
}

/** Samples the handler, prints where its time goes, and writes the files that were asked for. */
export async function runCpuProfile(entry: string, flags: CpuProfileFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const calls = readRuns(flags) ?? null;
  const { memoryMb, ...access } = await readGrants(flags);
  const input = await readRequest(flags, terminal);
  const everyUs = flags.every ?? CPU_SAMPLING.everyUs.usual;
  const dim = (text: string): void => {
    if (flags.json !== true) terminal.note(terminal.noteColors.dim(text));
  };
  const workbench = context.workbench(measuringRuntime(1));
  const result = await profileCpu(workbench, {
    ...{ entry, input, access, memoryMb, everyUs, calls },
    signal: terminal.signal,
    onBuilt: async ({ name, entry: built, version }) => {
      if (flags.save !== undefined) await refuseTakenName(workbench, flags.save, { entry: built, version });
      dim(`built ${name}; calling it warm, with a sample about every ${everyUs} µs`);
    },
  });
  if (!result.ok && "message" in result) throw new UsageError(`--cpu: ${result.message}`);
  if (!result.ok) return reportBuildFailure(terminal, result.problems, flags);
  const { profile } = result;
  noteStatus(terminal, profile.status);
  if (flags.json === true) terminal.print(JSON.stringify(cpuProfileDocument(profile)));
  else printCpuProfile(terminal, profile);
  const files = { "--cpuprofile": devtoolsProfile, "--trace": cpuTrace } as const;
  for (const [option, file] of [["--cpuprofile", flags.cpuprofile] as const, ["--trace", flags.trace] as const]) {
    if (file === undefined) continue;
    await writeOptionFile(option, file, JSON.stringify(files[option](profile)));
    dim(`wrote ${file}`);
  }
  if (profile.ended === null) {
    if (flags.save !== undefined) await keepProfile(terminal, workbench, flags.save, profileOfSamples(profile));
    return EXIT.fine;
  }
  noteCpuEnd(terminal, profile);
  if (flags.save !== undefined) noteNotKept(terminal, flags.save);
  return EXIT.failed;
}
