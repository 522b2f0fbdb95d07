import { useState } from "react";
import type { SavedRequest } from "../../../preload/contract";
import { Select, TextField } from "../../ui";
import { MEMORY_TIERS } from "./request-model";

const STARTS = [
  { value: "auto", label: "auto" },
  { value: "warm", label: "warm" },
  { value: "prewarmed", label: "prewarmed" },
  { value: "cold", label: "cold" },
] as const;

/** The start that is measured, the memory tier and the deadline. */
export function OptionLine({
  request,
  onChange,
}: {
  readonly request: SavedRequest;
  readonly onChange: (change: Partial<SavedRequest>) => void;
}) {
  const tiers = [...new Set<number>([...MEMORY_TIERS, request.memoryMb])].sort((one, other) => one - other);
  return (
    <div className="console-line console-options">
      <Select
        label="Start"
        options={STARTS}
        value={request.start}
        onValue={(start) => {
          onChange({ start });
        }}
      />
      <Select
        label="Memory"
        options={tiers.map((tier) => ({ value: String(tier), label: `${tier} MB` }))}
        value={String(request.memoryMb)}
        onValue={(tier) => {
          onChange({ memoryMb: Number(tier) });
        }}
      />
      <Deadline
        key={request.timeoutMs}
        timeoutMs={request.timeoutMs}
        onTimeoutMs={(timeoutMs) => {
          onChange({ timeoutMs });
        }}
      />
    </div>
  );
}

const MOST_MS = 3_600_000;

function Deadline({
  timeoutMs,
  onTimeoutMs,
}: {
  readonly timeoutMs: number;
  readonly onTimeoutMs: (timeoutMs: number) => void;
}) {
  const [text, setText] = useState(String(timeoutMs));
  const isNumber = /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_MS;
  return (
    <TextField
      label="Deadline, ms"
      className="console-deadline"
      inputMode="numeric"
      value={text}
      problem={isNumber ? null : "1 to 3600000"}
      onChange={(event) => {
        setText(event.target.value);
      }}
      onBlur={() => {
        if (isNumber) onTimeoutMs(Number(text));
        else setText(String(timeoutMs));
      }}
    />
  );
}
