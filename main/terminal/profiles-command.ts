import type { Command } from "commander";
import { formatCount, formatInteger, formatMoment } from "../../runtime/model";
import { cpuTrace, devtoolsProfile } from "../../runtime/profile";
import type { ProfileRow } from "../store";
import { readProfileFile } from "../workbench/profile/parse-profile";
import { profileDocument } from "../workbench/profile/profile-document";
import { nameIsTaken, profileNameOf, saveProfile } from "../workbench/profile/saved-profiles";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { parseProfileName } from "./parse-profile-name";
import { quote } from "./parse-values";
import { printTable } from "./table";
import { visible } from "./terminal";

interface ExportFlags {
  readonly cpuprofile?: true;
  readonly trace?: true;
}

export function addProfilesCommand(program: Command, context: CommandContext): void {
  const profiles = program
    .command("profiles")
    .summary("list, export, import, rename and delete saved profiles")
    .description("Lists the profiles that were saved with coldframe profile --save, newest first.")
    .option("--json", "print one JSON document")
    .addHelpText("after", examples("profiles", "profiles export before > before.json", "profiles import before.json"))
    .action(context.action((flags: { readonly json?: true }) => list(flags.json === true, context)));
  profiles
    .command("export")
    .description("Prints a saved profile as one JSON document, with every start and every sample of the handler.")
    .argument("<name>", "the profile's name")
    .option("--cpuprofile", "only the samples, for Chrome's or VS Code's performance tools")
    .option("--trace", "only the samples in the Trace Event Format, for Perfetto or chrome://tracing")
    .addHelpText(
      "after",
      examples("profiles export before > before.json", "profiles export before --cpuprofile > before.cpuprofile"),
    )
    .action(context.action((name: string, flags: ExportFlags) => exportProfile(name, flags, context)));
  profiles
    .command("import")
    .description("Saves a profile from a JSON document, of this machine or another.")
    .argument("<file>", "what coldframe profile --json or coldframe profiles export printed, with --cpu, too")
    .option("--name <name>", "save it under this name instead of the file's", parseProfileName)
    .action(
      context.action((file: string, flags: { readonly name?: string }) => importProfile(file, flags.name, context)),
    );
  profiles
    .command("rename")
    .description("Gives a saved profile another name.")
    .argument("<name>", "the profile's name")
    .argument("<new-name>", "the name that it gets", parseProfileName)
    .action(context.action((name: string, newName: string) => renameProfile(name, newName, context)));
  profiles
    .command("delete")
    .description("Deletes a saved profile.")
    .argument("<name>", "the profile's name")
    .action(context.action((name: string) => deleteProfile(name, context)));
}

async function list(asJson: boolean, { terminal, workbench }: CommandContext): Promise<number> {
  const rows = (await workbench().reader()).profiles();
  if (asJson) {
    terminal.print(JSON.stringify({ schema: "coldframe/profiles@1", profiles: rows.map(rowDocument) }));
  } else if (rows.length === 0) {
    terminal.note("no profile is saved yet: coldframe profile <entry> --save NAME saves one");
  } else {
    const header = ["name", "function", "version", "starts of each kind", "samples", "recorded", "machine"];
    const cells = rows.map(({ name, functionName, version, runs, sampled, recordedAtMs, machine }) => [
      ...[name, visible(functionName), version.slice("sha256:".length, 19), formatInteger(runs)],
      ...[sampled === null ? "–" : formatInteger(sampled.samples), formatMoment(recordedAtMs)],
      visible(`${machine.cpu}, ${formatCount(machine.cores, "core")}`),
    ]);
    printTable(terminal, header, cells, ["left", "left", "left", "right", "right", "left", "left"]);
  }
  return EXIT.fine;
}

function rowDocument({ recordedAtMs, functionName, ...row }: ProfileRow) {
  return { ...row, function: functionName, recordedAt: new Date(recordedAtMs).toISOString() };
}

async function exportProfile(
  name: string,
  { cpuprofile, trace }: ExportFlags,
  { terminal, workbench }: CommandContext,
): Promise<number> {
  if (cpuprofile === true && trace === true) throw new UsageError("--cpuprofile and --trace exclude each other");
  const profile = (await workbench().reader()).profile(name);
  if (profile === null) throw new UsageError(notSaved(name));
  if (cpuprofile !== true && trace !== true) {
    terminal.print(JSON.stringify(profileDocument(profile)));
    return EXIT.fine;
  }
  const { cpuProfile } = profile;
  if (cpuProfile === null) throw new UsageError(notSampled(name, profile.entry));
  terminal.print(JSON.stringify(cpuprofile === true ? devtoolsProfile(cpuProfile) : cpuTrace(cpuProfile)));
  return EXIT.fine;
}

function notSampled(name: string, entry: string): string {
  return `${quote(name)} holds no samples of the handler: coldframe profile ${quote(entry)} --cpu --save ${name} adds them`;
}

async function importProfile(
  file: string,
  given: string | undefined,
  { terminal, workbench }: CommandContext,
): Promise<number> {
  const parsed = await readProfileFile(file);
  if (!parsed.ok) throw new UsageError(`${quote(file)}: ${parsed.message}`);
  const name = given ?? parseProfileName(profileNameOf(file));
  const problem = await saveProfile(workbench(), name, parsed.profile);
  if (problem !== null) throw new UsageError(problem);
  terminal.note(`saved as ${name}`);
  return EXIT.fine;
}

async function renameProfile(name: string, newName: string, { terminal, workbench }: CommandContext): Promise<number> {
  const store = await workbench().store();
  const names = store.profiles().map((row) => row.name);
  if (!names.includes(name)) throw new UsageError(notSaved(name));
  if (name !== newName && !(await store.renameProfile(name, newName))) throw new UsageError(nameIsTaken(newName));
  terminal.note(`renamed ${name} to ${newName}`);
  return EXIT.fine;
}

async function deleteProfile(name: string, { terminal, workbench }: CommandContext): Promise<number> {
  const store = await workbench().store();
  if (!(await store.deleteProfile(name))) throw new UsageError(notSaved(name));
  terminal.note(`deleted ${name}`);
  return EXIT.fine;
}

function notSaved(name: string): string {
  return `no profile named ${quote(name)} is saved: coldframe profiles lists those that are`;
}
