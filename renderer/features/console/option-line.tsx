import type { SavedRequest } from "../../../preload/contract";
import { Select } from "../../ui";
import { MEMORY_TIERS } from "./request-model";

const STARTS = [
  { value: "auto", label: "auto" },
  { value: "warm", label: "warm" },
  { value: "prewarmed", label: "prewarmed" },
  { value: "cold", label: "cold" },
] as const;

/** The start that is measured, and the memory tier. */
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
        hideLabel
        title="Memory: a hard limit"
        options={tiers.map((tier) => ({ value: String(tier), label: `${tier} MB` }))}
        value={String(request.memoryMb)}
        onValue={(tier) => {
          onChange({ memoryMb: Number(tier) });
        }}
      />
    </div>
  );
}
