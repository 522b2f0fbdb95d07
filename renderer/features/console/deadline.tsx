import { useState } from "react";
import { TextField } from "../../ui";

const MOST_MS = 3_600_000;

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
      problem={isNumber ? null : "1 to 3600000: the last good value is used"}
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
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_MS;
}
