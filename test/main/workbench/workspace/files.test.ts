import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hashOf, MAX_FILE_BYTES, WorkspaceFiles } from "../../../../main/workbench/workspace/files";
import { listFiles } from "../../../../main/workbench/workspace/list-files";
import { placeIn } from "../../../../main/workbench/workspace/paths";
import { folderOf, putFile } from "./folders";

function filesOf(content: Readonly<Record<string, string>> = {}) {
  const root = folderOf(content);
  const trashed: string[] = [];
  const files = new WorkspaceFiles(root, (path) => {
    trashed.push(path);
    return Promise.resolve();
  });
  return { root, files, trashed };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "done",
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
}

test("lists files and folders, without hidden ones, node_modules and links that lead out", async () => {
  const { root, files } = filesOf({
    "b/z.ts": "",
    "b/a.ts": "",
    "b-c.ts": "",
    "a.ts": "",
    ".env": "",
    "node_modules/x": "",
  });
  mkdirSync(join(root, "empty"));
  symlinkSync(join(root, "a.ts"), join(root, "link.ts"));
  symlinkSync(folderOf({ secret: "" }), join(root, "out"));
  symlinkSync(root, join(root, "loop"));
  expect(await files.list()).toEqual([
    { path: "a.ts", kind: "file" },
    { path: "b", kind: "folder" },
    { path: "b-c.ts", kind: "file" },
    { path: "empty", kind: "folder" },
    { path: "link.ts", kind: "file" },
    { path: "b/a.ts", kind: "file" },
    { path: "b/z.ts", kind: "file" },
  ]);
});

test("of too many files the deepest are left out, not the last", async () => {
  const { root } = filesOf({ "a/deep/1.ts": "", "a/deep/2.ts": "", "a/x.ts": "", "z/index.ts": "" });
  const listed = (await listFiles(root, 5)).map(({ path }) => path);
  expect(listed).toEqual(["a", "z", "a/deep", "a/x.ts", "z/index.ts"]);
});

test("reads text as it is, and nothing else", async () => {
  const { root, files } = filesOf({ "a.ts": "\u{feff}grüße\r\n" });
  expect(await files.read("a.ts")).toEqual({
    path: "a.ts",
    text: "\u{feff}grüße\r\n",
    hash: hashOf(readFileSync(join(root, "a.ts"))),
  });
  writeFileSync(join(root, "latin1"), Buffer.from([0x67, 0xfc]));
  writeFileSync(join(root, "binary"), Buffer.from([0x61, 0, 0x62]));
  writeFileSync(join(root, "large"), Buffer.alloc(MAX_FILE_BYTES + 1, 97));
  mkdirSync(join(root, "folder"));
  for (const path of ["latin1", "binary", "large", "folder"]) expect(await codeOf(files.read(path))).toBe("not-text");
  expect(await codeOf(files.read("gone"))).toBe("not-found");
  expect(await codeOf(files.read("a.ts/under"))).toBe("not-found");
});

test("writes only over what was read, in one step, and keeps the file's permissions", async () => {
  const { root, files } = filesOf({ "a.sh": "one" });
  chmodSync(join(root, "a.sh"), 0o751);
  const read = await files.read("a.sh");
  const written = await files.write({ path: "a.sh", text: "two", basedOn: read.hash });
  expect(await files.read("a.sh")).toEqual(written);
  expect(statSync(join(root, "a.sh")).mode & 0o777).toBe(0o751);
  putFile(root, "a.sh", "theirs");
  expect(await codeOf(files.write({ path: "a.sh", text: "mine", basedOn: written.hash }))).toBe("conflict");
  expect(readFileSync(join(root, "a.sh"), "utf8")).toBe("theirs");
  // What would be written is there already: no conflict.
  expect(await codeOf(files.write({ path: "a.sh", text: "theirs", basedOn: written.hash }))).toBe("done");
  expect(await codeOf(files.write({ path: "gone", text: "", basedOn: written.hash }))).toBe("conflict");
  expect(readdirSync(root)).toEqual(["a.sh"]);
});

test("a new file is never written over another", async () => {
  const { root, files } = filesOf({ "a.ts": "old" });
  expect(await codeOf(files.write({ path: "a.ts", text: "new", basedOn: null }))).toBe("already-exists");
  await files.write({ path: "deep/er/b.ts", text: "b", basedOn: null });
  expect(readFileSync(join(root, "deep/er/b.ts"), "utf8")).toBe("b");
  const both = await Promise.all(
    ["one", "two"].map((text) => codeOf(files.write({ path: "c.ts", text, basedOn: null }))),
  );
  expect(both).toEqual(["done", "already-exists"]);
  expect(readdirSync(join(root, "deep/er"))).toEqual(["b.ts"]);
});

test("a save through a link changes what it leads to, and leaves the link", async () => {
  const { root, files } = filesOf({ "real.ts": "one" });
  symlinkSync("real.ts", join(root, "link.ts"));
  const { hash } = await files.read("link.ts");
  await files.write({ path: "link.ts", text: "two", basedOn: hash });
  expect(readFileSync(join(root, "real.ts"), "utf8")).toBe("two");
});

test("makes, moves and throws away, never over something else", async () => {
  const { root, files, trashed } = filesOf({ "a.ts": "a", "b.ts": "b" });
  await files.createFolder("x/y");
  expect(await codeOf(files.createFolder("x"))).toBe("already-exists");
  await files.rename({ from: "a.ts", to: "x/new/a.ts" });
  expect(readFileSync(join(root, "x/new/a.ts"), "utf8")).toBe("a");
  expect(await codeOf(files.rename({ from: "x/new/a.ts", to: "b.ts" }))).toBe("already-exists");
  expect(await codeOf(files.rename({ from: "x", to: "x/inside" }))).toBe("invalid-name");
  expect(await codeOf(files.rename({ from: "gone", to: "c" }))).toBe("not-found");
  symlinkSync(folderOf(), join(root, "out"));
  await files.delete("out");
  await files.delete("x");
  expect(trashed).toEqual([join(root, "out"), join(root, "x")]);
  expect(await codeOf(files.delete("gone"))).toBe("not-found");
});

test("nothing leads out of the folder, whatever it is called", async () => {
  const outside = folderOf({ secret: "s" });
  const { root, files } = filesOf({ "a/b": "" });
  symlinkSync(outside, join(root, "out"));
  symlinkSync(join(outside, "secret"), join(root, "secret-link"));
  for (const path of ["../x", "a/../../x", "/etc/passwd", "out/secret", "out/new/deep", "secret-link", "C:/x"]) {
    expect([path, await codeOf(files.read(path))]).toEqual([path, "outside-workspace"]);
    expect([path, await codeOf(files.write({ path, text: "", basedOn: null }))]).toEqual([path, "outside-workspace"]);
  }
  for (const path of [".", "", "a//b", "a/./b", "a\0b"])
    expect([path, await codeOf(files.delete(path))]).toEqual([path, "invalid-name"]);
  expect(await codeOf(files.rename({ from: "a", to: "out/a" }))).toBe("outside-workspace");
  expect(readdirSync(outside)).toEqual(["secret"]);
});

test("any path stays inside or is refused", async () => {
  const root = folderOf({ "a/b/c": "" });
  symlinkSync("..", join(root, "a/up"));
  symlinkSync("/", join(root, "a/root"));
  const part = fc.constantFrom("a", "b", "c", "up", "root", "..", ".", "", "etc", "\\", "x:");
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 6 }), fc.boolean(), async (parts, follow) => {
      const place = await placeIn(root, parts.join("/"), { follow }).catch((error: unknown) => {
        expect((error as { code: string }).code).toMatch(/^(?:outside-workspace|invalid-name|not-found)$/);
        return null;
      });
      if (place !== null) expect(place.absolute === root || place.absolute.startsWith(`${root}/`)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
