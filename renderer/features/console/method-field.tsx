import { useState } from "react";
import { Select, TextField } from "../../ui";
import { METHODS } from "./request-model";

const OTHER = "other…";

/** The request's method: one of the usual ones, or one that is typed. */
export function MethodField({
  method,
  onMethod,
}: {
  readonly method: string;
  readonly onMethod: (method: string) => void;
}) {
  const [isTyped, setIsTyped] = useState(false);
  if (isTyped) {
    return (
      <TextField
        label="Method"
        hideLabel
        className="console-method"
        autoFocus
        value={method}
        onChange={(event) => {
          onMethod(event.target.value.toUpperCase());
        }}
        onFocus={(event) => {
          event.target.select();
        }}
        onBlur={() => {
          if (method.trim() === "") onMethod("GET");
          setIsTyped(false);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
        }}
      />
    );
  }
  const methods = [...new Set<string>([...METHODS, method, OTHER])];
  return (
    <Select
      label="Method"
      hideLabel
      className="console-method"
      options={methods.map((value) => ({ value, label: value }))}
      value={method}
      onValue={(chosen) => {
        if (chosen === OTHER) setIsTyped(true);
        else onMethod(chosen);
      }}
    />
  );
}
