import type { QueryClient } from "@tanstack/react-query";
import { create } from "zustand";
import type { CalibrationPair } from "../../../../runtime/cost";
import { api, KEYS } from "../../../bridge";
import { notify, notifyFailure } from "../../../session";

interface Drafts {
  /** The platform that is calibrated; null: the first. */
  readonly platform: string | null;
  /** What is typed, by platform; one that is not there shows what is kept. */
  readonly texts: Readonly<Record<string, string>>;
}

/** What is typed stays while other views are looked at. */
export const useDrafts = create<Drafts>(() => ({ platform: null, texts: {} }));

export function typePairs(platform: string, text: string): void {
  useDrafts.setState(({ texts }) => ({ texts: { ...texts, [platform]: text } }));
}

/** Keeps what the pairs fit; every bill is made anew. */
export async function keepCalibration(
  queries: QueryClient,
  { platform, title }: { readonly platform: string; readonly title: string },
  pairs: readonly CalibrationPair[],
): Promise<void> {
  const reply = await api.calibrate({ platform, pairs });
  if (!reply.ok) {
    notifyFailure(reply.error);
    return;
  }
  forgetDraft(platform);
  await queries.invalidateQueries({ queryKey: KEYS.pricing });
  notify({ level: "info", message: `${title} is calibrated: its bills use the factor now.`, details: null });
}

export async function removeCalibration(queries: QueryClient, platform: string): Promise<void> {
  const reply = await api.removeCalibration(platform);
  if (!reply.ok) {
    notifyFailure(reply.error);
    return;
  }
  forgetDraft(platform);
  await queries.invalidateQueries({ queryKey: KEYS.pricing });
}

function forgetDraft(platform: string): void {
  useDrafts.setState(({ texts }) => ({
    texts: Object.fromEntries(Object.entries(texts).filter(([name]) => name !== platform)),
  }));
}
