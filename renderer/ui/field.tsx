import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { classNames } from "./class-names";
import "./field.css";

interface LabelledProps {
  readonly label: string;
  /** The label is for screen readers alone: what is around the field says it already. */
  readonly hideLabel?: boolean;
  /** What is wrong with the value, one line; null: nothing. */
  readonly problem?: string | null;
  readonly hint?: string;
}

export function TextField({
  label,
  hideLabel,
  problem,
  hint,
  className,
  ...rest
}: LabelledProps & Omit<ComponentProps<"input">, "id">) {
  const id = useId();
  return (
    <Labelled id={id} label={label} hideLabel={hideLabel} problem={problem} hint={hint} className={className}>
      <input
        type="text"
        spellCheck={false}
        autoComplete="off"
        {...rest}
        id={id}
        className="field-input"
        aria-invalid={problem != null}
        aria-describedby={problem == null && hint === undefined ? undefined : `${id}-note`}
      />
    </Labelled>
  );
}

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

export function Select<Value extends string>({
  label,
  hideLabel,
  problem,
  hint,
  className,
  options,
  value,
  onValue,
  ...rest
}: LabelledProps &
  Omit<ComponentProps<"select">, "id" | "value" | "onChange"> & {
    readonly options: readonly SelectOption<Value>[];
    readonly value: Value;
    readonly onValue: (value: Value) => void;
  }) {
  const id = useId();
  return (
    <Labelled id={id} label={label} hideLabel={hideLabel} problem={problem} hint={hint} className={className}>
      <select
        {...rest}
        id={id}
        className="field-input field-select"
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onValue(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

export function Checkbox({ label, className, ...rest }: { readonly label: string } & ComponentProps<"input">) {
  return (
    <label className={classNames("field-checkbox", className)}>
      <input {...rest} type="checkbox" />
      {label}
    </label>
  );
}

function Labelled({
  id,
  label,
  hideLabel,
  problem,
  hint,
  className,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly hideLabel: boolean | undefined;
  readonly problem: string | null | undefined;
  readonly hint: string | undefined;
  readonly className: string | undefined;
  readonly children: ReactNode;
}) {
  const note = problem ?? hint;
  return (
    <div className={classNames("field", className)}>
      <label htmlFor={id} className={hideLabel === true ? "visually-hidden" : "field-label"}>
        {label}
      </label>
      {children}
      {note !== undefined && (
        <div id={`${id}-note`} className={problem == null ? "field-hint" : "field-problem"}>
          {note}
        </div>
      )}
    </div>
  );
}
