import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SavedProfile } from "../../../../preload/contract";
import { api, detailsOf, KEYS, useSavedProfiles } from "../../../bridge";
import { notify, notifyFailure, runCommand } from "../../../session";
import { Button, EmptyState, ErrorState, formatCount, LoadingState } from "../../../ui";
import { SavedRow } from "./saved-row";

/** Every saved profile, of this window and of the terminal: look at it, take it along, delete it. */
export function SavedView() {
  const { data, error, refetch } = useSavedProfiles();
  const [deleted, setDeleted] = useState<SavedProfile | null>(null);
  if (error !== null) {
    const again = (
      <Button icon="refresh" onClick={() => void refetch()}>
        Read again
      </Button>
    );
    return <ErrorState message={error.message} details={detailsOf(error)} action={again} />;
  }
  if (data === undefined) return <LoadingState label="Reading the saved profiles…" />;
  return (
    <section className="profile-view" aria-label="Saved profiles">
      <div className="profile-line">
        <span className="profile-quiet">{formatCount(data.length, "profile")}</span>
        <ImportButton />
        {deleted !== null && (
          <Deleted
            profile={deleted}
            onBack={() => {
              setDeleted(null);
            }}
          />
        )}
      </div>
      {data.length === 0 ? (
        <EmptyState
          title="No profile is saved yet"
          action={
            <Button icon="play" onClick={() => runCommand("profile.starts")}>
              Show Starts
            </Button>
          }
        >
          Profile a function and save it: later versions can be compared with it. A file from another machine can be
          imported.
        </EmptyState>
      ) : (
        <div className="profile-content" tabIndex={0} role="region" aria-label="Saved profiles as a table">
          <SavedTable rows={data} onDeleted={setDeleted} />
        </div>
      )}
    </section>
  );
}

function SavedTable({
  rows,
  onDeleted,
}: {
  readonly rows: readonly SavedProfile[];
  readonly onDeleted: (profile: SavedProfile) => void;
}) {
  const names = rows.map(({ name }) => name);
  return (
    <table className="profile-table">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Function</th>
          <th scope="col">Version</th>
          <th scope="col" className="number">
            Starts of each kind
          </th>
          <th scope="col" className="number">
            Samples
          </th>
          <th scope="col">Recorded</th>
          <th scope="col">Machine</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <SavedRow key={row.id} row={row} names={names} onDeleted={onDeleted} />
        ))}
      </tbody>
    </table>
  );
}

function ImportButton() {
  const queries = useQueryClient();
  const importProfile = async (): Promise<void> => {
    const reply = await api.importProfile();
    if (!reply.ok) notifyFailure(reply.error);
    else if (reply.value !== null) {
      await queries.invalidateQueries({ queryKey: KEYS.savedProfiles });
      notify({ level: "info", message: `Imported as ${reply.value.name}`, details: null });
    }
  };
  return (
    <Button kind="quiet" icon="cloud-download" onClick={() => void importProfile()}>
      Import…
    </Button>
  );
}

/** The way back from a deletion. */
function Deleted({ profile: { id, name }, onBack }: { readonly profile: SavedProfile; readonly onBack: () => void }) {
  const queries = useQueryClient();
  const undo = async (): Promise<void> => {
    const reply = await api.saveProfile({ id, name });
    if (!reply.ok) {
      notifyFailure(reply.error);
      return;
    }
    queries.setQueryData(KEYS.savedProfiles, reply.value);
    onBack();
  };
  return (
    <span role="status">
      “{name}” is deleted.{" "}
      <Button kind="quiet" icon="discard" onClick={() => void undo()}>
        Undo
      </Button>
    </span>
  );
}
