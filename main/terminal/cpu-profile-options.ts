import type { Command } from "commander";
import { CPU_SAMPLING, cpuTrace, devtoolsProfile } from "../../runtime/profile";
import { measuringRuntime } from "../workbench/measure/runs";
import { profileCpu } from "../workbench/profile/cpu-profile";
import { cpuProfileDocument } from "../workbench/profile/cpu-profile-document";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { readGrants } from "./grant-options";
import type { GrantFlags } from "./grant-options";
import type { MeasureFlags } from "./measure-options";
import { parseInteger } from "./parse-values";
import { noteCpuEnd, printCpuProfile } from "./print-cpu-profile";
import { reportBuildFailure } from "./report-build-failure";
import { noteStatus, readRequest } from "./request-options";
import type { RequestFlags } from "./request-options";
import { writeOptionFile } from "./write-file";

/** What the options for a CPU profile leave in the command's flags. */
export interface CpuFlags {
  readonly cpu?: true;
  readonly every?: number;
  readonly cpuprofile?: string;
  readonly trace?: string;
}

interface CpuProfileFlags extends RequestFlags, GrantFlags, MeasureFlags, CpuFlags {
  readonly save?: string;
  readonly json?: true;
}

export function addCpuOptions(command: Command): Command {
  const { least, usual, most } = CPU_SAMPLING.everyUs;
  return command
    .option("--cpu", "sample the handler in warm calls instead, and show the functions that take its time")
    .option("--every <µs>", `with --cpu: time between samples (default: ${usual})`, (text) =>
      parseInteger("--every", text, least, most),
    )
    .option("--cpuprofile <file>", "with --cpu: write the samples for Chrome's or VS Code's performance tools")
    .option("--trace <file>", "with --cpu: write them in the Trace Event Format, for Perfetto or chrome://tracing");
}

/** Whether the flags ask for a CPU profile. @throws {UsageError} where they ask for both kinds of profiles, or for half of one. */
export function wantsCpuProfile({ cpu, every, cpuprofile, trace, start, save }: CpuProfileFlags): boolean {
  const given = (options: Readonly<Record<string, unknown>>): string | undefined =>
    Object.keys(options).find((name) => options[name] !== undefined);
  if (cpu === true) {
    const other = given({ "--start": start, "--save": save });
    if (other !== undefined) {
      throw new UsageError(
        other === "--start"
          ? "--cpu and --start exclude each other: the handler is sampled in warm calls"
          : "--cpu and --save exclude each other: keep a CPU profile with --cpuprofile or --json",
      );
    }
    return true;
  }
  const alone = given({ "--every": every, "--cpuprofile": cpuprofile, "--trace": trace });
  if (alone !== undefined) throw new UsageError(`${alone} needs --cpu: it is about samples of the handler`);
  return false;
}

/** Samples the handler, prints where its time goes, and writes the files that were asked for. */
export async function runCpuProfile(entry: string, flags: CpuProfileFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const { memoryMb, ...access } = await readGrants(flags);
  const input = await readRequest(flags, terminal);
  const everyUs = flags.every ?? CPU_SAMPLING.everyUs.usual;
  const dim = (text: string): void => {
    if (flags.json !== true) terminal.note(terminal.noteColors.dim(text));
  };
  const result = await profileCpu(context.workbench(measuringRuntime(1)), {
    ...{ entry, input, access, memoryMb, everyUs, calls: flags.runs ?? null },
    signal: terminal.signal,
    onBuilt: ({ name }) => {
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
  if (profile.ended === null) return EXIT.fine;
  noteCpuEnd(terminal, profile);
  return EXIT.failed;
}
