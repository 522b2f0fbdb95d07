import type { Invocation } from "../../../../runtime/model";
import { useTasks } from "../../../session";
import { Button, formatInteger, TextField } from "../../../ui";
import { readForm } from "./tuning-model";
import { cancelTuning, runTuning, useTunings } from "./use-tuning";

/** Which sizes and how often, and the button that runs or ends it. */
export function TuningForm({ invocation }: { readonly invocation: Invocation }) {
  const form = useTunings((state) => state.form);
  const running = useTunings((state) => state.running);
  const read = readForm(form);
  const run = (): void => {
    if (read.ok) void runTuning(invocation, read.tiers, read.rounds);
  };
  return (
    <form
      className="cost-line tuning-form"
      aria-label="Tuning"
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <strong title={invocation.entry}>{invocation.functionName}</strong>
      <TextField
        label="Memory sizes, MiB"
        className="tuning-sizes"
        value={form.tiers}
        problem={read.ok ? null : read.tiers}
        onChange={(event) => {
          useTunings.setState({ form: { ...form, tiers: event.target.value } });
        }}
      />
      <TextField
        label="Runs of each"
        className="tuning-runs"
        inputMode="numeric"
        value={form.runs}
        problem={read.ok ? null : read.runs}
        onChange={(event) => {
          useTunings.setState({ form: { ...form, runs: event.target.value } });
        }}
      />
      {running === null ? (
        <Button
          type="submit"
          kind="primary"
          icon="play"
          disabled={!read.ok}
          title="Runs the function, as its source is now, with the selected call's request at each size. Nothing of it is kept in the history."
        >
          Tune
        </Button>
      ) : (
        <RunningTuning id={running.id} name={running.name} />
      )}
    </form>
  );
}

function RunningTuning({ id, name }: { readonly id: string; readonly name: string }) {
  const progress = useTasks((state) => state.running.find((task) => task.id === id)?.progress ?? null);
  const far =
    progress === null ? "starting" : `${formatInteger(progress.done)} of ${formatInteger(progress.total)} calls`;
  return (
    <span className="tuning-running">
      <progress aria-label={`Tuning ${name}`} max={progress?.total ?? 1} value={progress?.done ?? 0} />
      <span>
        {name}: {far}
      </span>
      <Button icon="debug-stop" onClick={cancelTuning}>
        Cancel
      </Button>
    </span>
  );
}
