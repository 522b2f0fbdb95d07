/** What is read from a user's files: price lists, traffic and usage, checked. Beside the index, since a page needs no zod to bill. */
export { parsePriceList } from "./schema";
export { parseTraffic, parseTrafficCsv } from "./traffic-file";
export type { TrafficFile } from "./traffic-file";
export { parseUsage } from "./usage-file";
export type { UsageEntry } from "./usage-file";
