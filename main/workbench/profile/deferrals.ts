import { z } from "zod";
import type {
  Artifact,
  DeferrableImport,
  DeferralTrial,
  Deferrals,
  ImportEdge,
  ImportGraph,
  Invocation,
  TopLevel,
  Untried,
} from "../../../runtime";
import { ALPHA } from "../../../runtime/profile";
import { runsOf } from "../measure/runs";
import type { Workbench } from "../workbench";
import type { Candidate } from "./deferral-candidates";
import { bytesOf, findNeeds, initUsOf } from "./deferral-candidates";
import { startInTurn } from "./deferral-trial";
import type { TrialRequest } from "./deferral-trial";
import { runTimed } from "./top-level";

/** Imports that are tried each by itself: those that cost most. */
const MOST_TRIALS = 4;
/** What costs less than this share of the top level can't be told from noise. */
const LEAST_SHARE = 0.01;
/** With more imports than its console keeps lines, a trace would be a part of one. */
const MOST_EDGES = 900;

const effectsReport = z.object({ effects: z.array(z.array(z.string())) });

/** It was cancelled before anything was known. */
const NOTHING_KNOWN: Deferrals = { unneeded: [], imports: [], together: null, cancelled: { rounds: 0, of: 0 } };

/**
 * Finds what of the top level the request never needed, by loading nothing before it is used, and measures what it saves to load that
 * later, by doing it. Cancelled, it says how far it came. Null where it can't be told: the function does not run so, or its request fails.
 */
export async function measureDeferrals(
  workbench: Workbench,
  topLevel: TopLevel,
  request: TrialRequest,
): Promise<Deferrals | null> {
  const found = await findDeferrals(workbench, topLevel, request);
  return found === null && request.signal.aborted ? NOTHING_KNOWN : found;
}

async function findDeferrals(
  workbench: Workbench,
  topLevel: TopLevel,
  request: TrialRequest,
): Promise<Deferrals | null> {
  const { ImportGraph } = await import("../../../runtime");
  const graph = await ImportGraph.read(request.entry);
  const needed = graph === null ? null : await neededImports(workbench, graph, request);
  if (graph === null || needed === null) return null;
  const { unneeded, candidates } = findNeeds(graph, needed, topLevel.modules);
  const effects = candidates.length === 0 ? new Map<string, string>() : await effectsOf(workbench, request);
  if (effects === null) return null;
  const found = candidates.map((candidate) => ({ candidate, unsafe: whyUnsafe(candidate, graph, effects) }));
  const safe = found.filter(({ unsafe }) => unsafe === null).map(({ candidate }) => candidate);
  const leastUs = topLevel.timed.wallUs * LEAST_SHARE;
  const worthwhile = safe.filter(({ modules }) => initUsOf(modules) >= leastUs);
  const { trials, together, untried, cancelled } = await tryOut(workbench, graph, worthwhile, request);
  const imports = found.map(({ candidate, unsafe }) => {
    const why = unsafe === null ? (untried.get(candidate) ?? "cost") : "unsafe";
    return describe(candidate, unsafe, trials.get(candidate) ?? null, why);
  });
  return { unneeded: unneeded.map(({ path }) => path), imports, together, cancelled };
}

/** The imports that are carried out when all that can wait do. */
async function neededImports(
  workbench: Workbench,
  graph: ImportGraph,
  request: TrialRequest,
): Promise<ReadonlySet<ImportEdge> | null> {
  const { NEEDED_LINE } = await import("../../../runtime");
  const deferrable = graph.edges.filter((edge) => edge.deferrable);
  if (deferrable.length > MOST_EDGES) return null;
  const traced = await graph.build(deferrable, true);
  if (traced === null) return null;
  const invocation = await startOnce(workbench, traced, request);
  if (invocation.outcome !== "ok" || invocation.droppedLogLines > 0) return null;
  const lines = invocation.logs.filter(({ text }) => text.startsWith(NEEDED_LINE));
  const ids = lines.map(({ text }) => Number(text.slice(NEEDED_LINE.length)));
  return new Set(ids.flatMap((id) => graph.edges[id] ?? []));
}

async function startOnce(workbench: Workbench, artifact: Artifact, request: TrialRequest): Promise<Invocation> {
  const runs = await runsOf(workbench, artifact, request);
  return runs.run(request.memoryMb, "prewarmed", { withoutImage: true });
}

/** What modules do at their top level to what all modules share, by path. */
async function effectsOf(workbench: Workbench, request: TrialRequest): Promise<ReadonlyMap<string, string> | null> {
  const { buildTimed, EFFECTS_SOURCE } = await import("../../../runtime");
  const watched = await buildTimed(request.entry, EFFECTS_SOURCE);
  if (watched === null) return null;
  const run = await runTimed(workbench, watched.artifact, request);
  const report = effectsReport.safeParse(run?.report);
  if (!report.success) return null;
  const named = watched.modules.map(({ path }, index) => [path, report.data.effects[index]?.join(", ") ?? ""] as const);
  return new Map(named.filter(([, effects]) => effects !== ""));
}

function whyUnsafe({ modules }: Candidate, graph: ImportGraph, effects: ReadonlyMap<string, string>): string | null {
  for (const { path } of modules) {
    const effect = effects.get(path);
    if (effect !== undefined) return `${path} ${effect} at its top level`;
    const bare = graph.edges.find((edge) => edge.bare && edge.eager && edge.target === path);
    if (bare !== undefined) return `${bare.importer} imports ${path} for its effects alone`;
  }
  return null;
}

interface TriedOut extends Pick<Deferrals, "together" | "cancelled"> {
  readonly trials: ReadonlyMap<Candidate, DeferralTrial>;
  /** Of the others. */
  readonly untried: ReadonlyMap<Candidate, Untried>;
}

/** Builds that are started in turn: of one import that waits, or of several. */
interface DeferredBuild {
  readonly group: readonly Candidate[];
  readonly artifact: Artifact;
}

/** Each of the dearest by itself, and all of them at once. */
async function tryOut(
  workbench: Workbench,
  graph: ImportGraph,
  candidates: readonly Candidate[],
  request: TrialRequest,
): Promise<TriedOut> {
  const none = { trials: new Map<Candidate, DeferralTrial>(), together: null, cancelled: null };
  const eager = candidates.length === 0 ? null : await graph.build([], false);
  const built = eager === null ? [] : await buildDeferred(graph, candidates);
  if (eager === null || built.length === 0) return { ...none, untried: whyUntried(candidates, built, "build") };
  const artifacts = built.map(({ artifact }) => artifact);
  const inTurn = await startInTurn(workbench, eager, artifacts, ALPHA / built.length, request);
  if (inTurn === null) return { ...none, untried: whyUntried(candidates, built, "failed") };
  const results = built.flatMap(({ group }, index) => {
    const trial = inTurn.trials[index];
    return trial === undefined ? [] : [{ group, trial }];
  });
  return {
    trials: new Map(results.flatMap(({ group, trial }) => (group.length === 1 && group[0] ? [[group[0], trial]] : []))),
    together: results.find(({ group }) => group.length > 1)?.trial ?? null,
    untried: whyUntried(candidates, built, "cancelled"),
    cancelled: inTurn.rounds < request.rounds ? { rounds: inTurn.rounds, of: request.rounds } : null,
  };
}

async function buildDeferred(graph: ImportGraph, candidates: readonly Candidate[]): Promise<readonly DeferredBuild[]> {
  const single = candidates.slice(0, MOST_TRIALS).map((candidate) => [candidate]);
  const built: DeferredBuild[] = [];
  for (const group of candidates.length > 1 ? [...single, candidates] : single) {
    const edges = group.flatMap((candidate) => candidate.edges);
    const artifact = await graph.build(edges, false);
    if (artifact !== null) built.push({ group, artifact });
  }
  return built;
}

/** Why each has no trial, where it has none. `started`: why those that were built have none. */
function whyUntried(
  candidates: readonly Candidate[],
  built: readonly DeferredBuild[],
  started: Untried,
): ReadonlyMap<Candidate, Untried> {
  const alone = new Set(built.flatMap(({ group }) => (group.length === 1 ? group : [])));
  const why = (candidate: Candidate, index: number): Untried => {
    if (index >= MOST_TRIALS) return "others";
    return alone.has(candidate) ? started : "build";
  };
  return new Map(candidates.map((candidate, index) => [candidate, why(candidate, index)]));
}

function describe(
  { name, isPackage, edges, modules }: Candidate,
  unsafe: string | null,
  trial: DeferralTrial | null,
  untried: Untried,
): DeferrableImport {
  const importers = edges.map(({ importer, line }) => ({ file: importer, line }));
  return {
    ...{ name, isPackage, importers, modules: modules.length },
    ...{ bytes: bytesOf(modules), initUs: initUsOf(modules), unsafe, trial },
    untried: trial === null ? untried : null,
  };
}
