/** What users would pick instead, measured on the same app in the same run. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import type { BenchContext } from "./figure";
import { loadRequests } from "./load";

/** Fixed, so that ratios of different days compare. */
const PEERS = { miniflare: "4.20260730.0", "edge-runtime": "4.0.1" };
const APP_URL = "http://hono-app.local/items/7";

interface MiniflareInstance {
  readonly ready: Promise<URL>;
  dispatchFetch(url: string): Promise<{ status: number; text(): Promise<string> }>;
  setOptions(options: MiniflareOptions): Promise<void>;
  dispose(): Promise<void>;
}
interface MiniflareOptions {
  readonly modules: true;
  readonly script: string;
  readonly port: number;
}
interface EdgeRuntimeInstance {
  dispatchFetch(url: string): Promise<{ status: number; text(): Promise<string>; waitUntil(): Promise<unknown> }>;
}

/** Installs the peers into the cache folder, unless they are there. */
export async function installPeers(folder: string): Promise<void> {
  if (existsSync(join(folder, "node_modules", "miniflare"))) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: PEERS }));
  await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund"], { cwd: folder });
}

/** Boot to first response, milliseconds. */
export async function bootMiniflare(bench: BenchContext): Promise<number[]> {
  const script = await bundleApp(bench, "esm");
  return samples(bench.quick ? 1 : 15, async () => {
    const startedMs = performance.now();
    const miniflare = openMiniflare(bench, script);
    await answered(miniflare.dispatchFetch(APP_URL));
    const elapsedMs = performance.now() - startedMs;
    await miniflare.dispose();
    return elapsedMs;
  });
}

/** From an edited source on disk to the first response, milliseconds: bundling, as wrangler does it, and reloading. */
export async function editMiniflare(bench: BenchContext): Promise<number[]> {
  const miniflare = openMiniflare(bench, await bundleApp(bench, "esm"));
  await answered(miniflare.dispatchFetch(APP_URL));
  let edits = 0;
  const result = await samples(bench.quick ? 1 : 30, async () => {
    edits += 1;
    const startedMs = performance.now();
    const script = `${await bundleApp(bench, "esm")}\n// edit ${edits}`;
    await miniflare.setOptions({ modules: true, script, port: 0 });
    await answered(miniflare.dispatchFetch(APP_URL));
    return performance.now() - startedMs;
  });
  await miniflare.dispose();
  return result;
}

/** Warm calls by dispatch, milliseconds. */
export async function warmMiniflare(bench: BenchContext): Promise<number[]> {
  const miniflare = openMiniflare(bench, await bundleApp(bench, "esm"));
  const warm = (): Promise<number> => timed(() => answered(miniflare.dispatchFetch(APP_URL)));
  await samples(bench.quick ? 1 : 200, warm);
  const result = await samples(bench.quick ? 5 : 2000, warm);
  await miniflare.dispose();
  return result;
}

/** Requests per second over 32 keep-alive connections. */
export async function serveMiniflare(bench: BenchContext): Promise<number[]> {
  const miniflare = openMiniflare(bench, await bundleApp(bench, "esm"));
  const url = new URL("/items/7", await miniflare.ready).href;
  const result = await loadRequests(bench, url);
  await miniflare.dispose();
  return result;
}

/** A new context to its first response, milliseconds. */
export async function bootEdgeRuntime(bench: BenchContext): Promise<number[]> {
  const script = await bundleApp(bench, "iife");
  const EdgeRuntime = loadPeer(bench, "edge-runtime", "EdgeRuntime") as new (options: {
    initialCode: string;
  }) => EdgeRuntimeInstance;
  return samples(bench.quick ? 1 : 100, () =>
    timed(async () => {
      const runtime = new EdgeRuntime({ initialCode: script });
      await answered(runtime.dispatchFetch(APP_URL));
    }),
  );
}

function openMiniflare(bench: BenchContext, script: string): MiniflareInstance {
  const Miniflare = loadPeer(bench, "miniflare", "Miniflare") as new (options: MiniflareOptions) => MiniflareInstance;
  return new Miniflare({ modules: true, script, port: 0 });
}

function loadPeer(bench: BenchContext, name: string, exported: string): unknown {
  return (createRequire(join(bench.peers, "package.json"))(name) as Record<string, unknown>)[exported];
}

async function bundleApp(bench: BenchContext, format: "esm" | "iife"): Promise<string> {
  const entry = join(bench.root, "test/fixtures/hono-app/index.ts");
  const contents =
    format === "esm"
      ? await readFile(entry, "utf8")
      : `import app from ${JSON.stringify(entry)}; addEventListener("fetch", (event) => event.respondWith(app.fetch(event.request)));`;
  const stdin = { contents, loader: "ts", resolveDir: join(bench.root, "test/fixtures/hono-app") } as const;
  const result = await build({
    stdin,
    bundle: true,
    write: false,
    format,
    minify: true,
    platform: "neutral",
    mainFields: ["module", "main"],
  });
  return result.outputFiles[0]?.text ?? "";
}

async function answered(response: Promise<{ status: number; text(): Promise<string> }>): Promise<void> {
  const { status, text } = await response.then(async (answer) => ({
    status: answer.status,
    text: await answer.text(),
  }));
  if (status !== 200) throw new Error(`a peer answered ${status}: ${text}`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

async function samples(runs: number, measure: () => Promise<number>): Promise<number[]> {
  const result: number[] = [];
  for (let run = 0; run < runs; run += 1) result.push(await measure());
  return result;
}
