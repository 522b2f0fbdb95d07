/** Unsaved text, written down soon after each change, so that no crash takes it. */
import { api } from "../../bridge";
import { notifyFailure } from "../../session";

const SOON_MS = 300;

interface Pending {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly write: () => Promise<void>;
}
const pending = new Map<string, Pending>();
/** Drafts that main has: only these need to be dropped. */
const kept = new Set<string>();
let hasFailed = false;

export function keepDraftSoon(path: string, basedOn: string | null, text: () => string): void {
  clearTimeout(pending.get(path)?.timer);
  const write = async (): Promise<void> => {
    pending.delete(path);
    kept.add(path);
    const reply = await api.saveDraft({ path, text: text(), basedOn });
    // One message is enough: it will fail with each key.
    if (!reply.ok && !hasFailed) notifyFailure(reply.error);
    hasFailed = !reply.ok;
  };
  pending.set(path, { timer: setTimeout(() => void write(), SOON_MS), write });
}

export function discardDraft(path: string): void {
  clearTimeout(pending.get(path)?.timer);
  const wasPending = pending.delete(path);
  if (kept.delete(path) || !wasPending) void api.dropDraft(path);
}

/** Writes at once what is not written yet: the window loses the focus, or goes. */
export async function flushDrafts(): Promise<void> {
  const writes = [...pending.values()];
  for (const { timer } of writes) clearTimeout(timer);
  await Promise.all(writes.map(({ write }) => write()));
}

/** Another folder is open: what is pending belongs to none of its files. */
export function forgetDrafts(): void {
  for (const { timer } of pending.values()) clearTimeout(timer);
  pending.clear();
  kept.clear();
}
