import type { Database, Statement } from "better-sqlite3";
import type { Deferrals, Engine, Machine, Profile, ProfileSample } from "../../runtime/model";
import { addCpuProfile, CpuProfileReader } from "./cpu-profiles";

/** A saved profile without its starts: a row of the list. */
export interface ProfileRow {
  readonly id: string;
  readonly name: string;
  readonly functionName: string;
  readonly entry: string;
  readonly version: string;
  readonly recordedAtMs: number;
  /** Of each kind; 0: only its handler was sampled. */
  readonly runs: number;
  readonly machine: Machine;
  /** What was sampled of its handler, and how many samples that is; null: nothing was. */
  readonly sampled: { readonly id: string; readonly samples: number } | null;
}

interface StoredRow extends Omit<ProfileRow, "machine" | "sampled"> {
  readonly machine: string;
  readonly sampledId: string | null;
  readonly sampleCount: number | null;
}

interface StoredProfile extends StoredRow {
  readonly engine: Engine;
  readonly bytes: number;
  readonly memoryMb: number;
  readonly content: string;
  readonly samples: string;
}

/** What has no column of its own. */
type Content = Pick<
  Profile,
  "request" | "starts" | "status" | "usage" | "topLevel" | "ended" | "withoutImage" | "deferrals"
>;
/** What profiles that were saved before it was measured do not have. */
const NOT_MEASURED: Pick<Content, "usage" | "withoutImage" | "deferrals"> = {
  usage: null,
  withoutImage: [],
  deferrals: null,
};

const ROW =
  "profile.id, name, function_name AS functionName, entry, version, recorded_at_ms AS recordedAtMs, runs, machine, " +
  "cpu_profile.id AS sampledId, sample_count AS sampleCount FROM profile LEFT JOIN cpu_profile ON profile_seq = profile.seq";

export class ProfileReader {
  readonly #list: Statement<[], StoredRow>;
  readonly #find: Statement<[string], StoredProfile>;
  readonly #cpuProfiles: CpuProfileReader;

  constructor(database: Database) {
    this.#list = database.prepare(`SELECT ${ROW} ORDER BY recorded_at_ms DESC, seq DESC`);
    this.#find = database.prepare(
      `SELECT engine, bytes, memory_mb AS memoryMb, profile.content, profile.samples, ${ROW} WHERE name = ?`,
    );
    this.#cpuProfiles = new CpuProfileReader(database);
  }

  /** Newest first. */
  list(): readonly ProfileRow[] {
    return this.#list.all().map(({ machine, sampledId, sampleCount, ...row }) => ({
      ...row,
      machine: JSON.parse(machine) as Machine,
      sampled: sampledId === null ? null : { id: sampledId, samples: sampleCount ?? 0 },
    }));
  }

  /** Null where none has this name. */
  find(name: string): Profile | null {
    const row = this.#find.get(name);
    if (row === undefined) return null;
    const { id, functionName, entry, version, engine, bytes, recordedAtMs, memoryMb, runs } = row;
    const content = { ...NOT_MEASURED, ...(JSON.parse(row.content) as Content) };
    return {
      ...{ id, functionName, entry, version, engine, bytes, recordedAtMs, memoryMb, runs },
      ...content,
      machine: JSON.parse(row.machine) as Machine,
      samples: (JSON.parse(row.samples) as ProfileSample[]).map(withEvents),
      withoutImage: content.withoutImage.map(withEvents),
      deferrals: content.deferrals === null ? null : withReasons(content.deferrals),
      cpuProfile: row.sampledId === null ? null : this.#cpuProfiles.find(name),
    };
  }
}

/** Trials that were saved before it was noted say not why there are no more. */
function withReasons(deferrals: Deferrals): Deferrals {
  // In place: what is exported again is the same document.
  const imports = deferrals.imports.map((each) => ({ ...each, untried: each.untried ?? null }));
  return { ...deferrals, imports, cancelled: deferrals.cancelled ?? null };
}

/** Starts that were saved before it was noted say nothing of collections in the sandbox. */
function withEvents(sample: ProfileSample): ProfileSample {
  const { gcCount, gcUs, ...others } = sample.events;
  return { ...sample, events: { gcCount, gcUs, ...NO_COLLECTIONS, ...others } };
}

const NO_COLLECTIONS: Pick<ProfileSample["events"], "sandboxGc"> = { sandboxGc: null };

/** False: there is one of this name, id or samples already, and nothing was changed. */
export function saveProfile(database: Database, name: string, profile: Profile): boolean {
  const { cpuProfile, ...starts } = profile;
  if (cpuProfile === null) return insertProfile(database, name, starts);
  const taken = new Error("the samples are saved already");
  try {
    return database.transaction(() => {
      if (!insertProfile(database, name, starts)) return false;
      if (!addCpuProfile(database, name, cpuProfile)) throw taken;
      return true;
    })();
  } catch (error) {
    if (error === taken) return false;
    throw error;
  }
}

function insertProfile(database: Database, name: string, profile: Omit<Profile, "cpuProfile">): boolean {
  const { request, starts, status, usage, topLevel, ended, withoutImage, deferrals, ...others } = profile;
  const content: Content = { request, starts, status, usage, topLevel, ended, withoutImage, deferrals };
  const { machine, samples, ...columns } = others;
  const row = {
    ...columns,
    name,
    machine: JSON.stringify(machine),
    content: JSON.stringify(content),
    samples: JSON.stringify(samples),
  };
  const insert = database.prepare(
    "INSERT INTO profile (id, name, function_name, entry, version, engine, recorded_at_ms, bytes, memory_mb, runs, machine, content, samples) " +
      "VALUES (@id, @name, @functionName, @entry, @version, @engine, @recordedAtMs, @bytes, @memoryMb, @runs, @machine, @content, @samples) " +
      "ON CONFLICT DO NOTHING",
  );
  return insert.run(row).changes === 1;
}

/** False: there is none of this name. */
export function deleteProfile(database: Database, name: string): boolean {
  return database.prepare("DELETE FROM profile WHERE name = ?").run(name).changes === 1;
}

/** False: there is none of this name, or another one has the new name; nothing was changed. */
export function renameProfile(database: Database, name: string, newName: string): boolean {
  return database.prepare("UPDATE OR IGNORE profile SET name = ? WHERE name = ?").run(newName, name).changes === 1;
}
