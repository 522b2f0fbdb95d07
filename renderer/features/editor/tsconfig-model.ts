/** A folder's own tsconfig.json, as far as the sandbox leaves a choice: what esbuild reads of it, and how strictly to check. */
import { parse } from "jsonc-parser";

/** Paths are of the workspace, as `shop/tsconfig.json`. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
}

export type CheckerOptions = Readonly<Record<string, boolean | number | string | Readonly<Record<string, string[]>>>>;

/**
 * Taken as they are. Left out are `lib`, `types` and `target`, since what is there is the sandbox's and not the user's to say, and all
 * that is about writing files.
 */
const FLAGS = [
  ...["strict", "noImplicitAny", "noImplicitThis", "strictNullChecks", "strictFunctionTypes", "strictBindCallApply"],
  ...["strictPropertyInitialization", "strictBuiltinIteratorReturn", "useUnknownInCatchVariables", "alwaysStrict"],
  ...["noUnusedLocals", "noUnusedParameters", "noImplicitReturns", "noImplicitOverride", "noFallthroughCasesInSwitch"],
  ...["noUncheckedIndexedAccess", "noPropertyAccessFromIndexSignature", "exactOptionalPropertyTypes"],
  ...["allowUnreachableCode", "allowUnusedLabels", "allowJs", "checkJs", "verbatimModuleSyntax"],
  ...["experimentalDecorators", "emitDecoratorMetadata", "useDefineForClassFields"],
];
const TEXTS = ["jsxFactory", "jsxFragmentFactory", "jsxImportSource"];

/** TypeScript's numbers. The bundler leaves no JSX as it is, so what asks for that is checked as it is bundled: automatically. */
const JSX: Readonly<Record<string, number>> = {
  react: 2,
  "react-jsx": 4,
  "react-jsxdev": 4,
  preserve: 4,
  "react-native": 4,
};

/** The configuration that the bundler takes for a file: the nearest in its folder or above; null where there is none. */
export function nearestConfig(path: string, configs: ReadonlySet<string>): string | null {
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    const config = join(folder, "tsconfig.json");
    if (configs.has(config)) return config;
    if (folder === "") return null;
  }
}

/** Where what a configuration extends may be, a list for each base: the first that is there. The later bases go before. */
export function extendedBy({ path, text }: ConfigFile): readonly (readonly string[])[] {
  const { extends: bases } = contentOf(text);
  const names = (Array.isArray(bases) ? (bases as unknown[]) : [bases]).filter((base) => typeof base === "string");
  return names.map((name) => candidates(parentOf(path), name));
}

function candidates(folder: string, name: string): readonly string[] {
  const files = name.endsWith(".json") ? [name] : [`${name}.json`, `${name}/tsconfig.json`];
  if (/^\.{1,2}(\/|$)/.test(name)) return files.flatMap((file) => normalize(join(folder, file)) ?? []);
  const above = [folder];
  for (let at = folder; at !== "";) above.push((at = parentOf(at)));
  return above.flatMap((at) => files.map((file) => join(join(at, "node_modules"), file)));
}

/** What these configurations say together, the bases first: a later one's word counts. Empty where there is none. */
export function optionsOf(configs: readonly ConfigFile[]): CheckerOptions {
  return Object.assign({}, ...configs.map(ownOptions)) as CheckerOptions;
}

function ownOptions({ path, text }: ConfigFile): CheckerOptions {
  const { compilerOptions } = contentOf(text);
  const options = isRecord(compilerOptions) ? compilerOptions : {};
  const taken: Record<string, CheckerOptions[string]> = {};
  for (const name of FLAGS) if (typeof options[name] === "boolean") taken[name] = options[name];
  for (const name of TEXTS) if (typeof options[name] === "string") taken[name] = options[name];
  const jsx = typeof options["jsx"] === "string" ? JSX[options["jsx"].toLowerCase()] : undefined;
  if (jsx !== undefined) taken["jsx"] = jsx;
  // Left alone, a handler's parameters need no types; who asks for strictness asks for that as well.
  if (options["strict"] === true && taken["noImplicitAny"] === undefined) taken["noImplicitAny"] = true;
  const folder = parentOf(path);
  const base = typeof options["baseUrl"] === "string" ? normalize(join(folder, options["baseUrl"])) : undefined;
  if (base !== undefined && base !== null) taken["baseUrl"] = urlOf(base);
  if (isRecord(options["paths"])) taken["paths"] = pathsOf(options["paths"], base ?? folder);
  return taken;
}

/** Absolute for the checker, so that they mean the same whichever configuration extends this one. */
function pathsOf(paths: Readonly<Record<string, unknown>>, folder: string): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(paths).map(([pattern, targets]) => {
      const texts = (Array.isArray(targets) ? (targets as unknown[]) : []).filter(
        (target) => typeof target === "string",
      );
      return [pattern, texts.flatMap((target) => normalize(join(folder, target)) ?? []).map(urlOf)];
    }),
  );
}

function contentOf(text: string): Readonly<Record<string, unknown>> {
  const content: unknown = parse(text, [], { allowTrailingComma: true });
  return isRecord(content) ? content : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Without `.` and `..`; null: it leads out of the workspace, which the window can't read. */
function normalize(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return null;
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function urlOf(path: string): string {
  return `file:///${path}`;
}
