import { breakEvenAssumptions, caseStudies, compareArchitectures, decimalText, project } from "../../../runtime/cost";
import type {
  ArchitectureRow,
  Baseline,
  CaseStudy,
  Decimal,
  MeasuredStart,
  MonthProjection,
  MonthTraffic,
  Projection,
  UsageMix,
} from "../../../runtime/cost";
import type { OpenPricing } from "./pricing";

/** What a projection is made of. */
export interface ProjectionRequest {
  /** One month at least. */
  readonly traffic: readonly MonthTraffic[];
  readonly mix: UsageMix;
  readonly pricing: OpenPricing;
  readonly baselines: readonly Baseline[];
  readonly freeTier: boolean;
  readonly utilisation: Decimal;
  /** How the function started here; null where no call of it was recorded. */
  readonly measuredStart: MeasuredStart | null;
}

/** A projection, and what is compared beside it. */
export interface ProjectionReport extends Projection {
  readonly request: ProjectionRequest;
  /** With the month that has the most requests. */
  readonly architectures: readonly ArchitectureRow[];
  readonly caseStudies: readonly CaseStudy[];
  /** What the break-even rates take for granted. */
  readonly assumptions: readonly string[];
}

/** What traffic costs on platforms and servers, month by month. */
export function reportProjection(request: ProjectionRequest): ProjectionReport {
  const { traffic, mix, pricing, baselines, freeTier, utilisation, measuredStart } = request;
  const options = { freeTier, utilisation, calibrationOf: pricing.calibrationOf };
  const projection = project(traffic, mix, pricing.lists, options, baselines);
  // The reference's platforms are compared whether they were chosen or not.
  const known = [...pricing.lists, ...pricing.known.lists];
  const fullest = traffic.reduce((most, month) => (month.requests.gt(most.requests) ? month : most));
  return {
    ...projection,
    request,
    architectures: compareArchitectures(fullest, mix, known, options, measuredStart),
    caseStudies: caseStudies(known),
    assumptions: breakEvenAssumptions({ utilisation, peak: projection.peak }),
  };
}

/** `project --json`: one document of schema `coldframe/projection@1`. Money, rates and quantities are decimals as text. */
export function projectionDocument(report: ProjectionReport): object {
  const { mix, freeTier, utilisation, pricing } = report.request;
  return {
    schema: "coldframe/projection@1",
    currency: "USD",
    freeTier,
    utilisation: decimalText(utilisation),
    calls: mix.map(({ usage, share }) => ({ share: decimalText(share), ...usage })),
    months: report.months.map(monthDocument),
    baselines: report.request.baselines,
    breakEvens: report.breakEvens,
    assumptions: report.assumptions,
    architectures: report.architectures,
    caseStudies: report.caseStudies,
    unpriced: pricing.unpriced,
  };
}

function monthDocument({ month, ...figures }: MonthProjection): object {
  return {
    month: month.label,
    seconds: month.seconds,
    knownSeconds: month.knownSeconds,
    requests: decimalText(month.requests),
    peakRps: decimalText(month.peakRps),
    ...figures,
  };
}
