import { useMemo } from "react";
import { useSavedProfiles, useWorkspace } from "../../../bridge";
import { useSelection } from "../../../session";
import { Button, Checkbox, Select, TextField } from "../../../ui";
import { readForm } from "../form-model";
import { useMeasuring } from "../measuring";
import { MeasuringLine } from "../measuring-line";
import { useProfiles } from "../profiles-store";
import { requestText, useSubject } from "../use-subject";
import { runComparison, useComparisons } from "./comparisons-store";
import { operandChoices, usualOperands } from "./operand-model";

/** Which two, how often, and the button that compares or ends it. */
export function CompareForm() {
  const { first: wantedFirst, second: wantedSecond, anew } = useComparisons();
  const form = useProfiles((state) => state.form);
  const isMeasuring = useMeasuring((state) => state.running !== null);
  const subject = useSubject();
  const { choices, usual } = useChoices();
  const valueOf = (wanted: string | null, otherwise: string): string =>
    choices.some(({ value }) => value === wanted) ? (wanted ?? otherwise) : otherwise;
  const values = [valueOf(wantedFirst, usual[0]), valueOf(wantedSecond, usual[1])] as const;
  const [first, second] = values.map((value) => choices.find((choice) => choice.value === value)?.operand);
  const read = readForm(form);
  const areProfiles = first?.type === "profile" && second?.type === "profile";
  const isRunning = !areProfiles || anew;
  const canCompare = read.ok && first !== undefined && second !== undefined && values[0] !== values[1];
  return (
    <form
      className="profile-line profile-form"
      aria-label="Compare"
      onSubmit={(event) => {
        event.preventDefault();
        if (canCompare) void runComparison([first, second], subject?.call ?? null, read);
      }}
    >
      <Select
        label="First"
        className="profile-operand"
        options={choices}
        value={values[0]}
        onValue={(value) => {
          useComparisons.setState({ first: value });
        }}
      />
      <Select
        label="Second, held against it"
        className="profile-operand"
        options={choices}
        value={values[1]}
        problem={values[0] === values[1] && choices.length > 0 ? "choose two that differ" : null}
        onValue={(value) => {
          useComparisons.setState({ second: value });
        }}
      />
      {isRunning && (
        <TextField
          label="Starts of each"
          className="profile-runs"
          inputMode="numeric"
          value={form.runs}
          problem={read.ok ? null : (read.runs ?? read.starts)}
          onChange={(event) => {
            useProfiles.setState({ form: { ...form, runs: event.target.value } });
          }}
        />
      )}
      {isRunning && (
        <span
          className="mono profile-request profile-asked"
          title="What each start asks: the selected call, or the usual request"
        >
          {subject === null ? "GET /" : requestText(subject)}
        </span>
      )}
      {areProfiles && (
        <Checkbox
          label="measure both again, in turn"
          title="Where a version is still kept; what is not stands as it was measured"
          checked={anew}
          onChange={(event) => {
            useComparisons.setState({ anew: event.target.checked });
          }}
        />
      )}
      {isMeasuring ? (
        <MeasuringLine unit="rounds" />
      ) : (
        <Button type="submit" kind="primary" icon="compare-changes" disabled={!canCompare}>
          Compare
        </Button>
      )}
    </form>
  );
}

function useChoices() {
  const functions = useWorkspace().data?.functions;
  const results = useProfiles((state) => state.results);
  const saved = useSavedProfiles().data;
  const functionPath = useSelection((state) => state.functionPath);
  return useMemo(() => {
    const measured = Object.values(results).flatMap((result) =>
      result.ok && result.profile.ended === null ? [result.profile] : [],
    );
    const choices = operandChoices(functions ?? [], measured, saved ?? []);
    const name = functions?.find(({ path }) => path === functionPath)?.name;
    const own = [...measured, ...(saved ?? [])].filter(({ functionName }) => functionName === name).map(({ id }) => id);
    return { choices, usual: usualOperands(choices, functionPath, own) };
  }, [functions, results, saved, functionPath]);
}
