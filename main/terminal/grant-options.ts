import type { Command } from "commander";
import type { GrantedFile, Grants } from "../../runtime/model";
import { parseGrantedFiles } from "../workbench/granted-files";
import { parseAllowedHosts } from "../workbench/grants";
import { repeatable } from "./command";
import { UsageError } from "./exit-codes";
import { parseEnvironment, parseInteger } from "./parse-values";

/** The engine with its Web APIs takes some 2 MiB; a 32-bit linear memory can have 4 GiB. */
const MEMORY_MB = { least: 16, most: 4096, usual: 128 };
/** Lambda's own longest. */
const LONGEST_TIMEOUT_MS = 900_000;
const USUAL_TIMEOUT_MS = 5_000;

/** What the options for grants leave in a command's flags, where the command itself sees to the memory. */
export interface AccessFlags {
  readonly env: readonly (readonly [string, string])[];
  readonly allowNet: readonly string[];
  readonly allowFile: readonly string[];
  readonly timeout: number;
}

/** What the options for grants leave in a command's flags. */
export interface GrantFlags extends AccessFlags {
  readonly memory: number;
}

/** Adds the options that say what calls are granted and held to. */
export function addGrantOptions(command: Command): Command {
  return addAccessOptions(command).option("--memory <MiB>", "memory limit", checkMemory, MEMORY_MB.usual);
}

/** The same without the memory, for a command that tries several. */
export function addAccessOptions(command: Command): Command {
  return command
    .addOption(repeatable("--env <NAME=VALUE>", "environment variable the function sees", parseEnvironment))
    .addOption(repeatable("--allow-net <host[:port]>", "a host that its fetch() may reach", String))
    .addOption(
      repeatable("--allow-file <path[=name]>", "a file that a WASI program may read, as /name of its own", String),
    )
    .option("--timeout <ms>", "wall deadline of one call", checkTimeout, USUAL_TIMEOUT_MS);
}

/** @throws {UsageError} for a host that is none, or a file that can't be granted. */
export async function readGrants(flags: GrantFlags): Promise<Grants> {
  return { ...(await readAccess(flags)), memoryMb: flags.memory };
}

/** @throws {UsageError} for a host that is none, or a file that can't be granted. */
export async function readAccess(flags: AccessFlags): Promise<Omit<Grants, "memoryMb">> {
  return {
    env: Object.fromEntries(flags.env),
    allowNet: await allowedHosts(flags.allowNet),
    ...(flags.allowFile.length > 0 && { allowFile: await grantedFiles(flags.allowFile) }),
    timeoutMs: flags.timeout,
  };
}

async function allowedHosts(texts: readonly string[]): Promise<readonly string[]> {
  const parsed = await parseAllowedHosts(texts);
  if (!parsed.ok) throw new UsageError(`--allow-net: ${parsed.message}`);
  return parsed.hosts;
}

async function grantedFiles(texts: readonly string[]): Promise<readonly GrantedFile[]> {
  const parsed = await parseGrantedFiles(texts);
  if (!parsed.ok) throw new UsageError(`--allow-file: ${parsed.message}`);
  return parsed.files;
}

function checkMemory(text: string): number {
  return parseInteger("--memory", text, MEMORY_MB.least, MEMORY_MB.most, "MiB");
}

function checkTimeout(text: string): number {
  return parseInteger("--timeout", text, 1, LONGEST_TIMEOUT_MS, "milliseconds");
}
