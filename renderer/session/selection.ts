import { create } from "zustand";

interface Selection {
  /** The invocation that every panel shows; null: none yet. */
  readonly invocationId: string | null;
  /** The one it is held against, in trace and history. */
  readonly comparedId: string | null;
  /** The function that the console calls, by its path in the workspace. */
  readonly functionPath: string | null;
}

/** One selection for the whole window: choosing an invocation anywhere shows it everywhere. */
export const useSelection = create<Selection>(() => ({ invocationId: null, comparedId: null, functionPath: null }));

/** A single choice ends a comparison. */
export function selectInvocation(invocationId: string | null): void {
  useSelection.setState({ invocationId, comparedId: null });
}

export function compareInvocations(invocationId: string, comparedId: string): void {
  useSelection.setState({ invocationId, comparedId });
}

export function selectFunction(functionPath: string | null): void {
  useSelection.setState({ functionPath });
}
