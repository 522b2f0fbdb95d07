import { OUTCOMES, STARTS } from "../../../runtime/model";
import { useHistoryFunctions } from "../../bridge";
import { Button, Select, TextField } from "../../ui";
import { endOfSecond, isFiltered, RANGES, timeOf, timeText } from "./history-model";
import type { HistoryChoices } from "./use-history";

const ANY = "";

/** Which calls: search, function, version, outcome, start, time. */
export function HistoryFilters({ choices }: { readonly choices: HistoryChoices }) {
  const { wanted: filter, change } = choices;
  const functions = useHistoryFunctions().data ?? [];
  const versions = functions.find((known) => known.name === filter.functionName)?.versions ?? [];
  return (
    <div className="history-filters" role="search" aria-label="Filter the history">
      <TextField
        label="Search URL, console and errors"
        hideLabel
        type="search"
        className="history-search"
        placeholder="Search URL, console, errors"
        value={choices.text}
        onChange={(event) => {
          choices.setText(event.target.value);
        }}
      />
      <Select
        label="Function"
        hideLabel
        value={filter.functionName ?? ANY}
        options={[any("any function"), ...functions.map(({ name }) => ({ value: name, label: name }))]}
        onValue={(name) => {
          change({ functionName: name === ANY ? null : name, version: null });
        }}
      />
      <Select
        label="Version"
        hideLabel
        disabled={filter.functionName === null}
        title={filter.functionName === null ? "Choose a function first" : "Version"}
        value={filter.version ?? ANY}
        options={[any("any version"), ...versions.map((version) => ({ value: version, label: shortVersion(version) }))]}
        onValue={(version) => {
          change({ version: version === ANY ? null : version });
        }}
      />
      <Select
        label="Outcome"
        hideLabel
        value={filter.outcome ?? ANY}
        options={[any("any outcome"), ...[...OUTCOMES, "running" as const].map((value) => ({ value, label: value }))]}
        onValue={(outcome) => {
          change({ outcome: outcome === ANY ? null : outcome });
        }}
      />
      <Select
        label="Start"
        hideLabel
        value={filter.start ?? ANY}
        options={[any("any start"), ...STARTS.map((value) => ({ value, label: value }))]}
        onValue={(start) => {
          change({ start: start === ANY ? null : start });
        }}
      />
      <Select
        label="Time"
        hideLabel
        value={choices.range}
        options={RANGES.map(({ value, label }) => ({ value, label }))}
        onValue={choices.setRange}
      />
      {choices.range === "custom" && <TimeFields choices={choices} />}
      {isFiltered(filter) && (
        <Button kind="quiet" icon="clear-all" onClick={choices.clear}>
          Clear
        </Button>
      )}
    </div>
  );
}

/** From and to, both to the second and both included; an empty field is no limit. */
function TimeFields({ choices: { wanted, change } }: { readonly choices: HistoryChoices }) {
  const { sinceMs, untilMs } = wanted;
  const isBackwards = sinceMs !== null && untilMs !== null && untilMs <= sinceMs;
  return (
    <>
      <TextField
        label="From"
        type="datetime-local"
        step={1}
        className="history-time"
        defaultValue={timeText(sinceMs)}
        onChange={(event) => {
          change({ sinceMs: timeOf(event.target.value) });
        }}
      />
      <TextField
        label="To"
        type="datetime-local"
        step={1}
        className="history-time"
        problem={isBackwards ? "before the beginning" : null}
        defaultValue={timeText(untilMs)}
        onChange={(event) => {
          change({ untilMs: endOfSecond(timeOf(event.target.value)) });
        }}
      />
    </>
  );
}

function any(label: string) {
  return { value: ANY, label } as const;
}

function shortVersion(version: string): string {
  return version.replace("sha256:", "").slice(0, 12);
}
