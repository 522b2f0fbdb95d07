import type { QueryClient, UseQueryResult } from "@tanstack/react-query";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import type {
  About,
  CallFacts,
  FileEntry,
  HistoryQuery,
  PricingReport,
  SavedProfile,
  SavedRequest,
  Settings,
  Workspace,
} from "../../preload/contract";
import type {
  HistoryFunction,
  HistorySlice,
  Invocation,
  ModuleReport,
  PoolState,
  ToolchainReport,
} from "../../runtime/model";
import type { VersionPoint } from "../../runtime/profile";
import { api, valueOf } from "./api";
import { VERSIONS } from "./version-key";

/** Keys of everything that is read from the main process. */
export const KEYS = {
  about: ["about"],
  settings: ["settings"],
  workspace: ["workspace"],
  files: ["files"],
  history: ["history"],
  invocation: ["invocation"],
  pool: ["pool"],
  requests: ["requests"],
  pricing: ["pricing"],
  callFacts: ["call-facts"],
  savedProfiles: ["saved-profiles"],
  modules: ["modules"],
  versions: ["versions"],
  toolchains: ["toolchains"],
} as const;

export function useAbout(): UseQueryResult<About> {
  return useQuery({ queryKey: KEYS.about, queryFn: () => valueOf(api.about()), staleTime: Infinity });
}

/** Looked for again whenever it is asked for: the user may have installed one meanwhile. */
export function useToolchains(): UseQueryResult<readonly ToolchainReport[]> {
  return useQuery({ queryKey: KEYS.toolchains, queryFn: () => valueOf(api.toolchains()), staleTime: 0 });
}

export function useSettings(): UseQueryResult<Settings> {
  return useQuery({ queryKey: KEYS.settings, queryFn: () => valueOf(api.settings()), staleTime: Infinity });
}

export function useWorkspace(): UseQueryResult<Workspace> {
  return useQuery({ queryKey: KEYS.workspace, queryFn: () => valueOf(api.workspace()), staleTime: Infinity });
}

export function useFiles(): UseQueryResult<readonly FileEntry[]> {
  return useQuery({ queryKey: KEYS.files, queryFn: () => valueOf(api.listFiles()), staleTime: Infinity });
}

/** An ended invocation never changes. */
export function useInvocation(id: string | null): UseQueryResult<Invocation> {
  return useQuery({
    queryKey: [...KEYS.invocation, id],
    queryFn: () => valueOf(api.invocation(id ?? "")),
    enabled: id !== null,
    staleTime: Infinity,
    retry: false,
  });
}

/** One slice of the history, for `useQuery` and `useQueries`. */
export function historyQuery(query: HistoryQuery) {
  return queryOptions({
    queryKey: [...KEYS.history, "slice", query],
    queryFn: () => valueOf(api.history(query)),
    staleTime: Infinity,
  });
}

/** The rows that were shown stay until the new ones are there: a list never goes blank. */
export function useHistory(query: HistoryQuery): UseQueryResult<HistorySlice> {
  return useQuery({ ...historyQuery(query), placeholderData: keepPreviousData });
}

export function useHistoryFunctions(): UseQueryResult<readonly HistoryFunction[]> {
  return useQuery({
    queryKey: [...KEYS.history, "functions"],
    queryFn: () => valueOf(api.historyFunctions()),
    staleTime: Infinity,
  });
}

export function usePool(): UseQueryResult<PoolState> {
  return useQuery({ queryKey: KEYS.pool, queryFn: () => valueOf(api.pool()), staleTime: Infinity });
}

/** `path`: the function's; null reads nothing. */
export function useSavedRequests(path: string | null): UseQueryResult<readonly SavedRequest[]> {
  return useQuery({
    queryKey: [...KEYS.requests, path],
    queryFn: () => valueOf(api.savedRequests(path ?? "")),
    enabled: path !== null,
    staleTime: Infinity,
  });
}

/** What is known of an ended call beside itself. Asked when it is looked at: it takes compressing the response. */
export function useCallFacts(id: string): UseQueryResult<CallFacts> {
  return useQuery({
    queryKey: [...KEYS.callFacts, id],
    queryFn: () => valueOf(api.callFacts(id)),
    staleTime: Infinity,
    retry: false,
  });
}

/** What is in a module of the workspace. */
export function useModule(path: string): UseQueryResult<ModuleReport> {
  return useQuery({
    queryKey: [...KEYS.modules, path],
    queryFn: () => valueOf(api.inspectModule(path)),
    staleTime: Infinity,
    retry: false,
  });
}

/** One of its functions as text. */
export function useDisassembly(path: string, index: number): UseQueryResult<string> {
  return useQuery({
    queryKey: [...KEYS.modules, path, index],
    queryFn: () => valueOf(api.disassemble({ path, index })),
    staleTime: Infinity,
    retry: false,
  });
}

/** A function's versions; read again whenever it is looked at, since each call and each saved profile may add one. */
export function useVersions(path: string): UseQueryResult<readonly VersionPoint[]> {
  return useQuery({ queryKey: [...KEYS.versions, path], queryFn: () => valueOf(api.versions(path)), staleTime: 0 });
}

/** Read again when the window gets the focus back: a terminal saves profiles, too. */
export function useSavedProfiles(): UseQueryResult<readonly SavedProfile[]> {
  return useQuery({
    queryKey: KEYS.savedProfiles,
    queryFn: () => valueOf(api.savedProfiles()),
    staleTime: Infinity,
    refetchOnWindowFocus: "always",
  });
}

/** Read again when the window gets the focus back: the user may have edited a price list of theirs elsewhere. */
export function usePricing(): UseQueryResult<PricingReport> {
  return useQuery({
    queryKey: KEYS.pricing,
    queryFn: () => valueOf(api.pricing()),
    staleTime: Infinity,
    refetchOnWindowFocus: "always",
  });
}

/** Keeps what was read in step with what main tells. Returns what ends it. */
export function followEvents(queries: QueryClient): () => void {
  const ends = [
    api.onWorkspace((workspace) => {
      queries.setQueryData(KEYS.workspace, workspace);
      void queries.invalidateQueries({ queryKey: KEYS.files });
      void queries.invalidateQueries({ queryKey: KEYS.requests });
    }),
    api.onFilesChanged(() => {
      void queries.invalidateQueries({ queryKey: KEYS.files });
      void queries.invalidateQueries({ queryKey: VERSIONS });
      void queries.invalidateQueries({ queryKey: KEYS.modules });
    }),
    api.onPool((pool) => {
      queries.setQueryData(KEYS.pool, pool);
    }),
    api.onHistoryChanged(() => {
      void queries.invalidateQueries({ queryKey: KEYS.history });
      // A call that could not be shown while it ran may have ended.
      void queries.invalidateQueries({
        queryKey: KEYS.invocation,
        predicate: ({ state }) => state.status === "error",
      });
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
