import { STARTS } from "../../../runtime/model";
import { Button, Checkbox, TextField } from "../../ui";
import { readForm, withStart } from "./form-model";
import { useMeasuring } from "./measuring";
import { MeasuringLine } from "./measuring-line";
import { runProfile, useProfiles } from "./profiles-store";
import type { Subject } from "./use-subject";
import { requestText } from "./use-subject";

/** Which starts and how often, and the button that runs or ends it. */
export function ProfileForm({ subject }: { readonly subject: Subject }) {
  const form = useProfiles((state) => state.form);
  const isMeasuring = useMeasuring((state) => state.running !== null);
  const read = readForm(form);
  return (
    <form
      className="profile-line profile-form"
      aria-label="Profile"
      onSubmit={(event) => {
        event.preventDefault();
        if (read.ok) void runProfile(subject, read);
      }}
    >
      <span className="profile-subject">
        <strong title={subject.info.entryFile}>{subject.info.name}</strong>
        <span className="mono profile-request" title={requestTitle(subject)}>
          {requestText(subject)}
        </span>
      </span>
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
      <fieldset className="profile-starts">
        <legend className="field-label">Kinds of starts</legend>
        {STARTS.map((start) => (
          <Checkbox
            key={start}
            label={start}
            checked={form.starts.includes(start)}
            onChange={(event) => {
              useProfiles.setState({ form: { ...form, starts: withStart(form.starts, start, event.target.checked) } });
            }}
          />
        ))}
        {!read.ok && read.starts !== null && <span className="field-problem">{read.starts}</span>}
      </fieldset>
      {isMeasuring ? (
        <MeasuringLine unit="rounds" />
      ) : (
        <Button
          type="submit"
          kind="primary"
          icon="play"
          disabled={!read.ok}
          title="Forces starts of the function, as its source is now, in sandboxes of their own. Nothing of it is kept in the history."
        >
          Profile
        </Button>
      )}
    </form>
  );
}

function requestTitle({ call }: Subject): string {
  return call === null
    ? "The usual request. Select a call of the function to profile it with that call’s request and grants."
    : "The selected call’s request, with its grants";
}
