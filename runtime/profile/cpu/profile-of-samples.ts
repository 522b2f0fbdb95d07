import type { CpuProfile, Profile } from "../../model";

/** A profile that holds samples of the handler and no starts, so that it can be kept as any other. It has the samples' id. */
export function profileOfSamples(cpuProfile: CpuProfile): Profile {
  const { id, functionName, entry, version, engine, bytes, recordedAtMs, machine, memoryMb, request, status } =
    cpuProfile;
  return {
    ...{ id, functionName, entry, version, engine, bytes, recordedAtMs, machine, memoryMb, request, status },
    ...{ runs: 0, starts: [], usage: null, samples: [], withoutImage: [] },
    ...{ topLevel: null, deferrals: null, ended: null, cpuProfile },
  };
}

/** Whether it holds no starts, and so nothing that could be compared. */
export function isOfSamples({ starts }: Pick<Profile, "starts">): boolean {
  return starts.length === 0;
}

/** What of a saved profile decides whether samples can be added to it. */
interface Savings extends Pick<Profile, "entry" | "version"> {
  readonly name: string;
  readonly sampled: object | null;
}

/** Why samples can't be added to a saved profile of their name, one line; null: they can. */
export function whyNotAdded(saved: Savings, samples: Pick<Profile, "entry" | "version">): string | null {
  const { name, entry, version, sampled } = saved;
  if (entry !== samples.entry) return `${name} is a saved profile of another function: choose another name`;
  if (version !== samples.version) return `${name} is a saved profile of another version: choose another name`;
  return sampled === null ? null : `${name} holds samples of its handler already: choose another name`;
}
