import { create } from "zustand";
import type { MeasuredTiers } from "../../../../preload/contract";
import type { BuildProblem, Invocation } from "../../../../runtime/model";
import { api } from "../../../bridge";
import { notify, notifyFailure, useEditing, withLongWork } from "../../../session";
import type { TuningForm } from "./tuning-model";
import { USUAL_FORM } from "./tuning-model";

/** Why a tuning measured nothing. */
export interface TuningFailure {
  readonly message: string;
  readonly details: string | null;
}

/** What the last tuning of a function came to. */
export type TuningResult =
  { readonly ok: true; readonly measured: MeasuredTiers } | { readonly ok: false; readonly failure: TuningFailure };

interface Tunings {
  readonly form: TuningForm;
  /** The price list that is drawn, by its name; null: none was asked for. */
  readonly shown: string | null;
  /** The tuning that runs now: of which function, and its work's id. */
  readonly running: { readonly entry: string; readonly name: string; readonly id: string } | null;
  /** By the function's entry. They stay while the window is open. */
  readonly results: Readonly<Record<string, TuningResult>>;
}

export const useTunings = create<Tunings>(() => ({ form: USUAL_FORM, shown: null, running: null, results: {} }));

/** Saves what is edited, then runs the call's function at each size. One tuning at a time: two would slow each other down. */
export async function runTuning(
  { id: invocationId, entry, functionName: name }: Invocation,
  tiers: readonly number[],
  rounds: number,
): Promise<void> {
  if (useTunings.getState().running !== null) return;
  if (!(await useEditing.getState().saveAll())) {
    notify({ level: "warning", message: "Not tuned: a file could not be saved.", details: null });
    return;
  }
  const reply = await withLongWork(`Tuning ${name}`, (id) => {
    useTunings.setState({ running: { entry, name, id } });
    return api.tune({ id, invocationId, tiers, rounds });
  });
  useTunings.setState({ running: null });
  if (reply.ok) keep(entry, resultOf(reply.value, name));
  else if (reply.error.code === "cancelled") notifyFailure(reply.error);
  else keep(entry, { ok: false, failure: reply.error });
}

/** Ends the tuning that runs; what was measured before it stays. */
export function cancelTuning(): void {
  const { running } = useTunings.getState();
  if (running !== null) void api.cancel(running.id);
}

function keep(entry: string, result: TuningResult): void {
  useTunings.setState(({ results }) => ({ results: { ...results, [entry]: result } }));
}

type Reply = Extract<Awaited<ReturnType<typeof api.tune>>, { readonly ok: true }>["value"];

function resultOf(reply: Reply, name: string): TuningResult {
  if (reply.type === "measured") return { ok: true, measured: reply.measured };
  const texts = reply.problems.map(problemText);
  const failure = {
    message: `${name} was not tuned, since its source doesn't build: ${texts[0] ?? ""}`,
    details: texts.join("\n"),
  };
  return { ok: false, failure };
}

function problemText({ message, location }: BuildProblem): string {
  return location === null ? message : `${location.file}:${location.line}:${location.column}: ${message}`;
}
