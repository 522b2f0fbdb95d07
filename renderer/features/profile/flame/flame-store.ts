import { create } from "zustand";
import type { CpuProfile } from "../../../../runtime/model";
import { api } from "../../../bridge";
import type { MeasureFailure } from "../measuring";
import { measureAlone, notBuilt } from "../measuring";
import type { Subject } from "../use-subject";

/** What the last sampling of a function came to. */
export type FlameResult =
  { readonly ok: true; readonly profile: CpuProfile } | { readonly ok: false; readonly failure: MeasureFailure };

interface Flames {
  /** How many calls, as it is typed. */
  readonly calls: string;
  /** By the function's path. They stay while the window is open. */
  readonly results: Readonly<Record<string, FlameResult>>;
}

export const useFlames = create<Flames>(() => ({ calls: "", results: {} }));

/** Samples the function's handler. What ended early is a result, too. */
export async function runSampling({ info, call }: Subject, calls: number | null): Promise<void> {
  const reply = await measureAlone(`Sampling ${info.name}`, (id) =>
    api.profileCpu({ id, path: info.path, callId: call?.id ?? null, calls }),
  );
  if (reply === null) return;
  if (!reply.ok) keep(info.path, { ok: false, failure: reply.error });
  else if (reply.value.type === "measured") keep(info.path, { ok: true, profile: reply.value.profile });
  else keep(info.path, { ok: false, failure: notBuilt(info.name, reply.value.problems) });
}

function keep(path: string, result: FlameResult): void {
  useFlames.setState(({ results }) => ({ results: { ...results, [path]: result } }));
}
