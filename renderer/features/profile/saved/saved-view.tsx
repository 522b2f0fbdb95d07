import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SavedProfile } from "../../../../preload/contract";
import { api, detailsOf, KEYS, useSavedProfiles } from "../../../bridge";
import { notify, notifyFailure, runCommand } from "../../../session";
import {
  Button,
  EmptyState,
  ErrorState,
  formatCount,
  formatInteger,
  formatMoment,
  IconButton,
  LoadingState,
} from "../../../ui";
import { openProfile } from "../profiles-store";

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
          <SavedRow key={row.id} row={row} onDeleted={onDeleted} />
        ))}
      </tbody>
    </table>
  );
}

function SavedRow({
  row,
  onDeleted,
}: {
  readonly row: SavedProfile;
  readonly onDeleted: (profile: SavedProfile) => void;
}) {
  const queries = useQueryClient();
  const { id, name, functionName, entry, version, runs, sampled, recordedAtMs, machine } = row;
  const open = async (): Promise<void> => {
    const reply = await api.readProfile(id);
    if (reply.ok) openProfile(name, reply.value);
    else notifyFailure(reply.error);
  };
  const remove = async (): Promise<void> => {
    const reply = await api.deleteProfile(id);
    if (!reply.ok) {
      notifyFailure(reply.error);
      return;
    }
    queries.setQueryData(KEYS.savedProfiles, reply.value);
    onDeleted(row);
  };
  return (
    <tr>
      <th scope="row">
        <button type="button" className="profile-link" title="Show it" onClick={() => void open()}>
          {name}
        </button>
      </th>
      <td title={entry}>{functionName}</td>
      <td className="mono" title={version}>
        {version.slice("sha256:".length, 19)}
      </td>
      <td className="number">{runs === 0 ? "–" : formatInteger(runs)}</td>
      <td className="number">{sampled === null ? "–" : formatInteger(sampled.samples)}</td>
      <td>{formatMoment(recordedAtMs)}</td>
      <td title={`Node ${machine.node}, V8 ${machine.v8}; ${machine.platform} ${machine.arch} ${machine.release}`}>
        {machine.cpu}, {formatCount(machine.cores, "core")}
      </td>
      <td className="profile-actions">
        <IconButton icon="export" label={`Export ${name} as JSON`} onClick={() => void exportProfile(id)} />
        <IconButton icon="trash" label={`Delete ${name}`} onClick={() => void remove()} />
      </td>
    </tr>
  );
}

async function exportProfile(id: string): Promise<void> {
  const reply = await api.exportProfile(id);
  if (!reply.ok) notifyFailure(reply.error);
  else if (reply.value !== null) notify({ level: "info", message: `Exported to ${reply.value}`, details: null });
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
