import type { HistoryFunction, HistorySlice } from "../../runtime/model";
import type { HistoryFilter } from "./history";
import type { InvocationBatch } from "./slices";
import type { StoreErrorCode } from "./store-error";

/** What the reading thread is started with. */
export interface QueryData {
  readonly file: string;
  readonly busyTimeoutMs: number;
  readonly nativeBinding: string | null;
}

/** What can be asked, and what is answered. */
export interface Queries {
  slice: {
    readonly ask: { readonly filter: HistoryFilter; readonly offset: number; readonly limit: number };
    readonly answer: HistorySlice;
  };
  ids: {
    readonly ask: { readonly filter: HistoryFilter; readonly offset: number; readonly limit: number };
    readonly answer: readonly string[];
  };
  functions: { readonly ask: null; readonly answer: readonly HistoryFunction[] };
  batch: {
    readonly ask: {
      readonly filter: HistoryFilter;
      /** These instead of what matches the filter. */
      readonly ids: readonly string[] | null;
      readonly after: string | null;
      readonly limit: number;
      readonly bytes: number;
    };
    readonly answer: InvocationBatch;
  };
}

export type ToReader =
  | {
      readonly [Name in keyof Queries]: {
        readonly ticket: number;
        readonly name: Name;
        readonly ask: Queries[Name]["ask"];
      };
    }[keyof Queries]
  | { readonly name: "close" };

export type FromReader =
  | { readonly ticket: number; readonly ok: true; readonly answer: unknown }
  | { readonly ticket: number; readonly ok: false; readonly code: StoreErrorCode | null; readonly message: string };
