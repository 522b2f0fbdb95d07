import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { coldframe } from "./coldframe";

/** One command of the README and the output that is printed below it there. */
interface Example {
  readonly command: string;
  readonly output: readonly string[];
}

const README = readFileSync("README.md", "utf8");
const EXAMPLES = [...README.matchAll(/^```console\n(.*?)^```/gms)].flatMap(([, block]) => examplesOf(block ?? ""));
/** Files that the README shows, by the name behind `json`: where its examples have them, below Coldframe's home. */
const FILES = [...README.matchAll(/^```json (\S+)\n(.*?)^```/gms)].map(([, name = "", content = ""]) => ({
  name,
  content,
}));

let home = "";

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "coldframe-readme-"));
  for (const { name, content } of FILES) {
    await mkdir(dirname(join(home, name)), { recursive: true });
    await writeFile(join(home, name), content);
  }
});

afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

describe("each command of the README works and says what the README shows", () => {
  let lastId = "";

  test.each(EXAMPLES)("$command", async ({ command, output }) => {
    // The README's ids are of a call on its author's machine: a reader has another.
    const args = words(command.replace(/^npx coldframe /, "")).map((word) => {
      if (FILES.some(({ name }) => name === word)) return join(home, word);
      return isId(word) ? lastId : word;
    });
    const run = await coldframe(args, { home });
    expect(run.code).toBe(0);
    // A profile has an id, too: it is no call's.
    if (args[0] === "invoke") lastId = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(run.stdout)?.[0] ?? lastId;
    const said = stable((run.stderr + run.stdout).split("\n"));
    for (const line of stable(output)) expect(said).toContain(line);
  });

  test("there are some", () => {
    expect(EXAMPLES.length).toBeGreaterThan(4);
    expect(FILES.map(({ name }) => name)).toEqual(["usage.json", "price-lists/our-edge.json"]);
  });
});

function examplesOf(block: string): Example[] {
  const found: { command: string; output: string[] }[] = [];
  for (const line of block.trimEnd().split("\n")) {
    if (line.startsWith("$ npx coldframe ")) found.push({ command: line.slice(2), output: [] });
    else found.at(-1)?.output.push(line);
  }
  return found;
}

/**
 * What stays the same from run to run: figures, bars, ids, hashes and dates are not; nor are the spans of a pool that was
 * busy with something else, of which only the names that every start has count.
 */
function stable(lines: readonly string[]): string[] {
  return lines
    .filter((line) => !/^(queue|spawn|compile|init|unaccounted|warm|cold|prewarmed) /.test(line))
    .map((line) =>
      line
        .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<id>")
        .replace(/sha256:[0-9a-f]{64}/g, "<version>")
        .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "<moment>")
        .replace(/[\d,.]+ (µs|ms|s)\b/g, "<time>")
        .replace(/[\d,.]+ (B|KiB|MiB|%)/g, "<share>")
        .replace(/\$[\d,.]+/g, "<usd>")
        .replace(/[▏▎▍▌▋▊▉█▐]+/g, "")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((line) => line !== "");
}

/** Words as a shell splits them, with single quotes. */
function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

function isId(word: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(word);
}
