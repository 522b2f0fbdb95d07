import { useEffect, useRef, useState } from "react";
import { profileNameProblem } from "../../../../runtime/profile";
import { Button, TextField } from "../../../ui";

interface Props {
  readonly name: string;
  /** Of all saved profiles. */
  readonly names: readonly string[];
  readonly onRename: (name: string) => void;
  readonly onCancel: () => void;
}

/** A saved profile's name as a field: Enter gives it the new one, Escape leaves it as it is. */
export function RenameForm({ name, names, onRename, onCancel }: Props) {
  const [newName, setNewName] = useState(name);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector("input")?.select();
  }, []);
  const trimmed = newName.trim();
  const taken = trimmed !== name && names.includes(trimmed) ? "Another profile has this name." : null;
  const problem = taken ?? (trimmed === "" ? "It needs a name." : profileNameProblem(trimmed));
  return (
    <form
      ref={form}
      className="profile-rename"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null) onRename(trimmed);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <TextField
        label={`New name of ${name}`}
        hideLabel
        value={newName}
        problem={problem}
        onChange={(event) => {
          setNewName(event.target.value);
        }}
      />
      <Button type="submit" kind="primary" disabled={problem !== null}>
        Rename
      </Button>
    </form>
  );
}
