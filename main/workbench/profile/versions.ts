import { stat } from "node:fs/promises";
import { z } from "zod";
import type { Artifact, Profile, Start } from "../../../runtime";
import { overTime } from "../../../runtime/profile";
import type { StartRecord, VersionPoint, VersionRecord } from "../../../runtime/profile";
import type { CalledVersions } from "../../store";
import type { Workbench } from "../workbench";

/** Versions of a line at most, the newest: each kept one is a file to read. */
const MOST_VERSIONS = 100;
/** What can differ between starts, and is told apart. */
const KINDS: readonly Exclude<Start, "warm">[] = ["cold", "prewarmed"];

const sourceMap = z.object({ sources: z.array(z.string()), sourcesContent: z.array(z.string().nullable()) });

/** A function's versions as a line through the history and its saved profiles. */
export interface FunctionVersions {
  /** Null: no function had this name. */
  readonly entry: string | null;
  /** The oldest first. */
  readonly versions: readonly VersionPoint[];
}

/** `function`: its file or folder, or the name that it last had. */
export async function readVersions(workbench: Workbench, subject: string): Promise<FunctionVersions> {
  const reader = await workbench.reader();
  const called = reader.versions(await nameOrEntry(subject));
  if (called.entry === null) return { entry: null, versions: [] };
  const rows = reader.profiles().filter(({ entry }) => entry === called.entry);
  const profiles = rows.flatMap(({ name }) => reader.profile(name) ?? []);
  const records = recordsOf(called, profiles).slice(-MOST_VERSIONS);
  const known = await Promise.all(
    records.map(async (record) => withArtifact(record, await workbench.artifacts.find(record.version))),
  );
  return { entry: called.entry, versions: overTime(known) };
}

async function nameOrEntry(subject: string): Promise<{ readonly entry: string } | { readonly name: string }> {
  const isThere = (await stat(subject).catch(() => null)) !== null;
  if (!isThere && !/[/\\]/.test(subject)) return { name: subject };
  const { resolveEntry } = await import("../../../runtime");
  const { result } = resolveEntry(subject);
  return { entry: result.ok ? result.value.entry : subject };
}

/** The oldest first. */
function recordsOf({ versions, starts }: CalledVersions, profiles: readonly Profile[]): readonly VersionRecord[] {
  const found = new Map<string, VersionRecord>();
  const none = { bytes: null, modules: null, sources: null };
  for (const { version, firstCalledAtMs: firstSeenMs, calls } of versions) {
    const own = starts.filter((start) => start.version === version);
    const recorded = KINDS.map((start) => recordedStarts(start, own)).filter(({ wallsUs }) => wallsUs.length > 0);
    found.set(version, { version, firstSeenMs, calls, ...none, starts: recorded });
  }
  // The newest first: a version's latest profile says how it starts.
  for (const profile of profiles) {
    const { version, recordedAtMs, bytes } = profile;
    const before = found.get(version) ?? { version, firstSeenMs: recordedAtMs, calls: 0, ...none, starts: [] };
    const measured = KINDS.map((start) => measuredStarts(start, profile)).filter(({ wallsUs }) => wallsUs.length > 0);
    const isNew = ({ start, basis }: StartRecord): boolean =>
      !before.starts.some((one) => one.start === start && one.basis === basis);
    found.set(version, {
      ...before,
      bytes,
      firstSeenMs: Math.min(before.firstSeenMs, recordedAtMs),
      starts: [...before.starts, ...measured.filter(isNew)],
    });
  }
  return [...found.values()].sort((a, b) => a.firstSeenMs - b.firstSeenMs);
}

function recordedStarts(start: StartRecord["start"], rows: CalledVersions["starts"]): StartRecord {
  const wallsUs = rows.filter((row) => row.start === start).map(({ wallUs }) => wallUs);
  return { start, basis: "calls", terms: "", wallsUs };
}

function measuredStarts(start: StartRecord["start"], { samples, request, memoryMb, machine }: Profile): StartRecord {
  const wallsUs = samples.filter((sample) => sample.start === start && !sample.first).map(({ wallUs }) => wallUs);
  const terms = `${request}, ${memoryMb} MiB, ${machine.cpu}, ${machine.cores} cores, V8 ${machine.v8}`;
  return { start, basis: "profile", terms, wallsUs };
}

function withArtifact(record: VersionRecord, artifact: Artifact | null): VersionRecord {
  if (artifact === null) return record;
  const { code, modules } = artifact;
  return { ...record, bytes: code.byteLength, modules, sources: ownSources(artifact) };
}

/** Without those of packages: what of them changed, their size says. */
function ownSources({ sourceMap: map }: Artifact): ReadonlyMap<string, string> | null {
  const parsed = map === null ? null : sourceMap.safeParse(JSON.parse(map));
  if (parsed?.success !== true) return null;
  const { sources, sourcesContent } = parsed.data;
  const pairs = sources.map((path, index) => [path, sourcesContent[index] ?? ""] as const);
  return new Map(pairs.filter(([path]) => !path.includes("node_modules/")));
}
