import { readFileSync } from "node:fs";
import type { Message, Metafile } from "esbuild";

/**
 * esbuild leaves imports by URL (`https://…`) to the browser. The sandbox has nobody to fetch them, so they are unresolved
 * imports here: gives one error, in the bundler's terms, for each. `fileOf` gives the file that one of the bundler's paths stands for.
 */
export function externalImportErrors(metafile: Metafile, fileOf: (input: string) => string): Message[] {
  const errors: Message[] = [];
  for (const [importer, { imports }] of Object.entries(metafile.inputs))
    for (const { path, external, kind } of imports)
      // A `require` that is left is one that the source guards with try and catch.
      if (external === true && kind !== "require-call" && !path.startsWith("<"))
        errors.push(unresolved(fileOf(importer), importer, path));
  return errors;
}

function unresolved(file: string, importer: string, specifier: string): Message {
  const lines = readFileSync(file, "utf8").split("\n");
  const index = Math.max(
    lines.findIndex((line) => line.includes(specifier)),
    0,
  );
  const lineText = lines[index]?.replace(/\r$/, "") ?? "";
  const before = lineText.slice(0, Math.max(lineText.indexOf(specifier), 0));
  return {
    id: "",
    pluginName: "",
    text: `Could not resolve "${specifier}"`,
    location: {
      file: importer,
      namespace: "",
      line: index + 1,
      column: Buffer.byteLength(before),
      length: Buffer.byteLength(specifier),
      lineText,
      suggestion: "",
    },
    notes: [],
    detail: undefined,
  };
}
