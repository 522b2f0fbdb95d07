import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { SavedProfile } from "../../../../preload/contract";
import type { Profile } from "../../../../runtime/model";
import { isOfSamples, profileNameProblem, whyNotAdded } from "../../../../runtime/profile";
import { api, KEYS, useSavedProfiles } from "../../../bridge";
import { Button, Dialog, TextField } from "../../../ui";

/** Keeps a profile of starts, or one of samples alone, under a name; one that is saved says under which. */
export function SaveButton({ profile }: { readonly profile: Profile }) {
  const saved = useSavedProfiles().data ?? [];
  const [isNaming, setIsNaming] = useState(false);
  const own = saved.find(({ id, sampled }) => id === profile.id || sampled?.id === profile.id);
  const isWhole = profile.ended === null && (profile.cpuProfile?.ended ?? null) === null;
  if (own !== undefined) return <span title="Listed in the view Saved">saved as {own.name}</span>;
  return (
    <>
      <Button
        kind="quiet"
        icon="save"
        disabled={!isWhole}
        title={isWhole ? "Keep it, to look at or compare later" : "It ended early: only whole profiles are saved"}
        onClick={() => {
          setIsNaming(true);
        }}
      >
        Save…
      </Button>
      {isNaming && (
        <SaveDialog
          profile={profile}
          saved={saved}
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
  saved,
  onClose,
}: {
  readonly profile: Profile;
  readonly saved: readonly SavedProfile[];
  readonly onClose: () => void;
}) {
  const queries = useQueryClient();
  const id = useId();
  const [name, setName] = useState(() => usualName(profile, saved));
  const [refusal, setRefusal] = useState<string | null>(null);
  const trimmed = name.trim();
  const namesake = saved.find((each) => each.name === trimmed);
  const isAdded = namesake !== undefined && isOfSamples(profile) && whyNotAdded(namesake, profile) === null;
  const taken = namesake === undefined || isAdded ? null : "A profile of this name is saved already.";
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
          hint={
            isAdded
              ? "Added to the saved profile of this name, which is of the same version."
              : "Kept with the history, for this window and for coldframe compare and check."
          }
          onChange={(event) => {
            setName(event.target.value);
            setRefusal(null);
          }}
        />
      </form>
    </Dialog>
  );
}

/** Samples belong to a saved profile of the same version that has none, where there is one. */
function usualName(profile: Profile, saved: readonly SavedProfile[]): string {
  const own = isOfSamples(profile) ? saved.find((each) => whyNotAdded(each, profile) === null) : undefined;
  if (own !== undefined) return own.name;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? profile.functionName : `${profile.functionName} ${number}`;
    if (!saved.some(({ name }) => name === candidate)) return candidate;
  }
}
