import { useQueryClient } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { useState } from "react";
import type { PoolState } from "../../../runtime/model";
import { api, KEYS } from "../../bridge";
import { Button, TextField } from "../../ui";
import type { SizesForm } from "./pool-model";
import { formOf, sizesOf } from "./pool-model";

const FIELDS: readonly { readonly name: keyof SizesForm; readonly label: string; readonly hint: string }[] = [
  { name: "maxPool", label: "Prewarmed", hint: "blank sandboxes kept ready; refilled when under half" },
  { name: "maxSandboxes", label: "Sandboxes at most", hint: "of any state: how many calls run at once" },
  { name: "maxQueue", label: "Queue", hint: "calls that may wait; one more is rejected" },
  { name: "idleSeconds", label: "Keep alive, s", hint: "a bound one unused this long goes blank" },
  { name: "maxUses", label: "Calls each", hint: "then it is renewed; 1: fresh each call; empty: never" },
];

/** The pool's sizes. They hold until the program ends. */
export function PoolSizesForm({ pool, onClose }: { readonly pool: PoolState; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [form, setForm] = useState(() => formOf(pool));
  const [problem, setProblem] = useState<string | null>(null);
  const parsed = sizesOf(form);
  const apply = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!parsed.ok) return;
    const result = await api.resizePool(parsed.sizes);
    if (!result.ok) {
      setProblem(result.error.message);
      return;
    }
    queries.setQueryData(KEYS.pool, result.value);
    onClose();
  };
  const wrong = parsed.ok ? null : parsed.field === "idleMs" ? "idleSeconds" : parsed.field;
  return (
    <form
      className="pool-form"
      aria-label="Sizes of the pool"
      onSubmit={(event) => {
        void apply(event);
      }}
    >
      {FIELDS.map(({ name, label, hint }) => (
        <TextField
          key={name}
          label={label}
          hint={hint}
          inputMode="numeric"
          value={form[name]}
          problem={name === wrong ? "a whole number, please" : null}
          onChange={(event) => {
            setForm({ ...form, [name]: event.target.value });
            setProblem(null);
          }}
        />
      ))}
      <Button kind="primary" type="submit" disabled={!parsed.ok}>
        Apply
      </Button>
      <Button onClick={onClose}>Cancel</Button>
      {problem !== null && (
        <p className="pool-problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
