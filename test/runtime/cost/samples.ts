import { builtInPriceLists, priceListName } from "../../../runtime/cost";
import type { CallUsage, PriceList } from "../../../runtime/cost";

/** A call that used nothing but what is given. */
export function usageOf(part: Partial<CallUsage>): CallUsage {
  return {
    durationMs: part.durationMs ?? 0,
    cpuMs: part.cpuMs ?? 0,
    initMs: part.initMs ?? 0,
    start: part.start ?? "warm",
    memoryMb: part.memoryMb ?? 128,
    observedMemoryMb: part.observedMemoryMb ?? 0,
    ingressBytes: part.ingressBytes ?? 0,
    egressBytes: part.egressBytes ?? 0,
    arch: part.arch ?? "x86_64",
  };
}

/** The list of a platform, or of one of its regions: `vercel-functions:sfo1`. */
export function listOf(name: string, lists: readonly PriceList[] = builtInPriceLists): PriceList {
  const list = lists.find((candidate) => candidate.platform === name || priceListName(candidate) === name);
  if (list === undefined) throw new Error(`there is no list of ${name}`);
  return list;
}
