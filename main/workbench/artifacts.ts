import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact, ModuleDebugInfo } from "../../runtime";
import { readJsonFile, writeFileAtomic } from "./json-file";
import { Serial } from "./serial";

export interface ArtifactLimits {
  readonly count: number;
  readonly bytes: number;
}

/** A month of edits; the least recently called go first. */
const LIMITS: ArtifactLimits = { count: 500, bytes: 256 * 1024 * 1024 };
/** Files that are looked through for what is too much: seldom, since it reads the whole folder. */
const CLEAN_EVERY = 20;
/** Some megabytes each. */
const DEBUG_INFO_COUNT = 8;
const MODE = 0o600;
const VERSION = /^sha256:([0-9a-f]{64})$/;

/**
 * Every version that was called, by its hash, so that it can be called again after its source was edited. One file a version,
 * written once; what can't be written is only missing later.
 */
export class ArtifactShelf {
  readonly #folder: string;
  readonly #limits: ArtifactLimits;
  readonly #known = new Set<string>();
  readonly #writes = new Serial();
  /**
   * Of the versions that were called last. It is many times their code, and not written down: who calls a version again that another process
   * called has the names of its functions, and no lines.
   */
  readonly #debugInfo = new Map<string, ModuleDebugInfo>();
  #written = 0;

  constructor(home: string, limits = LIMITS) {
    this.#folder = join(home, "artifacts");
    this.#limits = limits;
  }

  /** In the background: no call waits for it. */
  keep(artifact: Artifact): void {
    this.#keepDebugInfo(artifact);
    if (this.#known.has(artifact.version)) return;
    this.#known.add(artifact.version);
    void this.#writes
      .run(() => this.#keep(artifact))
      .catch(() => {
        this.#known.delete(artifact.version);
      });
  }

  /** Null where it is not kept (any more). */
  async find(version: string): Promise<Artifact | null> {
    await this.#writes.settled();
    const file = this.#file(version);
    // With what it takes to check a file: who only calls, as the terminal does, need not wait for that to be loaded.
    const { KEPT_ARTIFACT } = await import("./artifact-file");
    const kept = file === null ? null : await readJsonFile(file, KEPT_ARTIFACT).catch(() => null);
    if (file === null || kept === null || kept.version !== version) return null;
    await touch(file);
    const debugInfo = this.#debugInfo.get(version) ?? null;
    return { ...kept, debugInfo, code: new Uint8Array(Buffer.from(kept.code, "base64")) };
  }

  settled(): Promise<void> {
    return this.#writes.settled();
  }

  #keepDebugInfo({ version, debugInfo }: Artifact): void {
    if (debugInfo === null) return;
    this.#debugInfo.delete(version);
    this.#debugInfo.set(version, debugInfo);
    const [oldest] = this.#debugInfo.keys();
    if (oldest !== undefined && this.#debugInfo.size > DEBUG_INFO_COUNT) this.#debugInfo.delete(oldest);
  }

  async #keep(artifact: Artifact): Promise<void> {
    const file = this.#file(artifact.version);
    if (file === null) return;
    if ((await stat(file).catch(() => null)) !== null) {
      await touch(file);
      return;
    }
    await mkdir(this.#folder, { recursive: true });
    const { version, kind, engine, name, entry, code, sourceMap, modules } = artifact;
    const kept = { version, kind, engine, name, entry, code: Buffer.from(code).toString("base64"), sourceMap, modules };
    await writeFileAtomic(file, JSON.stringify(kept), MODE);
    if (this.#written % CLEAN_EVERY === 0) await this.#clean();
    this.#written += 1;
  }

  async #clean(): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(".json"));
    const files = await Promise.all(
      names.map(async (name) => {
        const file = join(this.#folder, name);
        const { size, mtimeMs } = await stat(file);
        return { file, size, mtimeMs };
      }),
    );
    let bytes = 0;
    for (const [index, { file, size }] of files.sort((a, b) => b.mtimeMs - a.mtimeMs).entries()) {
      bytes += size;
      if (index >= this.#limits.count || bytes > this.#limits.bytes) await rm(file, { force: true });
    }
    this.#known.clear();
  }

  #file(version: string): string | null {
    const hash = VERSION.exec(version)?.[1];
    return hash === undefined ? null : join(this.#folder, `${hash}.json`);
  }
}

/** It was used now, for what is deleted first. */
async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}
