import { mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { grantedFiles, grantFile } from "../../../../main/workbench/workspace/file-grants";
import { WorkspaceMemory } from "../../../../main/workbench/workspace/workspace-memory";

let base = "";
let root = "";
let outside = "";

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "coldframe-grants-")));
  root = join(base, "functions");
  outside = join(base, "secret.txt");
  await mkdir(join(root, "data"), { recursive: true });
  await writeFile(join(root, "data", "words.txt"), "one");
  await writeFile(outside, "two");
});
afterEach(() => rm(base, { recursive: true, force: true }));

function folder() {
  return { root, memory: new WorkspaceMemory(join(base, "home"), root) };
}

test("a file of the folder is named relative to it, and needs no memory", async () => {
  const chosen = join(root, "data", "words.txt");
  const grant = await grantFile(folder(), chosen);
  expect(grant).toEqual({ name: "/words.txt", path: "data/words.txt" });
  expect(await grantedFiles(folder(), [{ ...grant, name: "in/here.txt" }])).toEqual([
    { name: "/in/here.txt", path: chosen },
  ]);
});

test("a file outside is granted where its user chose it, also after a restart", async () => {
  const grant = await grantFile(folder(), outside);
  expect(grant).toEqual({ name: "/secret.txt", path: outside });
  expect(await grantedFiles(folder(), [grant])).toEqual([grant]);
});

test("a request that came with the folder names no file outside that nobody chose", async () => {
  const grants = [{ name: "/secret.txt", path: outside }];
  await expect(grantedFiles(folder(), grants)).rejects.toMatchObject({
    code: "invalid-file",
    message: expect.stringContaining("was not chosen here") as unknown,
  });
  await symlink(outside, join(root, "link.txt"));
  for (const path of ["../secret.txt", "link.txt"])
    await expect(grantedFiles(folder(), [{ name: "/secret.txt", path }])).rejects.toMatchObject({
      code: "invalid-file",
    });
  // What leads there by another path was not chosen either.
  await grantFile(folder(), outside);
  await expect(grantedFiles(folder(), [{ name: "/x", path: `${base}/home/../secret.txt` }])).rejects.toMatchObject({
    code: "invalid-file",
  });
});

test.each([
  ["gone", "data/gone.txt", "/gone.txt", "does not exist: check the path"],
  ["a folder", "data", "/data", "is not a file"],
  ["without a name", "data/words.txt", "", "names no file"],
])("a file that is %s is refused in one line", async (_, path, name, message) => {
  await expect(grantedFiles(folder(), [{ name, path }])).rejects.toMatchObject({
    code: "invalid-file",
    message: expect.stringMatching(new RegExp(`^[^\\n]*${message}[^\\n]*$`)) as unknown,
  });
});

test("a file that is too large is refused when it is chosen, with both sizes", async () => {
  const large = join(root, "large.bin");
  await writeFile(large, "");
  await truncate(large, 70 * 1024 * 1024);
  await expect(grantFile(folder(), large)).rejects.toMatchObject({
    code: "invalid-file",
    message: "the files have 70.0 MiB together, and a program may have 64.0 MiB of them: leave one out",
  });
});
