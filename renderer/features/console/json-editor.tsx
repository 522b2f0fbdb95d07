import { lazy, Suspense, useDeferredValue } from "react";
import { Button, LoadingState } from "../../ui";
import type { JsonCodeProps } from "./json-code";
import { formatJson, problemOfJson } from "./json-model";

/** Monaco comes with the first JSON: most requests have none. */
const JsonCode = lazy(async () => ({ default: (await import("./json-code")).JsonCode }));

/** JSON text, with what is wrong with it below. */
export function JsonEditor(props: JsonCodeProps) {
  const { value, onValue } = props;
  // Long text is checked when the typing pauses.
  const checked = useDeferredValue(value);
  const problem = problemOfJson(checked);
  return (
    <div className="console-text">
      <Suspense fallback={<LoadingState label="Loading the editor…" />}>
        <JsonCode {...props} />
      </Suspense>
      <div className="console-text-foot">
        <span role="status" className={problem === null ? "field-hint" : "field-problem"}>
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
}: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}) {
  return (
    <textarea
      className="field-input console-textarea mono"
      aria-label={label}
      spellCheck={false}
      value={value}
      onChange={(event) => {
        onValue(event.target.value);
      }}
    />
  );
}
