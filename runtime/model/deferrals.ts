/** What of a function's top level its request never needed, and what it would save to load that later. */
export interface Deferrals {
  /** Modules that ran at the top level, and that the request went without when they were not loaded. Paths as in the artifact's modules. */
  readonly unneeded: readonly string[];
  /** Imports that could be loaded later, those that cost most first. */
  readonly imports: readonly DeferrableImport[];
  /** All that are safe and cost enough to be tried, deferred together; null: there are fewer than two. */
  readonly together: DeferralTrial | null;
  /** It was cancelled after so many of its rounds; of none: before it was known what the request needs. Null: it was not. */
  readonly cancelled: { readonly rounds: number; readonly of: number } | null;
}

/** Why an import was not tried. */
export const UNTRIED = {
  unsafe: "it must stay",
  cost: "it costs too little",
  others: "others cost more",
  build: "it does not build so",
  failed: "a start failed so",
  cancelled: "it was cancelled",
} as const;
export type Untried = keyof typeof UNTRIED;

/** An import of which the request needed nothing. */
export interface DeferrableImport {
  /** The npm package, or the module's path. */
  readonly name: string;
  readonly isPackage: boolean;
  /** Where it is imported. */
  readonly importers: readonly ImportPlace[];
  /** Modules that are not loaded without it. */
  readonly modules: number;
  /** Of these modules, in the bundle. */
  readonly bytes: number;
  /** Of their own statements, medians, microseconds. */
  readonly initUs: number;
  /** Why it must be loaded at the top level all the same, in words; null: nothing speaks against it. */
  readonly unsafe: string | null;
  /** Null: it was not tried. */
  readonly trial: DeferralTrial | null;
  /** Why it was not; null: it was, or this was not noted yet when it was measured. */
  readonly untried: Untried | null;
}

export interface ImportPlace {
  readonly file: string;
  /** From 1; null: not known. */
  readonly line: number | null;
}

/** A build in which the import waits until it is used, started in turn with one in which it does not: prewarmed, without an image. */
export interface DeferralTrial {
  /** Starts of each. */
  readonly n: number;
  /** Medians of the wall time, accept to last byte, microseconds. */
  readonly p50Us: readonly [eager: number, deferred: number];
  /** What is saved of it, by Hodges and Lehmann, microseconds; below 0: it takes longer. Null: too few starts to tell. */
  readonly savedUs: number | null;
  /** Confidence interval of that; 95 % over all trials together. */
  readonly savedCi95Us: readonly [low: number, high: number] | null;
  readonly verdict: "faster" | "slower" | "no difference" | null;
  /** Whether the answer stayed what it was; `varies`: it is another each time anyway, and only its status could be held against it. */
  readonly answer: "same" | "differs" | "varies";
}
