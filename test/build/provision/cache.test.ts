import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { cached, cacheFolder } from "../../../build/provision/cache";
import { ProvisionError } from "../../../build/provision/provision-error";
import type { Work } from "../../../build/provision/work";

const work: Work = { signal: new AbortController().signal, say: () => undefined };

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "coldframe-cache-"));
  vi.stubEnv("XDG_CACHE_HOME", folder);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });
});

function making(text: string): (folder: string) => Promise<void> {
  return (folder) => writeFile(join(folder, "file"), text);
}

test.runIf(process.platform === "linux")("what was made is made once, and outside the checkout", async () => {
  const folder = await cached("thing", work, making("first"));
  expect(folder.startsWith(process.env["XDG_CACHE_HOME"] ?? "/nowhere")).toBe(true);
  expect(await cached("thing", work, making("second"))).toBe(folder);
  expect(await readFile(join(folder, "file"), "utf8")).toBe("first");
});

test("what was damaged since is made again", async () => {
  const folder = await cached("thing", work, making("first"));
  await writeFile(join(folder, "file"), "1st");
  await cached("thing", work, making("again"));
  expect(await readFile(join(folder, "file"), "utf8")).toBe("again");
  await writeFile(join(folder, "file"), "other");
  await cached("thing", work, making("anew!"));
  expect(await readFile(join(folder, "file"), "utf8")).toBe("anew!");
});

test("what failed, or was interrupted, leaves nothing", async () => {
  await expect(cached("thing", work, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  const interruption = new AbortController();
  const interrupted = cached("thing", { ...work, signal: interruption.signal }, async (folder) => {
    await making("half")(folder);
    interruption.abort(new Error("interrupted"));
  });
  await expect(interrupted).rejects.toThrow("interrupted");
  expect(await readdir(cacheFolder())).toEqual([]);
});

test("what a killed process left is removed; what a running one makes is not", async () => {
  const root = cacheFolder();
  const dead = join(root, ".thing.4194305");
  const alive = join(root, `.other.${process.ppid}`);
  await Promise.all([dead, alive].map((folder) => mkdir(folder, { recursive: true })));
  await cached("thing", work, making("whole"));
  expect((await readdir(root)).toSorted()).toEqual([`.other.${process.ppid}`, "thing"]);
});

test.runIf(process.platform === "linux")(
  "a cache that can't be written is said in one line, with what to do",
  async () => {
    const taken = join(cacheFolder(), "..", "taken");
    await writeFile(taken, "");
    vi.stubEnv("XDG_CACHE_HOME", taken);
    const refused = cached("thing", work, making("whole"));
    await expect(refused).rejects.toThrow(ProvisionError);
    await expect(refused).rejects.toThrow(/^the cache folder .* can't be used \(ENOTDIR\): .*XDG_CACHE_HOME$/);
  },
);
