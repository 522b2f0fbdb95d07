import { useDeferredValue, useId } from "react";
import { Button } from "../../ui";
import { formatJson, problemOfJson } from "./json-model";

/** JSON text, with what is wrong with it below. */
export function JsonEditor({
  label,
  value,
  onValue,
}: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}) {
  const id = useId();
  // Long text is checked when the typing pauses.
  const checked = useDeferredValue(value);
  const problem = problemOfJson(checked);
  return (
    <div className="console-text">
      <TextArea label={label} value={value} onValue={onValue} invalid={problem !== null} describedBy={id} />
      <div className="console-text-foot">
        <span id={id} className={problem === null ? "field-hint" : "field-problem"}>
          {problem === null ? "Valid JSON" : `Not JSON: ${problem}`}
        </span>
        <Button
          kind="quiet"
          icon="json"
          disabled={problem !== null}
          onClick={() => {
            onValue(formatJson(value));
          }}
        >
          Format
        </Button>
      </div>
    </div>
  );
}

export function TextArea({
  label,
  value,
  onValue,
  invalid,
  describedBy,
}: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly invalid?: boolean;
  readonly describedBy?: string;
}) {
  return (
    <textarea
      className="field-input console-textarea mono"
      aria-label={label}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      spellCheck={false}
      value={value}
      onChange={(event) => {
        onValue(event.target.value);
      }}
    />
  );
}
