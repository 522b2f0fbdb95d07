import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Clock } from "./model";
import { ControlWords } from "./sandbox/control-words";
import type { Base, EngineModules, FromSandbox, QuickjsParts, Snapshot, ToSandbox } from "./sandbox/protocol";
import { compileEngine, readEngine } from "./sandbox/quickjs/engine-modules";

/** The engine, ready to make sandboxes from. `compileUs`: how long compiling took. */
export interface LoadedQuickjs {
  readonly parts: QuickjsParts & { readonly base: Base };
  readonly compileUs: number;
}

const DIGEST_BYTES = 32;
const LENGTH_BYTES = 4;

/** What is not memory. */
interface Header extends Omit<Snapshot, "memory"> {
  readonly changed: readonly number[];
}

/** Changes with the layout of the cached file. */
const FORMAT = 2;

/**
 * Compiles QuickJS, and takes its base from the disk cache or makes it once. The base's name holds the digests of the engine's
 * binaries, of the sandbox's script and of the guest's Web APIs: a new version of any makes a new base.
 * The cache is only ever a shortcut: a file that is missing, damaged or can't be written is no error.
 */
export async function loadQuickjs(workerFile: string, cacheDir: string, clock: Clock): Promise<LoadedQuickjs> {
  const [binaries, script, { default: guestSource }] = await Promise.all([
    readEngine(),
    readFile(workerFile),
    import("./web/index.guest?guest"),
  ]);
  const startedUs = clock.nowUs();
  const modules = await compileEngine(binaries);
  const compileUs = clock.nowUs() - startedUs;
  const key = createHash("sha256")
    .update(`${FORMAT}:${binaries.digest}:`)
    .update(script)
    .update(guestSource)
    .digest("hex");
  const file = join(cacheDir, `base-${key.slice(0, 32)}.bin`);
  const base = (await readBase(file)) ?? (await makeAndKeep(file, workerFile, modules, guestSource));
  return { parts: { engine: "quickjs", modules, base, ...newWords() }, compileUs };
}

async function makeAndKeep(
  file: string,
  workerFile: string,
  modules: EngineModules,
  guestSource: string,
): Promise<Base> {
  const base = await makeBase(workerFile, modules, guestSource);
  const temporary = `${file}.${process.pid}`;
  try {
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(temporary, serializeBase(base));
    await rename(temporary, file);
  } catch {
    // The next process makes it again: some 50 ms.
  }
  return base;
}

/** A base is made in a sandbox's thread, where the engine runs and nowhere else. */
async function makeBase(workerFile: string, modules: EngineModules, guestSource: string): Promise<Base> {
  const worker = new Worker(workerFile, { env: {}, argv: [], execArgv: [] });
  const send = (message: ToSandbox): void => {
    worker.postMessage(message);
  };
  try {
    return await new Promise<Base>((resolve, reject) => {
      worker.on("error", reject);
      worker.on("exit", (code) => {
        reject(new Error(`the sandbox's thread ended with code ${code} before it had made the base`));
      });
      worker.on("message", (message: FromSandbox) => {
        if (message.type === "base") resolve(message.base);
      });
      const parts = { engine: "quickjs", modules, base: { guestSource }, ...newWords() } as const;
      send({ type: "boot", parts, maxPages: 65_536, control: new ControlWords().memory, logCollections: false });
    });
  } finally {
    await worker.terminate();
  }
}

function newWords(): Pick<QuickjsParts, "cryptoWord" | "warmUpWord"> {
  const word = (): SharedArrayBuffer => new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  return { cryptoWord: word(), warmUpWord: word() };
}

/** Layout: digest of the rest (SHA-256), length of the header (4 bytes, little endian), header (JSON), memory. */
export function serializeBase({ snapshot, changed }: Base): Uint8Array {
  const { memory, ...numbers } = snapshot;
  const header = Buffer.from(JSON.stringify({ ...numbers, changed: [...changed] } satisfies Header));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(header.length);
  const rest = Buffer.concat([length, header, new Uint8Array(memory)]);
  return Buffer.concat([digestOf(rest), rest]);
}

/** Null when the file is not a whole and undamaged base. */
export function deserializeBase(file: Uint8Array): Base | null {
  try {
    const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
    const rest = bytes.subarray(DIGEST_BYTES);
    if (!digestOf(rest).equals(bytes.subarray(0, DIGEST_BYTES))) return null;
    const start = LENGTH_BYTES + rest.readUInt32LE(0);
    const { changed, ...numbers } = JSON.parse(rest.toString("utf8", LENGTH_BYTES, start)) as Header;
    const stored = rest.subarray(start);
    const memory = new SharedArrayBuffer(stored.length);
    new Uint8Array(memory).set(stored);
    return { snapshot: { memory, ...numbers }, changed: Uint32Array.from(changed) };
  } catch {
    return null;
  }
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

async function readBase(file: string): Promise<Base | null> {
  try {
    return deserializeBase(await readFile(file));
  } catch {
    return null;
  }
}
