/** `npm run bench`: measures the figures; with `--peers` also what users would pick instead, in the same run. */
import { rm } from "node:fs/promises";
import { arch, cpus, platform, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { BenchContext, FigureDefinition, FigureResult } from "./figure";
import { missedLimits, summarize } from "./figure";
import { FIGURES } from "./figures";
import { installPeers } from "./peers";
import { closeDisplay } from "./window";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    peers: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  if (values.list) {
    for (const { id, title } of FIGURES) process.stdout.write(`${id.padEnd(22)} ${title}\n`);
    return;
  }
  const chosen = FIGURES.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
  const unknown = positionals.filter((id) => !FIGURES.some((figure) => figure.id === id));
  if (unknown.length > 0) {
    process.stderr.write(`no such figure: ${unknown.join(", ")}; \`npm run bench -- --list\` names them\n`);
    process.exitCode = 2;
    return;
  }
  const root = process.cwd();
  const cache = join(root, "node_modules/.cache/coldframe");
  const bench: BenchContext = {
    root,
    scratch: join(cache, `bench-${process.pid}`),
    peers: join(cache, "peers"),
    quick: values.quick,
  };
  if (values.peers) await installPeers(bench.peers);
  const figures: FigureResult[] = [];
  try {
    for (const definition of chosen) figures.push(await measure(definition, bench));
  } finally {
    await closeDisplay();
    await rm(bench.scratch, { recursive: true, force: true });
  }
  if (values.json)
    process.stdout.write(`${JSON.stringify({ schema: "coldframe/bench@1", machine: machine(), figures })}\n`);
}

async function measure(definition: FigureDefinition, bench: BenchContext): Promise<FigureResult> {
  process.stderr.write(values.json ? `measuring ${definition.id}\n` : "");
  const samples = await definition.measure(bench);
  const peerSamples = values.peers && definition.peer !== null ? await definition.peer.measure(bench) : null;
  const result = summarize(definition, samples, peerSamples);
  if (!values.json) process.stdout.write(`${describe(definition, result)}\n`);
  return result;
}

function describe(definition: FigureDefinition, result: FigureResult): string {
  const number = (value: number): string =>
    value >= 1000 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
  const missed = missedLimits(definition, result);
  const limits = [
    result.limit.p50 === null ? "" : `p50 ${definition.better === "less" ? "≤" : "≥"} ${number(result.limit.p50)}`,
    result.limit.p99 === null ? "" : `p99 ≤ ${number(result.limit.p99)}`,
    result.limit.ratio === null ? "" : `ratio ≥ ${result.limit.ratio}`,
  ].filter((part) => part !== "");
  const peer =
    result.peer === null
      ? ""
      : `\n    ${result.peer.name}: p50 ${number(result.peer.p50)}, p99 ${number(result.peer.p99)} ${result.unit}; ${result.peer.ratio.toPrecision(3)} times better than it`;
  const verdict = missed.length > 0 ? `  ✗ missed: ${missed.join(", ")}` : "";
  return (
    `${definition.title}\n    p50 ${number(result.p50)}, p99 ${number(result.p99)} ${result.unit} (n = ${result.n})` +
    `${limits.length > 0 ? `; limit ${limits.join(", ")}` : ""}${verdict}${peer}`
  );
}

function machine(): Record<string, string | number> {
  const [first] = cpus();
  return {
    platform: platform(),
    arch: arch(),
    cpus: cpus().length,
    cpuModel: first?.model ?? "",
    memoryBytes: totalmem(),
    node: process.version,
  };
}

// Not awaited: parts that are imported while it runs wait until this module has ended.
void main();
