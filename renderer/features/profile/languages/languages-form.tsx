import { LANGUAGES } from "../../../../runtime/model";
import { useWorkspace } from "../../../bridge";
import { Button, Checkbox, TextField } from "../../../ui";
import { readForm } from "../form-model";
import { useMeasuring } from "../measuring";
import { MeasuringLine } from "../measuring-line";
import { useProfiles } from "../profiles-store";
import { requestText, useSubject } from "../use-subject";
import { choose, MOST_FUNCTIONS, runLanguages, useLanguages } from "./languages-store";

/** Which functions, how often, and the button that measures or ends it. */
export function LanguagesForm() {
  const chosen = useLanguages((state) => state.chosen);
  const form = useProfiles((state) => state.form);
  const isMeasuring = useMeasuring((state) => state.running !== null);
  const functions = useWorkspace().data?.functions ?? [];
  const subject = useSubject();
  const read = readForm(form);
  const wanted = chosen.flatMap((path) => functions.find((info) => info.path === path) ?? []);
  const canMeasure = read.ok && wanted.length >= 2;
  return (
    <form
      className="profile-line profile-form"
      aria-label="Compare languages"
      onSubmit={(event) => {
        event.preventDefault();
        if (canMeasure) void runLanguages(wanted, subject?.call ?? null, read);
      }}
    >
      {functions.map(({ path, name, language }) => (
        <Checkbox
          key={path}
          label={`${name} (${language === null ? "?" : LANGUAGES[language].name})`}
          checked={chosen.includes(path)}
          disabled={!chosen.includes(path) && wanted.length >= MOST_FUNCTIONS}
          onChange={(event) => {
            choose(path, event.target.checked);
          }}
        />
      ))}
      <TextField
        label="Starts of each"
        className="profile-runs"
        inputMode="numeric"
        value={form.runs}
        problem={read.ok ? null : read.runs}
        onChange={(event) => {
          useProfiles.setState({ form: { ...form, runs: event.target.value } });
        }}
      />
      {isMeasuring ? (
        <MeasuringLine unit="rounds" />
      ) : (
        <Button type="submit" icon="play" disabled={!canMeasure}>
          Compare
        </Button>
      )}
      {subject !== null && <span className="profile-quiet mono">{requestText(subject)}</span>}
    </form>
  );
}
