import type { ReactNode } from "react";
import { useId } from "react";
import type { Field } from "../../../preload/contract";
import { IconButton } from "../../ui";

/** Names and values, a line each; the last line is empty, to type the next one into. */
export function FieldTable<T extends Field>({
  noun,
  fields,
  blank,
  onFields,
  names = [],
  renderValue,
}: {
  /** What one line is, such as `Header`. */
  readonly noun: string;
  readonly fields: readonly T[];
  readonly blank: T;
  readonly onFields: (fields: readonly T[]) => void;
  /** Offered while a name is typed. */
  readonly names?: readonly string[];
  /** In place of the plain text field for a value. */
  readonly renderValue?: (field: T, label: string, onField: (field: T) => void) => ReactNode;
}) {
  const listId = useId();
  const change = (index: number, field: T): void => {
    onFields(index < fields.length ? fields.with(index, field) : [...fields, field]);
  };
  return (
    <div className="console-fields" role="group" aria-label={`${noun}s`}>
      {names.length > 0 && (
        <datalist id={listId}>
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
      {[...fields, blank].map((field, index) => {
        const label = `${noun} ${index + 1}`;
        const isNew = index === fields.length;
        return (
          // Lines have no identity but their place.
          <div key={index} className={field.on ? "console-field" : "console-field console-field-off"}>
            <input
              type="checkbox"
              aria-label={`${label} is sent`}
              checked={field.on}
              disabled={isNew}
              onChange={(event) => {
                change(index, { ...field, on: event.target.checked });
              }}
            />
            <input
              className="field-input mono"
              aria-label={`${label} name`}
              placeholder={isNew ? "name" : ""}
              spellCheck={false}
              autoComplete="off"
              list={names.length > 0 ? listId : undefined}
              value={field.name}
              onChange={(event) => {
                change(index, { ...field, name: event.target.value });
              }}
            />
            {renderValue === undefined ? (
              <FieldValue
                field={field}
                label={label}
                onField={(changed) => {
                  change(index, changed);
                }}
              />
            ) : (
              renderValue(field, label, (changed) => {
                change(index, changed);
              })
            )}
            {isNew ? (
              <span />
            ) : (
              <IconButton
                icon="trash"
                label={`Remove ${label.toLowerCase()}`}
                onClick={() => {
                  onFields(fields.toSpliced(index, 1));
                }}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

export function FieldValue<T extends Field>({
  field,
  label,
  onField,
}: {
  readonly field: T;
  readonly label: string;
  readonly onField: (field: T) => void;
}) {
  return (
    <input
      className="field-input mono"
      aria-label={`${label} value`}
      placeholder={field.name === "" ? "value" : ""}
      spellCheck={false}
      autoComplete="off"
      value={field.value}
      onChange={(event) => {
        onField({ ...field, value: event.target.value });
      }}
    />
  );
}
