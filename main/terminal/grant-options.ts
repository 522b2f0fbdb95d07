import type { Command } from "commander";
import { MEMORY_MB, TIMEOUT_MS } from "../../runtime/model";
import type { GrantedFile, Grants } from "../../runtime/model";
import { parseGrantedFiles } from "../workbench/granted-files";
import { parseAllowedHosts } from "../workbench/grants";
import { repeatable } from "./command";
import { UsageError } from "./exit-codes";
import { boundsText, parseEnvironment, parseInteger } from "./parse-values";

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
  return addAccessOptions(command).option(
    "--memory <MiB>",
    `memory limit, ${boundsText(MEMORY_MB)}`,
    checkMemory,
    MEMORY_MB.usual,
  );
}

/** The same without the memory, for a command that tries several. */
export function addAccessOptions(command: Command): Command {
  return command
    .addOption(repeatable("--env <NAME=VALUE>", "environment variable the function sees", parseEnvironment))
    .addOption(repeatable("--allow-net <host[:port]>", "a host that its fetch() may reach", String))
    .addOption(
      repeatable("--allow-file <path[=name]>", "a file that a WASI program may read, as /name of its own", String),
    )
    .option("--timeout <ms>", `wall deadline of one call, ${boundsText(TIMEOUT_MS)}`, checkTimeout, TIMEOUT_MS.usual);
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
  return parseInteger("--memory", text, MEMORY_MB, "MiB");
}

function checkTimeout(text: string): number {
  return parseInteger("--timeout", text, TIMEOUT_MS, "milliseconds");
}
