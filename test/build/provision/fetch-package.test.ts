import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { fetchPackage } from "../../../build/provision/fetch-package";

const { signal } = new AbortController();

/** A registry with one package, and its integrity as the registry tells it. Named to npm as a user would do it. */
async function registryWithOnePackage(): Promise<{ readonly folder: string; readonly integrity: string }> {
  const folder = await mkdtemp(join(tmpdir(), "coldframe-registry-"));
  await mkdir(join(folder, "package"));
  await writeFile(join(folder, "package", "package.json"), '{"name":"tiny","version":"1.0.0"}');
  execFileSync("tar", ["czf", "tiny.tgz", "package"], { cwd: folder });
  const tarball = await readFile(join(folder, "tiny.tgz"));
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  const server = createServer((request, response) => {
    if (request.url?.endsWith(".tgz") === true) return void response.end(tarball);
    if (request.url !== "/tiny") return void response.writeHead(404).end("{}");
    const { port } = server.address() as AddressInfo;
    const dist = { tarball: `http://127.0.0.1:${port}/tiny.tgz`, integrity };
    const version = { name: "tiny", version: "1.0.0", dist };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ name: "tiny", "dist-tags": { latest: "1.0.0" }, versions: { "1.0.0": version } }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  vi.stubEnv("npm_config_registry", `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  vi.stubEnv("npm_config_cache", join(folder, "cache"));
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { folder, integrity };
}

test.runIf(process.platform !== "win32")("a disk that is full is told, with what to do", async () => {
  const folder = await mkdtemp(join(tmpdir(), "coldframe-full-"));
  await writeFile(join(folder, "npm"), "#!/bin/sh\necho 'npm error code ENOSPC' >&2; exit 228\n", { mode: 0o755 });
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });
  const pinned = { name: "tiny", version: "1.0.0", integrity: "" };
  await expect(fetchPackage(pinned, folder, signal)).rejects.toThrow(
    /^there is no room for tiny@1\.0\.0 in .*: make some$/,
  );
});

test("a package comes from the user's own registry, and only as the bytes that are pinned", async () => {
  const { folder, integrity } = await registryWithOnePackage();
  const pinned = { name: "tiny", version: "1.0.0", integrity };
  const file = await fetchPackage(pinned, folder, signal);
  expect(
    `sha512-${createHash("sha512")
      .update(await readFile(file))
      .digest("base64")}`,
  ).toBe(integrity);

  const other = { ...pinned, integrity: "sha512-AAAA" };
  await expect(fetchPackage(other, folder, signal)).rejects.toThrow(/its checksum differs, so it is not used/);
  await expect(fetchPackage({ ...pinned, name: "absent-from-it" }, folder, signal)).rejects.toThrow(/npm ended with/);
});
