/** The public surface of the store. */
export type { HistoryFilter, HistoryPage, HistoryQuery } from "./history";
export { LOOKUP_FAILURE_CODES } from "./invocations";
export type { InvocationLookup, LookupFailureCode } from "./invocations";
export { DEFAULT_BODY_LIMIT_BYTES, recordBody } from "./recorded-body";
export type { ProfileRow } from "./profiles";
export type { CalledVersions } from "./versions";
export type { Retention } from "./retention";
export { STORE_ERROR_CODES, StoreError } from "./store-error";
export type { StoreErrorCode } from "./store-error";
export { openStore, openStoreReader } from "./store";
export type { ReadOptions, Store, StoreOptions, StoreReader } from "./store";
export type { StartedCall } from "./wire";
export type { StoreProblem } from "./writer-protocol";
export { openHistoryQueries } from "./history-queries";
export type { BatchRequest, HistoryQueries } from "./history-queries";
export type { InvocationBatch } from "./slices";
