import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Result, SavedProfile } from "../../../../preload/contract";
import { api, KEYS } from "../../../bridge";
import { notify, notifyFailure } from "../../../session";
import { formatCount, formatInteger, formatMoment, IconButton } from "../../../ui";
import { nameOpened, openProfile } from "../profiles-store";
import { RenameForm } from "./rename-form";

interface Props {
  readonly row: SavedProfile;
  /** Of all saved profiles. */
  readonly names: readonly string[];
  readonly onDeleted: (profile: SavedProfile) => void;
}

/** A saved profile: its name shows it, F2 renames it. */
export function SavedRow({ row, names, onDeleted }: Props) {
  const { id, name, functionName, entry, version, runs, sampled, recordedAtMs, machine } = row;
  const [isNaming, setIsNaming] = useState(false);
  const update = useUpdate();
  const open = async (): Promise<void> => {
    const reply = await api.readProfile(id);
    if (reply.ok) openProfile(name, reply.value);
    else notifyFailure(reply.error);
  };
  const rename = async (newName: string): Promise<void> => {
    setIsNaming(false);
    if (newName !== name && (await update(api.renameProfile({ id, name: newName })))) nameOpened(id, newName);
  };
  const remove = async (): Promise<void> => {
    if (await update(api.deleteProfile(id))) onDeleted(row);
  };
  return (
    <tr
      onKeyDown={(event) => {
        if (event.key === "F2") setIsNaming(true);
      }}
    >
      <th scope="row">
        {isNaming ? (
          <RenameForm
            name={name}
            names={names}
            onRename={(newName) => void rename(newName)}
            onCancel={() => {
              setIsNaming(false);
            }}
          />
        ) : (
          <button type="button" className="profile-link" title="Show it (F2 renames it)" onClick={() => void open()}>
            {name}
          </button>
        )}
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
        <IconButton
          icon="edit"
          label={`Rename ${name}`}
          onClick={() => {
            setIsNaming(true);
          }}
        />
        <IconButton icon="export" label={`Export ${name} as JSON`} onClick={() => void exportProfile(id)} />
        <IconButton icon="trash" label={`Delete ${name}`} onClick={() => void remove()} />
      </td>
    </tr>
  );
}

/** What main answers is the new list. False where it failed, which is then said. */
function useUpdate(): (reply: Promise<Result<readonly SavedProfile[]>>) => Promise<boolean> {
  const queries = useQueryClient();
  return async (reply) => {
    const result = await reply;
    if (result.ok) queries.setQueryData(KEYS.savedProfiles, result.value);
    else notifyFailure(result.error);
    return result.ok;
  };
}

async function exportProfile(id: string): Promise<void> {
  const reply = await api.exportProfile(id);
  if (!reply.ok) notifyFailure(reply.error);
  else if (reply.value !== null) notify({ level: "info", message: `Exported to ${reply.value}`, details: null });
}
