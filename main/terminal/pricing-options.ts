import type { Command } from "commander";
import { DEFAULT_PLATFORM } from "../../runtime/cost";
import { openPricing } from "../workbench/cost/pricing";
import type { OpenPricing } from "../workbench/cost/pricing";
import { repeatable } from "./command";
import { UsageError } from "./exit-codes";

/** Adds the option that names platforms. `usual`: what help says of a command without it. */
export function addPlatformOption(command: Command, usual: string): Command {
  return command.addOption(repeatable("--platform <platform>", "price it on this platform", String).default([], usual));
}

/** The price lists of the named platforms, and their calibrations. @throws {UsageError} for a platform that is not known, and a price list of the user's own that is malformed. */
export async function readPricing(home: string, platforms: readonly string[]): Promise<OpenPricing> {
  const opened = await openPricing(home, platforms);
  if (!opened.ok) throw new UsageError(opened.message);
  return opened.pricing;
}

/** For what is shown beside a call: the chosen platforms, or the reference model alone. @throws as `readPricing` */
export function readCallPricing(home: string, platforms: readonly string[] = []): Promise<OpenPricing> {
  return readPricing(home, platforms.length === 0 ? [DEFAULT_PLATFORM] : platforms);
}
