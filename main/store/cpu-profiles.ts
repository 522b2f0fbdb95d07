import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Database, Statement } from "better-sqlite3";
import type { CpuProfile, StackSample } from "../../runtime/model";

interface StoredCpuProfile {
  readonly content: string;
  readonly samples: Buffer;
}

/** All but what lies beside it. */
type Content = Omit<CpuProfile, "samples">;

export class CpuProfileReader {
  readonly #find: Statement<[string], StoredCpuProfile>;

  constructor(database: Database) {
    this.#find = database.prepare(
      "SELECT cpu_profile.content, cpu_profile.samples FROM cpu_profile JOIN profile ON profile.seq = profile_seq WHERE name = ?",
    );
  }

  /** Of the saved profile of this name; null where its handler was not sampled. */
  find(name: string): CpuProfile | null {
    const row = this.#find.get(name);
    return row === undefined ? null : { ...(JSON.parse(row.content) as Content), samples: unpack(row.samples) };
  }
}

/**
 * Adds what was sampled to the saved profile of this name and of the same function's same version. False: there is none, or it has samples
 * already, or these are saved with another; nothing was changed.
 */
export function addCpuProfile(database: Database, name: string, profile: CpuProfile): boolean {
  const { samples, ...content } = profile;
  const insert = database.prepare(
    "INSERT INTO cpu_profile (profile_seq, id, sample_count, content, samples) " +
      "SELECT seq, @id, @sampleCount, @content, @samples FROM profile WHERE name = @name AND entry = @entry AND version = @version " +
      "ON CONFLICT DO NOTHING",
  );
  const { id, entry, version } = profile;
  const row = { ...{ name, id, entry, version }, sampleCount: samples.length };
  return insert.run({ ...row, content: JSON.stringify(content), samples: pack(samples) }).changes === 1;
}

const SAMPLE_BYTES = 8;

function pack(samples: readonly StackSample[]): Buffer {
  const bytes = Buffer.alloc(samples.length * SAMPLE_BYTES);
  for (const [index, { node, durationUs }] of samples.entries()) {
    bytes.writeUInt32LE(node, index * SAMPLE_BYTES);
    bytes.writeUInt32LE(durationUs, index * SAMPLE_BYTES + 4);
  }
  return deflateRawSync(bytes);
}

function unpack(packed: Buffer): readonly StackSample[] {
  const bytes = inflateRawSync(packed);
  return Array.from({ length: bytes.length / SAMPLE_BYTES }, (_, index) => ({
    node: bytes.readUInt32LE(index * SAMPLE_BYTES),
    durationUs: bytes.readUInt32LE(index * SAMPLE_BYTES + 4),
  }));
}
