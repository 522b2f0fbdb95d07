import type { Message } from "esbuild";
import type { BuildFailureCode, BuildProblem, SourceLocation } from "../model";
import type { BundlerPaths } from "./display-path";
import { insteadOfBuiltin, isNodeBuiltin } from "./node-builtins";
import { oneLine } from "./problem";

/** An import that could not be resolved: the specifier, and the importing file's path as the bundler writes it. */
export interface FailedImport {
  readonly specifier: string;
  readonly importer: string;
}

export function failedImport(message: Message): FailedImport | null {
  const specifier = /^Could not resolve "(.*)"$/s.exec(message.text)?.[1];
  return specifier === undefined || message.location === null ? null : { specifier, importer: message.location.file };
}

/** Which modules lead to a module, entry first, that module last. */
export type ChainTo = (file: string) => readonly string[];

/** Turns one of the bundler's errors into a problem. */
export function problemOfError(message: Message, paths: BundlerPaths, chainTo: ChainTo): BuildProblem {
  const location = locationOf(message, paths);
  const failed = failedImport(message);
  if (failed !== null) return importProblem(failed, message, location, chainTo(failed.importer));
  const loaderless = /^No loader is configured for "(.*)" files: (.*)$/s.exec(message.text);
  if (loaderless !== null)
    return {
      code: "build-failed",
      message: `${paths.display(loaderless[2] ?? "")} can't be imported: Coldframe has no way to bundle ${loaderless[1] ?? ""} files; import it as .txt or .bin, or fetch() it.`,
      location,
      importChain: message.location === null ? [] : chainTo(message.location.file),
    };
  return { code: codeOf(message), message: sentence(message, paths), location, importChain: [] };
}

/** A warning: the source builds, but probably doesn't do what it says. */
export function problemOfWarning(message: Message, paths: BundlerPaths): BuildProblem {
  return {
    code: "suspicious-code",
    message: sentence(message, paths),
    location: locationOf(message, paths),
    importChain: [],
  };
}

function codeOf(message: Message): BuildFailureCode {
  if (message.text.startsWith("No matching export")) return "unresolved-import";
  if (message.location === null || /^(Could not read|Cannot read|Failed to)/.test(message.text)) return "build-failed";
  return "syntax";
}

/** A `@jsx` or `@jsxFrag` comment that names a function of the classic runtime, which is not the one in use. */
export function isIgnoredJsxComment({ text }: Message): boolean {
  return /^The JSX (?:factory|fragment) cannot be set/.test(text);
}

/** An import that the bundler made of JSX itself. */
export function isJsxRuntime(specifier: string): boolean {
  return /^jsx-(dev-)?runtime$/.test(specifier.slice(packageName(specifier).length + 1));
}

/** One line: the error, then the first note, which is where the bundler says what to do. */
function sentence(message: Message, { folder, display }: BundlerPaths): string {
  if (isIgnoredJsxComment(message)) return IGNORED_JSX_COMMENT;
  const note = message.notes.find(({ text }) => text !== "")?.text;
  const text = oneLine(note === undefined ? message.text : `${message.text} (${note})`);
  return text.replaceAll(`${folder}/`, "").replace(/(?:\.\.\/)+[^\s"]*node_modules\/[^\s"]*/g, (path) => display(path));
}

const IGNORED_JSX_COMMENT =
  "this comment has no effect, since JSX is compiled for the automatic runtime: add /** @jsxRuntime classic */ above it, " +
  'or "jsx": "react" to tsconfig.json.';

function importProblem(
  { specifier }: FailedImport,
  message: Message,
  location: SourceLocation | null,
  importChain: readonly string[],
): BuildProblem {
  const via = importChain.join(" → ");
  if (isNodeBuiltin(specifier))
    return {
      code: "node-builtin",
      message: `"${specifier}" is a Node built-in, which edge platforms and the sandbox don't have (imported by ${via}): ${insteadOfBuiltin(specifier)}.`,
      location,
      importChain,
    };
  return {
    code: "unresolved-import",
    message: oneLine(`${via} imports "${specifier}", which can't be found: ${adviceFor(specifier, message)}.`),
    location,
    importChain,
  };
}

function adviceFor(specifier: string, message: Message): string {
  if (/^[./]/.test(specifier)) return "check the path's spelling and upper and lower case";
  if (/^https?:/.test(specifier)) return "imports by URL are not fetched; install the package from npm instead";
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(specifier)?.[1];
  if (scheme === "jsr") return `run npx jsr add ${specifier.slice(4)}`;
  if (scheme !== undefined && scheme !== "npm")
    return `"${scheme}:" modules exist only on their own platform; import it where the function runs there, or pass it in by env`;
  const notExported = message.notes.find(({ text }) => text.includes("is not exported by package"))?.text;
  if (notExported !== undefined) return `${notExported.replace(/:$/, "")}; check the package's documentation`;
  if (specifier.startsWith("#")) return 'name it in "imports" of package.json';
  const name = packageName(specifier);
  if (isJsxRuntime(specifier))
    return `run npm install ${name}, or name another JSX library with "jsxImportSource" in tsconfig.json`;
  return `run npm install ${name}`;
}

/** `@scope/name` or `name` of a bare specifier. */
function packageName(specifier: string): string {
  const bare = specifier.replace(/^npm:\/?/, "");
  const [first = "", second = ""] = bare.split("/");
  const name = first.startsWith("@") ? `${first}/${second.split("@")[0] ?? ""}` : (first.split("@")[0] ?? "");
  return name;
}

function locationOf({ location }: Message, paths: BundlerPaths): SourceLocation | null {
  if (location === null) return null;
  const { file, line, column, lineText } = location;
  return { file: paths.file(file), line, column: columnOf(lineText, column), lineText };
}

/** esbuild counts columns in bytes of UTF-8 from 0; editors count characters from 1. */
function columnOf(lineText: string, byteColumn: number): number {
  return Buffer.from(lineText, "utf8").subarray(0, byteColumn).toString("utf8").length + 1;
}
