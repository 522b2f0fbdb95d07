import { REFERENCE } from "./architectures";
import { BASELINES, serverMonthUsd } from "./baselines";
import { Decimal, decimalText } from "./decimal";
import { monthPieces, requestsFor } from "./month-pieces";
import { priceListId } from "./price-list";
import type { PriceList } from "./price-list";
import { AVERAGE_MONTH_SECONDS } from "./traffic";
import type { CallUsage } from "./usage";

/**
 * A case that the reference model quotes: two monthly bills and a saving. The saving follows from the bills; what the bills were
 * for is not said, so a call is assumed, and from it follows how much traffic the new bill pays for and how busy that
 * traffic would have kept the old servers.
 */
export interface CaseStudy {
  readonly id: string;
  readonly before: { readonly title: string; readonly usd: string };
  readonly after: { readonly title: string; readonly usd: string; readonly priceList: string };
  /** As the reference says it, percent. */
  readonly quotedSavingPercent: string;
  /** (before - after) / before, percent, to four decimals. */
  readonly savingPercent: string;
  /** Whether the quoted figure is this one, rounded to as many decimals as it has. */
  readonly quotedIsRight: boolean;
  /** Not in the reference: a call to compute with. */
  readonly assumed: CallUsage;
  /** Requests a month that the new bill pays for, without free tiers. */
  readonly requests: string;
  readonly rps: string;
  /** What the old bill pays for: whole servers of an assumed kind. */
  readonly servers: { readonly title: string; readonly count: string };
  /** The share of those servers' vCPUs that the same requests would use. */
  readonly serverUtilisation: number;
}

/** A call that is assumed was measured nowhere: nothing is to be calibrated. */
const UNCALIBRATED = { freeTier: false, calibrationOf: () => null };

/** The reference's case studies, computed with these price lists. A study whose platform has no list is left out. */
export function caseStudies(lists: readonly PriceList[]): CaseStudy[] {
  return REFERENCE.caseStudies.flatMap((study) => {
    const list = lists.find(({ platform }) => platform === study.after.platform);
    const baseline = BASELINES.find(({ id }) => id === study.before.baseline);
    if (list === undefined || baseline === undefined) return [];
    const assumed = assumedCall(study.assumed);
    const mix = [{ usage: assumed, share: new Decimal(1) }];
    const requests = requestsFor(new Decimal(study.after.usd), monthPieces(list, mix, UNCALIBRATED));
    if (requests === null) return [];
    const rps = requests.div(AVERAGE_MONTH_SECONDS);
    const count = new Decimal(study.before.usd).div(serverMonthUsd(baseline, AVERAGE_MONTH_SECONDS)).floor();
    const busyVcpus = rps.times(assumed.cpuMs).div(1000);
    return [
      {
        id: study.id,
        before: { title: study.before.title, usd: study.before.usd },
        after: { title: study.after.title, usd: study.after.usd, priceList: priceListId(list) },
        ...saving(study),
        assumed,
        requests: decimalText(requests),
        rps: decimalText(rps),
        servers: { title: baseline.title, count: count.toFixed() },
        serverUtilisation: busyVcpus.div(count.times(baseline.cpu.vcpus)).toNumber(),
      },
    ];
  });
}

function saving({ before, after, quotedSavingPercent }: (typeof REFERENCE.caseStudies)[number]) {
  const exact = new Decimal(before.usd).minus(after.usd).div(before.usd).times(100);
  const decimals = new Decimal(quotedSavingPercent).decimalPlaces();
  return {
    quotedSavingPercent,
    savingPercent: exact.toFixed(4),
    quotedIsRight: exact.toDecimalPlaces(decimals).eq(quotedSavingPercent),
  };
}

function assumedCall(assumed: { durationMs: number; cpuMs: number; memoryMb: number }): CallUsage {
  return {
    ...assumed,
    initMs: 0,
    start: "warm",
    observedMemoryMb: assumed.memoryMb,
    ingressBytes: 0,
    egressBytes: 0,
    arch: "x86_64",
  };
}
