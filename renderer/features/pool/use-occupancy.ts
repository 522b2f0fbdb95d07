import { useEffect, useState } from "react";
import { create } from "zustand";
import { api } from "../../bridge";
import type { Sample } from "./pool-model";
import { sampleOf, withSample } from "./pool-model";

/** Gathered from the first look at the panel on, also while another tab is in front of it. */
const useSamples = create<{ readonly samples: readonly Sample[] }>(() => ({ samples: [] }));

function add(sample: Sample): void {
  useSamples.setState(({ samples }) => ({ samples: withSample(samples, sample) }));
}

let following = false;

function follow(): void {
  if (following) return;
  following = true;
  api.onPool((pool) => {
    add(sampleOf(pool, Date.now()));
  });
  void api.pool().then((result) => {
    if (result.ok) add(sampleOf(result.value, Date.now()));
  });
}

const MOVE_EVERY_MS = 1_000;

/** The pool's last minutes, and now; it moves once a second while there is something in it that can move. */
export function useOccupancy(): { readonly samples: readonly Sample[]; readonly nowMs: number } {
  const samples = useSamples((state) => state.samples);
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(follow, []);
  useEffect(() => {
    const timer = setInterval(() => {
      setNowMs(Date.now());
    }, MOVE_EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return { samples, nowMs: Math.max(nowMs, samples.at(-1)?.atMs ?? 0) };
}
