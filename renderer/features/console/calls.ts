import type { QueryClient } from "@tanstack/react-query";
import { uuidv7 } from "uuidv7";
import { create } from "zustand";
import type { ApiError, FunctionInfo, InvokeReply, ReplayReply, Result, Workspace } from "../../../preload/contract";
import type { BuildProblem } from "../../../runtime/model";
import { api, functionOf, KEYS, versionKey } from "../../bridge";
import { notify, selectInvocation, setProblems, useCalls, useEditing } from "../../session";
import { problemsOfBuild, problemsOfCall } from "./call-model";
import type { RequestPart } from "./request-model";
import { grantsOf, prepareInput } from "./request-model";
import { filesOf, requestOf } from "./request-store";

/** Why the last call of a function has no invocation to show. */
export type CallFailure =
  | { readonly kind: "request"; readonly at: RequestPart; readonly message: string }
  | { readonly kind: "build"; readonly problems: readonly BuildProblem[] }
  | { readonly kind: "refused"; readonly error: ApiError };

interface Failures {
  readonly functionPath: string | null;
  readonly failure: CallFailure | null;
}

export const useFailure = create<Failures>(() => ({ functionPath: null, failure: null }));

/** The last call of each function in this window, by its path: what is shown when the function is chosen again. */
const lastCalls = new Map<string, string>();

export function lastCallOf(functionPath: string): string | null {
  return lastCalls.get(functionPath) ?? null;
}

/** Saves what is edited, then calls the function. A second call waits for nobody: while one runs there is no other. */
export async function sendRequest(queries: QueryClient, workspace: Workspace, info: FunctionInfo): Promise<void> {
  const request = requestOf(info.path, info.takesEvents);
  await runCall(queries, workspace, info.path, async (id, isCancelled) => {
    const prepared = await prepareInput(request, filesOf(info.path), info.url);
    if (!prepared.ok) {
      fail(info.path, { kind: "request", at: prepared.at, message: prepared.message });
      return null;
    }
    if (!(await useEditing.getState().saveAll())) {
      notify({ level: "warning", message: "Not sent: a file could not be saved.", details: null });
      return null;
    }
    if (isCancelled()) return null;
    const { input } = prepared;
    return api.invoke({ id, path: info.path, input, grants: grantsOf(request), start: request.start });
  });
}

/** Makes a recorded call again; its answer becomes the selected one. */
export async function replayCall(
  queries: QueryClient,
  workspace: Workspace,
  functionPath: string,
  recordedId: string,
): Promise<void> {
  await runCall(queries, workspace, functionPath, async (id) => {
    const reply = await api.replay({ id: recordedId, newId: id });
    if (reply.ok && reply.value.type === "invocation" && !reply.value.sameVersion) {
      const message = "The recorded version is gone: today's source was called instead.";
      notify({ level: "warning", message, details: null });
    }
    return reply;
  });
}

/** A request that could not be sent as it was is edited: what was said about it holds no longer. */
export function forgetFailedRequest(): void {
  const { failure } = useFailure.getState();
  if (failure !== null && failure.kind !== "build") useFailure.setState({ functionPath: null, failure: null });
}

let cancelledId: string | null = null;

/** Ends the running call, or keeps it from being made while files are saved. */
export async function cancelCall(): Promise<void> {
  const { running } = useCalls.getState();
  if (running === null) return;
  cancelledId = running.id;
  await api.cancel(running.id);
}

type CallReply = Result<InvokeReply | ReplayReply> | null;

async function runCall(
  queries: QueryClient,
  workspace: Workspace,
  functionPath: string,
  call: (id: string, isCancelled: () => boolean) => Promise<CallReply>,
): Promise<void> {
  if (useCalls.getState().running !== null) return;
  const id = uuidv7();
  useCalls.setState({ running: { id, startedAtMs: Date.now() } });
  useFailure.setState({ functionPath: null, failure: null });
  try {
    const reply = await call(id, () => cancelledId === id);
    if (reply !== null) show(queries, workspace, functionPath, id, reply);
  } finally {
    useCalls.setState({ running: null });
  }
}

function show(
  queries: QueryClient,
  workspace: Workspace,
  functionPath: string,
  id: string,
  reply: NonNullable<CallReply>,
): void {
  if (!reply.ok) {
    fail(functionPath, { kind: "refused", error: reply.error });
    return;
  }
  if (reply.value.type === "build-failed") {
    const { problems } = reply.value;
    useCalls.setState({ buildProblems: problems });
    setProblems("build", problemsOfBuild(workspace, problems, "error"));
    fail(functionPath, { kind: "build", problems });
    return;
  }
  const { invocation } = reply.value;
  // In the cache first: whoever follows the selection finds it there and asks nobody.
  queries.setQueryData([...KEYS.invocation, id], invocation);
  lastCalls.set(functionOf(workspace, invocation)?.path ?? functionPath, id);
  selectInvocation(id);
  setProblems("call", problemsOfCall(workspace, invocation));
  if ("warnings" in reply.value) {
    const { warnings } = reply.value;
    useCalls.setState({ lastId: id, buildProblems: warnings });
    setProblems("build", problemsOfBuild(workspace, warnings, "warning"));
    // A replay may be of an older version than the source's.
    queries.setQueryData(versionKey(functionPath), invocation.version);
  } else useCalls.setState({ lastId: id });
}

function fail(functionPath: string, failure: CallFailure): void {
  useFailure.setState({ functionPath, failure });
}
