import { useState } from "react";
import { TIMEOUT_MS } from "../../../runtime/model";
import { TextField } from "../../ui";

/** How long a call may take; what is no number is put right when the field is left. */
export function Deadline({
  timeoutMs,
  onTimeoutMs,
}: {
  readonly timeoutMs: number;
  readonly onTimeoutMs: (timeoutMs: number) => void;
}) {
  const [typed, setTyped] = useState(String(timeoutMs));
  const isNumber = isDeadline(typed);
  // Another request's deadline takes the place of what was typed.
  const text = isNumber && Number(typed) !== timeoutMs ? String(timeoutMs) : typed;
  return (
    <TextField
      label="Deadline, ms"
      className="console-deadline"
      inputMode="numeric"
      value={text}
      problem={isNumber ? null : `${TIMEOUT_MS.least} to ${TIMEOUT_MS.most}: the last good value is used`}
      onChange={(event) => {
        setTyped(event.target.value);
        if (isDeadline(event.target.value)) onTimeoutMs(Number(event.target.value));
      }}
      onBlur={() => {
        if (!isNumber) setTyped(String(timeoutMs));
      }}
    />
  );
}

function isDeadline(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= TIMEOUT_MS.least && Number(text) <= TIMEOUT_MS.most;
}
