/** Hostile functions, run as any other: built from a file, called through the real pool. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Artifact, Call, Grants, Invocation, PoolOptions, Runtime } from "../../runtime";
import { createRuntime } from "../../runtime";

export interface AttackOptions {
  readonly url?: string;
  readonly grants?: Partial<Grants>;
  readonly signal?: AbortSignal;
}

export class AttackHarness implements AsyncDisposable {
  readonly runtime: Runtime;
  readonly #folder: string;
  #files = 0;

  private constructor(runtime: Runtime, folder: string) {
    this.runtime = runtime;
    this.#folder = folder;
  }

  static async open(pool: Partial<PoolOptions> = {}): Promise<AttackHarness> {
    const folder = await mkdtemp(join(tmpdir(), "coldframe-attack-"));
    const runtime = createRuntime({
      cacheDir: join(folder, "cache"),
      pool: { maxPool: 0, maxSandboxes: 1, ...pool },
      limits: { responseBytes: 1_000_000 },
    });
    return new AttackHarness(runtime, folder);
  }

  async build(source: string): Promise<Artifact> {
    this.#files += 1;
    const file = join(this.#folder, `attack-${this.#files}.js`);
    await writeFile(file, source);
    const built = await this.runtime.build(file);
    if (!built.ok) throw new Error(built.problems[0].message);
    return built.artifact;
  }

  async call(artifact: Artifact, options: AttackOptions = {}): Promise<Invocation> {
    const request = { method: "GET", url: options.url ?? "http://attack.local/", headers: [], body: null };
    const grants = { env: {}, allowNet: [], memoryMb: 64, timeoutMs: 5000, ...options.grants };
    const call: Call = { id: randomUUID(), input: { trigger: "http", request }, grants, start: "auto" };
    return this.runtime.invoke(artifact, call, options.signal === undefined ? {} : { signal: options.signal });
  }

  async run(source: string, options: AttackOptions = {}): Promise<Invocation> {
    return this.call(await this.build(source), options);
  }

  /** Runs the body of a handler and answers with what it returned, by way of JSON. */
  async evaluate(body: string, options: AttackOptions = {}): Promise<unknown> {
    const invocation = await this.run(
      `export default async (request) => Response.json(await (async () => {${body}\n})() ?? null);`,
      options,
    );
    if (invocation.outcome !== "ok")
      throw new Error(`${invocation.outcome}: ${invocation.error?.message ?? ""}\n${invocation.error?.stack ?? ""}`);
    return JSON.parse(text(invocation)) as unknown;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.runtime[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export function text(invocation: Invocation): string {
  return new TextDecoder().decode(invocation.response?.body.content ?? undefined);
}

/** The state of health that every attack must leave behind: an innocent function is served, and sees nothing of what was before. */
export async function expectHealthy(harness: AttackHarness): Promise<void> {
  const left = await harness.evaluate(`
    const own = Object.getOwnPropertyNames(globalThis).filter((name) => /attack|leak|secret/i.test(name));
    return { own, sum: [1, 2, 3].map((n) => n * 2), text: await new Response("fine").text(), proto: Object.keys(Object.prototype) };
  `);
  const expected = { own: [], sum: [2, 4, 6], text: "fine", proto: [] };
  if (JSON.stringify(left) !== JSON.stringify(expected))
    throw new Error(`the sandbox is not healthy: ${JSON.stringify(left)}`);
}
