import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseGrantedFiles } from "../../../main/workbench/granted-files";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-files-"));
  await mkdir(join(folder, "other"));
  await writeFile(join(folder, "words.txt"), "one");
  await writeFile(join(folder, "other", "words.txt"), "two");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("names a file as it is called, or as it is said", async () => {
  const path = join(folder, "words.txt");
  const other = join(folder, "other", "words.txt");
  expect(await parseGrantedFiles([path, `${other}=data/two.txt`])).toEqual({
    ok: true,
    files: [
      { name: "/words.txt", path },
      { name: "/data/two.txt", path: other },
    ],
  });
});

it.each([
  ["missing.txt", "does not exist"],
  ["other", "is not a file"],
  ["words.txt=/", "names no file"],
  ["words.txt=../..", "names no file"],
])("refuses %s", async (text, why) => {
  const parsed = await parseGrantedFiles([`${folder}/${text}`]);
  expect(parsed).toMatchObject({ ok: false, message: expect.stringContaining(why) as unknown });
});

it("refuses two files of one name", async () => {
  const texts = [join(folder, "words.txt"), join(folder, "other", "words.txt")];
  expect(await parseGrantedFiles(texts)).toMatchObject({
    ok: false,
    message: expect.stringContaining("/words.txt") as unknown,
  });
});
