import { promises as files } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import type { BuildOptions, Loader, Plugin } from "esbuild";
import type { ResolvedEntry } from "./resolve-entry";

/** The bundle's file in esbuild's terms; it is never written. */
export const OUTPUT_NAME = "coldframe-bundle.js";

const TEXT = [".txt", ".md", ".html", ".htm", ".css", ".svg", ".xml", ".csv", ".sql", ".graphql", ".gql"];
const BINARY = [
  ...[".wasm", ".bin", ".dat", ".pdf", ".zip", ".gz"],
  ...[".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico"],
  ...[".woff", ".woff2", ".ttf", ".otf"],
];

/** Files that an import gives as text (a string) or as bytes (a Uint8Array); sources and JSON are esbuild's own. */
export const ASSET_LOADERS: Readonly<Record<string, Loader>> = {
  ...Object.fromEntries(TEXT.map((extension) => [extension, "text" as const])),
  ...Object.fromEntries(BINARY.map((extension) => [extension, "binary" as const])),
};

/**
 * How a function is bundled. The conditions are those of Cloudflare's bundler (wrangler: workerd, worker, browser), which
 * packages write their edge builds for. Not minified: on a 20 KB Hono app minifying saves 0.7 ms of 5.8 ms once per
 * version, and costs readable stacks. QuickJS-ng 0.17 runs ES2024; what is newer and not in it (decorators) is lowered.
 */
export function bundleOptions(entry: ResolvedEntry, alias: string | null) {
  return {
    absWorkingDir: entry.folder,
    entryPoints: [entry.file],
    outfile: join(entry.folder, OUTPUT_NAME),
    write: false,
    bundle: true,
    metafile: true,
    sourcemap: "external",
    format: "esm",
    platform: "browser",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["browser", "module", "main"],
    charset: "utf8",
    legalComments: "none",
    jsx: "automatic",
    jsxDev: false,
    treeShaking: true,
    keepNames: false,
    loader: { ...ASSET_LOADERS },
    define: { "process.env": "__env", "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
    logLimit: 50,
    plugins: [npmSpecifiers(), ...(alias === null ? [] : [entryAliasPlugin(entry, alias)])],
  } satisfies BuildOptions;
}

/** Deno's `npm:hono@4/cors` is the installed package `hono/cors`. */
function npmSpecifiers(): Plugin {
  return {
    name: "coldframe:npm-specifiers",
    setup(build) {
      build.onResolve({ filter: /^npm:/ }, ({ path, importer, kind, resolveDir }) =>
        build.resolve(bareOfNpmSpecifier(path), { importer, kind, resolveDir }),
      );
    },
  };
}

export function bareOfNpmSpecifier(specifier: string): string {
  const match = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)(?:@[^/]*)?(\/.*)?$/.exec(specifier);
  return match === null ? specifier : `${match[1] ?? ""}${match[2] ?? ""}`;
}

const COULD_BE_INDEX = /(^|[/\\])(index(\.[cm]?[jt]sx?)?|\.\.?)?$/;

/** Lets the entry go by its alias, also when another module of the function imports it. */
function entryAliasPlugin(entry: ResolvedEntry, alias: string): Plugin {
  const extension = extname(entry.file);
  const spellings = new Set([
    entry.folder,
    join(entry.folder, "index"),
    entry.file,
    ...(extension.includes("ts") ? [entry.file.replace(/ts(x?)$/, "js$1")] : []),
  ]);
  return {
    name: "coldframe:entry-alias",
    setup(build) {
      build.onResolve({ filter: COULD_BE_INDEX }, ({ path, kind, resolveDir }) => {
        const isEntry = kind === "entry-point" || (path.startsWith(".") && spellings.has(resolve(resolveDir, path)));
        return isEntry ? { path: alias } : null;
      });
      build.onLoad({ filter: /[/\\]index\.entry\.[cm]?[jt]sx?$/ }, async ({ path }) => {
        if (path !== alias) return null;
        const contents = await files.readFile(entry.file);
        return { contents, loader: loaderOf(extension), resolveDir: entry.folder, watchFiles: [entry.file] };
      });
    },
  };
}

function loaderOf(extension: string): Loader {
  if (extension.endsWith("x")) return extension === ".tsx" ? "tsx" : "jsx";
  return extension.endsWith("ts") ? "ts" : "js";
}

export function isAliasDoubled(inputs: Iterable<string>, entry: ResolvedEntry, alias: string | null): boolean {
  const names = new Set(inputs);
  return alias !== null && names.has(basename(alias)) && names.has(basename(entry.file));
}
