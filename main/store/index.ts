/** The public surface of the store. */
export type { HistoryFilter } from "./history";
export type { InvocationLookup } from "./invocations";
export { recordBody } from "./recorded-body";
export type { ProfileRow } from "./profiles";
export type { CalledVersions } from "./versions";
export type { Retention } from "./retention";
export { StoreError } from "./store-error";
export type { StoreErrorCode } from "./store-error";
export { openStore, openStoreReader } from "./store";
export type { Store, StoreOptions, StoreReader } from "./store";
export type { StartedCall } from "./wire";
export type { StoreProblem } from "./writer-protocol";
export { openHistoryQueries } from "./history-queries";
export type { HistoryQueries } from "./history-queries";
