import type { Command } from "commander";
import type { KeptCalibration } from "../../preload/contract";
import { calibrationText, parsePair, parsePairsTable } from "../../runtime/cost";
import type { CalibrationPair, ParsedPairs } from "../../runtime/cost";
import { formatMoment } from "../../runtime/model";
import { findCalibratable } from "../workbench/cost/calibrate-platform";
import { calibrate, calibrationsDocument, readCalibrations, removeCalibration } from "../workbench/cost/calibrations";
import { examples, repeatable } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { readNamed } from "./request-body";
import { renderTable } from "./table";
import type { Terminal } from "./terminal";

interface CalibrateFlags {
  readonly pairs?: string;
  readonly pair: readonly CalibrationPair[];
  readonly remove?: true;
  readonly json?: true;
}

export function addCalibrateCommand(program: Command, context: CommandContext): void {
  program
    .command("calibrate")
    .summary("fit this machine's CPU time to a platform's")
    .description(
      "Bills of CPU time take this machine's as an estimate. A few calls measured on both sides give a factor with its error, which " +
        "is kept for the platform, applied to what it bills by CPU time and to what tune models, and shown with each such bill. " +
        "Without pairs: shows what is kept.",
    )
    .argument("[platform]", "the platform, like cloudflare-workers")
    .option("--pairs <file>", "CSV of two columns of CPU milliseconds: local, deployed")
    .addOption(repeatable("--pair <local:deployed>", "CPU milliseconds of one call here and there", checkPair))
    .option("--remove", "forget the platform's calibration")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      examples(
        "calibrate cloudflare-workers --pair 4.1:5.3 --pair 9.8:13.1 --pair 20.4:26.0",
        "calibrate fastly-compute --pairs pairs.csv",
        "calibrate",
        "calibrate cloudflare-workers --remove",
      ),
    )
    .action(
      context.action((platform: string | undefined, flags: CalibrateFlags) =>
        runCalibrate(platform ?? null, flags, context),
      ),
    );
}

async function runCalibrate(platform: string | null, flags: CalibrateFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const { home } = context.workbench();
  const pairs = await readPairs(flags);
  if (flags.remove === true && pairs.length > 0) throw new UsageError("--remove and pairs exclude each other");
  if (platform === null) {
    if (flags.remove === true || pairs.length > 0) throw new UsageError("name the platform: calibrate <platform> …");
    show(terminal, flags, [...(await readCalibrations(home)).values()]);
    return EXIT.fine;
  }
  const name = await checkPlatform(home, platform);
  if (flags.remove === true && !(await removeCalibration(home, name))) {
    throw new UsageError(`${name} is not calibrated: coldframe calibrate lists what is`);
  }
  if (pairs.length > 0) {
    const fit = await calibrate(home, name, pairs);
    if (!fit.ok) throw new UsageError(fit.message);
  }
  const kept = (await readCalibrations(home)).get(name);
  show(terminal, flags, kept === undefined ? [] : [kept]);
  return EXIT.fine;
}

/** The platform's plain name. @throws {UsageError} for one that is not known, or bills nothing that a calibration would change. */
async function checkPlatform(home: string, platform: string): Promise<string> {
  const found = await findCalibratable(home, platform);
  if (!found.ok) throw new UsageError(found.message);
  return found.platform;
}

async function readPairs({ pairs, pair }: CalibrateFlags): Promise<readonly CalibrationPair[]> {
  if (pairs === undefined) return pair;
  return [...pair, ...parsed(parsePairsTable(new TextDecoder().decode(await readNamed("--pairs", pairs)), pairs))];
}

function checkPair(text: string): CalibrationPair {
  const [pair] = parsed(parsePair(text));
  if (pair === undefined) throw new UsageError(`--pair ${text}: write it as local:deployed`);
  return pair;
}

/** @throws {UsageError} */
function parsed(result: ParsedPairs): readonly CalibrationPair[] {
  if (!result.ok) throw new UsageError(result.message);
  return result.pairs;
}

function show(terminal: Terminal, flags: CalibrateFlags, kept: readonly KeptCalibration[]): void {
  if (flags.json === true) {
    terminal.print(JSON.stringify(calibrationsDocument(kept)));
    return;
  }
  if (kept.length === 0) {
    terminal.note("not calibrated: bills take this machine's CPU time as an estimate");
    return;
  }
  const rows = kept.map(({ platform, calibration, fittedAtMs }) => [
    platform,
    calibrationText(calibration),
    formatMoment(fittedAtMs),
  ]);
  const [header = "", ...lines] = renderTable(["platform", "factor, 95 % interval", "fitted"], rows, [
    "left",
    "left",
    "left",
  ]);
  terminal.print([terminal.colors.dim(header), ...lines].join("\n"));
}
