import data from "./architectures.json" with { type: "json" };
import type { Invocation, Start } from "../model";
import { BASELINES } from "./baselines";
import { Decimal } from "./decimal";
import { platformMonth, serverMonth } from "./month";
import type { ProjectionOptions } from "./month";
import type { PriceList } from "./price-list";
import type { MonthTraffic } from "./traffic";
import type { UsageMix } from "./usage-mix";

/** How a way of running code is described by the reference model. */
export interface HostingArchitecture {
  readonly id: "physical" | "virtualised" | "container" | "serverless-edge";
  readonly title: string;
  /** From nothing to the first answer, milliseconds. */
  readonly startMs: number;
  readonly scaling: string;
  readonly billing: string;
  readonly operations: string;
  readonly regions: string;
}

/** An architecture with the user's own function in it. */
export interface ArchitectureRow extends HostingArchitecture {
  /** What the function's start took here; null where nothing was measured. In the serverless row alone. */
  readonly measuredStart: MeasuredStart | null;
  /** What the month costs there: the cheapest of its servers that carries it, or the platform; null where no price is known. */
  readonly month: { readonly usd: string; readonly title: string } | null;
}

export interface MeasuredStart {
  /** Spawn, compile, bind and init: what had to be made ready for the handler, milliseconds. */
  readonly ms: number;
  readonly start: Start;
}

interface ReferenceRow extends HostingArchitecture {
  /** The provider whose servers are its price; null: none. */
  readonly servers: string | null;
  /** The platform whose bill is its price; null: none. */
  readonly platform: string | null;
}

/** Two monthly bills that the reference quotes, the saving it quotes, and a call that is assumed here to compute with. */
interface ReferenceCase {
  readonly id: string;
  readonly before: { readonly title: string; readonly baseline: string; readonly usd: string };
  readonly after: { readonly title: string; readonly platform: string; readonly usd: string };
  readonly quotedSavingPercent: string;
  readonly assumed: { readonly durationMs: number; readonly cpuMs: number; readonly memoryMb: number };
}

/** The reference model's own figures. Its headline of a cold start under 50 ms stands beside 0.8 s here: both are quoted. */
export const REFERENCE: { readonly rows: readonly ReferenceRow[]; readonly caseStudies: readonly ReferenceCase[] } =
  data as { rows: ReferenceRow[]; caseStudies: ReferenceCase[] };

/**
 * The reference model's four architectures with what this month of `mix` costs in each, and the function's measured start in its
 * own row. `lists` are the price lists to look the platform up in.
 */
export function compareArchitectures(
  month: MonthTraffic,
  mix: UsageMix,
  lists: readonly PriceList[],
  options: ProjectionOptions,
  measuredStart: MeasuredStart | null,
): ArchitectureRow[] {
  return REFERENCE.rows.map(({ servers, platform, ...architecture }) => {
    const list = lists.find((one) => one.platform === platform);
    return {
      ...architecture,
      measuredStart: platform === null ? null : measuredStart,
      month:
        list === undefined
          ? cheapestFleet(month, mix, servers, options)
          : { usd: platformMonth(month.requests, mix, list, options).usd, title: list.title },
    };
  });
}

/** The cheapest fleet of a provider's servers that carries the month; null when there is none. */
function cheapestFleet(
  month: MonthTraffic,
  mix: UsageMix,
  provider: string | null,
  options: ProjectionOptions,
): ArchitectureRow["month"] {
  const fleets = BASELINES.filter((baseline) => baseline.provider === provider)
    .map((baseline) => serverMonth(month, mix, baseline, options))
    .filter(({ unfit }) => unfit === null)
    .sort((a, b) => new Decimal(a.usd).cmp(b.usd));
  const [best] = fleets;
  return best === undefined ? null : { usd: best.usd, title: `${best.servers} × ${best.title}` };
}

/** The parts of a start that a platform has too: not the queue and the build, which are this machine's. */
const START_SPANS: ReadonlySet<string> = new Set(["spawn", "compile", "bind", "init"]);

/** How long a recorded call's start took, without queue and build; null when it never reached a sandbox. */
export function measuredStart({ spans, start }: Pick<Invocation, "spans" | "start">): MeasuredStart | null {
  if (start === null) return null;
  const us = spans
    .filter(({ name, parent }) => parent === null && START_SPANS.has(name))
    .reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0);
  return { ms: us / 1000, start };
}
