import { create } from "zustand";
import type { PickedFile, SavedRequest, TakenEvents } from "../../../preload/contract";
import { parseKept } from "./kept-requests";
import type { PickedFiles } from "./request-model";
import { newRequest } from "./request-model";

interface Requests {
  /** Absolute path of the workspace that the rest belongs to; null before it is known. */
  readonly folder: string | null;
  /** The request that is worked on, by the function's path. */
  readonly byFunction: Readonly<Record<string, SavedRequest>>;
  /** Files picked in this session, by the function's path. */
  readonly files: Readonly<Record<string, PickedFiles>>;
  /** What took the place of a request, and what was there before; null: nothing to undo. */
  readonly replaced: Replaced | null;
}

export interface Replaced {
  readonly functionPath: string;
  readonly message: string;
  readonly notes: readonly string[];
  readonly before: SavedRequest;
}

const NO_FILES: PickedFiles = {};

/** The requests that are worked on: each function has its own, which stays when another is chosen and over a restart. */
export const useRequests = create<Requests>(() => ({ folder: null, byFunction: {}, files: {}, replaced: null }));

const KEEP_AFTER_MS = 400;
/** Of a workspace, as JSON. What is longer is not kept over a restart: it can be saved by name. */
const MOST_KEPT_CHARACTERS = 1_000_000;

/** Reads what was worked on in this workspace. Another workspace's requests are put away first. */
export function openRequests(folder: string): void {
  if (useRequests.getState().folder === folder) return;
  keepNow();
  useRequests.setState({ folder, byFunction: parseKept(storage()?.getItem(keyOf(folder)) ?? null), files: {} });
}

export function editRequest(
  functionPath: string,
  takesEvents: TakenEvents | null,
  change: Partial<SavedRequest>,
): void {
  useRequests.setState(({ byFunction }) => ({
    byFunction: {
      ...byFunction,
      [functionPath]: { ...(byFunction[functionPath] ?? newRequest(takesEvents)), ...change },
    },
  }));
  keepSoon();
}

/** Puts a whole request in place of the one that is worked on; it can be undone. */
export function replaceRequest(
  functionPath: string,
  takesEvents: TakenEvents | null,
  request: SavedRequest,
  message: string,
  notes: readonly string[] = [],
): void {
  const before = requestOf(functionPath, takesEvents);
  editRequest(functionPath, takesEvents, request);
  useRequests.setState({ replaced: { functionPath, message, notes, before } });
}

export function undoReplace(): void {
  const { replaced, byFunction } = useRequests.getState();
  if (replaced === null) return;
  useRequests.setState({ replaced: null, byFunction: { ...byFunction, [replaced.functionPath]: replaced.before } });
  keepSoon();
}

export function forgetReplaced(): void {
  useRequests.setState({ replaced: null });
}

export function addFile(functionPath: string, file: PickedFile): void {
  useRequests.setState(({ files }) => ({
    files: { ...files, [functionPath]: { ...files[functionPath], [file.name]: file } },
  }));
}

export function requestOf(functionPath: string, takesEvents: TakenEvents | null): SavedRequest {
  return useRequests.getState().byFunction[functionPath] ?? newRequest(takesEvents);
}

export function filesOf(functionPath: string): PickedFiles {
  return useRequests.getState().files[functionPath] ?? NO_FILES;
}

let timer: ReturnType<typeof setTimeout> | undefined;

function keepSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(keepNow, KEEP_AFTER_MS);
}

/** Writes what is worked on to the page's storage; also when the window closes. */
export function keepNow(): void {
  clearTimeout(timer);
  const { folder, byFunction } = useRequests.getState();
  if (folder === null) return;
  const text = JSON.stringify(byFunction);
  if (text.length <= MOST_KEPT_CHARACTERS) storage()?.setItem(keyOf(folder), text);
}

function keyOf(folder: string): string {
  return `coldframe.requests:${folder}`;
}

/** Null where the page may not store. */
function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
