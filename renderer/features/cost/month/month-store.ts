import { create } from "zustand";
import { Decimal } from "../../../../runtime/cost";
import type { FieldProblems, MonthChoice, MonthForm } from "./choice-model";
import { FIRST_FORM, readForm } from "./choice-model";

interface MonthStore {
  readonly form: MonthForm;
  readonly problems: FieldProblems;
  /** What the fields said when all of them last made sense. */
  readonly choice: MonthChoice;
  /** The selected call, or the recorded calls of its version. */
  readonly of: "call" | "version";
  /** The platform that the chart holds against the servers; null: none was chosen. */
  readonly compared: string | null;
}

function firstState(): MonthStore {
  const { choice, problems } = readForm(FIRST_FORM);
  if (choice === null) throw new RangeError("the fields begin with what makes sense");
  return { form: FIRST_FORM, problems, choice, of: "call", compared: null };
}

/** One month for both views, the month's and the architectures'; kept while the window is open. */
export const useMonthStore = create<MonthStore>(firstState);

export function changeMonth(change: Partial<MonthForm>): void {
  useMonthStore.setState((state) => {
    const form = { ...state.form, ...change };
    const { choice, problems } = readForm(form);
    return { form, problems, choice: choice === null ? state.choice : withSame(choice, state.choice) };
  });
}

/** A number that did not change stays the same object: what was reckoned with it need not be reckoned again. */
function withSame(choice: MonthChoice, before: MonthChoice): MonthChoice {
  const same = <Value extends Decimal | null>(now: Value, then: Value): Value =>
    now instanceof Decimal && then instanceof Decimal && now.eq(then) ? then : now;
  return {
    ...choice,
    rps: same(choice.rps, before.rps),
    coldShare: same(choice.coldShare, before.coldShare),
    responseBytes: same(choice.responseBytes, before.responseBytes),
    utilisation: same(choice.utilisation, before.utilisation),
  };
}

export function takeCalls(of: MonthStore["of"]): void {
  useMonthStore.setState({ of });
}

export function comparePlatform(compared: string): void {
  useMonthStore.setState({ compared });
}
