import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { WorkbenchError } from "../workbench-error";
import { fileError } from "./file-errors";

export interface ExampleInfo {
  readonly name: string;
  /** One line: the first of its README. */
  readonly summary: string;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;
/** A bare import: neither a path nor a Node built-in. The package's name is its first part, or its first two with a scope. */
const BARE_IMPORT = /\bfrom\s+["']((?:@[\w.-]+\/)?[\w-][\w.-]*)(?:\/[^"']*)?["']/g;

/** The bundled examples, `hello` first, since it is what one begins with. */
export async function listExamples(packageFolder: string): Promise<readonly ExampleInfo[]> {
  const folder = join(packageFolder, "build", "examples");
  const names = (await readdir(folder)).sort(
    (a, b) => Number(b === "hello") - Number(a === "hello") || (a < b ? -1 : 1),
  );
  return Promise.all(names.map(async (name) => ({ name, summary: await summaryOf(join(folder, name, "README.md")) })));
}

/**
 * Copies an example into a folder under a new name, with the npm packages that it imports: those ship with Coldframe, so that
 * the copy builds without a network.
 * @throws {WorkbenchError} not-found, invalid-name, already-exists, unwritable
 */
export async function copyExample(
  packageFolder: string,
  target: { readonly folder: string; readonly example: string; readonly name: string },
): Promise<void> {
  const { folder, example, name } = target;
  if (!NAME.test(name)) {
    throw new WorkbenchError(
      "invalid-name",
      `"${name}" can't be a function's name: use letters, digits, dots and dashes`,
    );
  }
  const examples = await listExamples(packageFolder);
  if (!examples.some((known) => known.name === example)) {
    throw new WorkbenchError("not-found", `There is no example ${example}`);
  }
  const source = join(packageFolder, "build", "examples", example);
  const copy = join(folder, name);
  try {
    await mkdir(copy);
    await cp(source, copy, { recursive: true });
    await bringPackages(packageFolder, copy);
  } catch (error) {
    throw fileError(error, "make", name);
  }
}

async function summaryOf(readme: string): Promise<string> {
  const lines = (await readFile(readme, "utf8")).split("\n").slice(1);
  return lines.find((line) => line.trim() !== "")?.trim() ?? "";
}

async function bringPackages(packageFolder: string, copy: string): Promise<void> {
  const code = await readFile(join(copy, "index.ts"), "utf8");
  const names = new Set([...code.matchAll(BARE_IMPORT)].map((match) => match[1] ?? ""));
  if (names.size === 0) return;
  const require = createRequire(join(packageFolder, "package.json"));
  const dependencies: Record<string, string> = {};
  for (const name of names) {
    const { folder, version } = await packageOf(require, name);
    dependencies[name] = version;
    await cp(folder, join(copy, "node_modules", name), { recursive: true });
  }
  const manifest = { private: true, type: "module", main: "index.ts", dependencies };
  await writeFile(join(copy, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The folder of an installed package, and its version. Its exports may hide its package.json: that is searched upwards. */
async function packageOf(require: NodeJS.Require, name: string): Promise<{ folder: string; version: string }> {
  let folder = dirname(require.resolve(name));
  for (;;) {
    const manifest = await readFile(join(folder, "package.json"), "utf8").catch(() => null);
    if (manifest !== null) {
      const parsed = JSON.parse(manifest) as { readonly name?: string; readonly version?: string };
      if (parsed.name === name && parsed.version !== undefined) return { folder, version: parsed.version };
    }
    const above = dirname(folder);
    if (above === folder) throw new Error(`the package ${name} is not installed`);
    folder = above;
  }
}
