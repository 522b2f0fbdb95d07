import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { Profile } from "../../../../runtime/model";
import { profileNameProblem } from "../../../../runtime/profile";
import { api, KEYS, useSavedProfiles } from "../../../bridge";
import { Button, Dialog, TextField } from "../../../ui";

/** Keeps a profile under a name; one that is saved says under which. */
export function SaveButton({ profile }: { readonly profile: Profile }) {
  const saved = useSavedProfiles().data ?? [];
  const [isNaming, setIsNaming] = useState(false);
  const own = saved.find(({ id }) => id === profile.id);
  if (own !== undefined) return <span title="Listed in the view Saved">saved as {own.name}</span>;
  return (
    <>
      <Button
        kind="quiet"
        icon="save"
        disabled={profile.ended !== null}
        title={profile.ended === null ? "Keep it, to compare later" : "It ended early: only whole profiles are saved"}
        onClick={() => {
          setIsNaming(true);
        }}
      >
        Save…
      </Button>
      {isNaming && (
        <SaveDialog
          profile={profile}
          names={saved.map(({ name }) => name)}
          onClose={() => {
            setIsNaming(false);
          }}
        />
      )}
    </>
  );
}

function SaveDialog({
  profile,
  names,
  onClose,
}: {
  readonly profile: Profile;
  readonly names: readonly string[];
  readonly onClose: () => void;
}) {
  const queries = useQueryClient();
  const id = useId();
  const [name, setName] = useState(() => unusedName(profile.functionName, names));
  const [refusal, setRefusal] = useState<string | null>(null);
  const trimmed = name.trim();
  const taken = names.includes(trimmed) ? "A profile of this name is saved already." : null;
  const problem = taken ?? (trimmed === "" ? "It needs a name." : profileNameProblem(trimmed)) ?? refusal;
  const save = async (): Promise<void> => {
    const reply = await api.saveProfile({ id: profile.id, name: trimmed });
    if (!reply.ok) {
      setRefusal(reply.error.message);
      return;
    }
    queries.setQueryData(KEYS.savedProfiles, reply.value);
    onClose();
  };
  return (
    <Dialog
      title="Save Profile"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={id} disabled={problem !== null}>
            Save
          </Button>
        </>
      }
    >
      <form
        id={id}
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === null) void save();
        }}
      >
        <TextField
          label="Name"
          value={name}
          problem={problem}
          hint="Kept with the history, for this window and for coldframe compare and check."
          onChange={(event) => {
            setName(event.target.value);
            setRefusal(null);
          }}
        />
      </form>
    </Dialog>
  );
}

function unusedName(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
