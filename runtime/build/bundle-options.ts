import { join } from "node:path";
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
const ASSET_LOADERS: Readonly<Record<string, Loader>> = {
  ...Object.fromEntries(TEXT.map((extension) => [extension, "text" as const])),
  ...Object.fromEntries(BINARY.map((extension) => [extension, "binary" as const])),
};

/**
 * How a function is bundled. The conditions are those of Cloudflare's bundler (wrangler: workerd, worker, browser), which
 * packages write their edge builds for. Not minified: on a 20 KB Hono app minifying saves 0.7 ms of 5.8 ms once per
 * version, and costs readable stacks. QuickJS-ng 0.17 runs ES2024; what is newer and not in it (decorators) is lowered.
 */
export function bundleOptions(entry: ResolvedEntry) {
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
    plugins: [npmSpecifiers()],
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

function bareOfNpmSpecifier(specifier: string): string {
  const match = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)(?:@[^/]*)?(\/.*)?$/.exec(specifier);
  return match === null ? specifier : `${match[1] ?? ""}${match[2] ?? ""}`;
}
