import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readBody, readEvent } from "../../../main/terminal/request-body";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-body-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function noInput(): Promise<Uint8Array> {
  throw new Error("stdin was read");
}

describe("--data", () => {
  test("is the text itself, a file's bytes, or stdin's", async () => {
    const file = join(folder, "photo.png");
    await writeFile(file, Uint8Array.of(1, 2, 255));
    expect(await readBody(`@${file}`, noInput)).toEqual({ bytes: Buffer.of(1, 2, 255), contentType: "image/png" });
    expect((await readBody("Ж", noInput)).bytes).toEqual(Buffer.from("Ж"));
    const input = () => Promise.resolve(new TextEncoder().encode("from stdin"));
    expect((await readBody("@-", input)).bytes).toEqual(new TextEncoder().encode("from stdin"));
  });

  test("names the file that is missing", async () => {
    await expect(readBody("@nowhere.json", noInput)).rejects.toThrow("--data: can't read 'nowhere.json': no such file");
    await expect(readBody(`@${folder}`, noInput)).rejects.toThrow("it is a folder");
    await expect(readBody("@", noInput)).rejects.toThrow("names no file");
  });
});

describe("--event", () => {
  test("is the file's JSON value, own __proto__ keys included", async () => {
    const file = join(folder, "event.json");
    await writeFile(file, '{"__proto__":{"a":1},"b":[null]}');
    expect(JSON.stringify(await readEvent(file))).toBe('{"__proto__":{"a":1},"b":[null]}');
  });

  test.each([
    ['{\n  "a": 1,\n  b: 2\n}', "3:3"],
    ["", "1:1"],
    ['{"a": 1} x', "1:10"],
  ])("%j is refused at %s", async (text, place) => {
    const file = join(folder, "bad.json");
    await writeFile(file, text);
    await expect(readEvent(file)).rejects.toThrow(`bad.json:${place}: --event is not valid JSON: `);
  });

  test.each(["[".repeat(100_000) + "]".repeat(100_000), "[".repeat(100_000)])(
    "that nests too deeply is refused, well formed or not",
    async (text) => {
      const file = join(folder, "deep.json");
      await writeFile(file, text);
      await expect(readEvent(file)).rejects.toThrow("deep.json: --event nests too deeply");
    },
  );
});
