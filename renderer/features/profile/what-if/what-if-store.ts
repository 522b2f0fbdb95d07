import { create } from "zustand";
import type { TrafficShapeName } from "../../../../runtime/cost";
import type { Dials } from "./settings-model";

/** The calls that are simulated. */
export interface TrafficForm {
  readonly of: TrafficShapeName | "recorded";
  /** Calls per second. */
  readonly rps: number;
  readonly seconds: number;
}

interface WhatIfForm {
  /** What is changed of the pool's settings. */
  readonly changes: Partial<Dials>;
  readonly traffic: TrafficForm;
}

/** It stays while the window is open. */
export const useWhatIfForm = create<WhatIfForm>(() => ({
  changes: {},
  traffic: { of: "steady", rps: 5, seconds: 600 },
}));

export function changeTraffic(change: Partial<TrafficForm>): void {
  useWhatIfForm.setState(({ traffic }) => ({ traffic: { ...traffic, ...change } }));
}

export function changeDials(change: Partial<Dials>): void {
  useWhatIfForm.setState(({ changes }) => ({ changes: { ...changes, ...change } }));
}

/** The sliders stand where the pool is. */
export function resetDials(): void {
  useWhatIfForm.setState({ changes: {} });
}
