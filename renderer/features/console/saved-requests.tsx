import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { FunctionInfo, Result, SavedRequest } from "../../../preload/contract";
import { api, KEYS, useSavedRequests } from "../../bridge";
import { notifyFailure, useCommand } from "../../session";
import { Button, Dialog, EmptyState, IconButton, TextField } from "../../ui";
import { isSameRequest } from "./kept-requests";
import { editRequest, replaceRequest, requestOf } from "./request-store";

type Open = "nothing" | "save" | "list";
const NONE: readonly SavedRequest[] = [];

/** The function's requests that have a name: save, take up again, rename, delete. */
export function SavedRequests({ info, request }: { readonly info: FunctionInfo; readonly request: SavedRequest }) {
  const saved = useSavedRequests(info.path).data ?? NONE;
  const [open, setOpen] = useState<Open>("nothing");
  useCommand("run.save-request", () => {
    setOpen("save");
  });
  const close = (): void => {
    setOpen("nothing");
  };
  const own = saved.find(({ name }) => name === request.name);
  const isChanged = own !== undefined && !isSameRequest(own, request);
  return (
    <>
      <Button
        kind="quiet"
        icon="bookmark"
        className="console-saved"
        title="Saved requests of this function"
        onClick={() => {
          setOpen("list");
        }}
      >
        {own === undefined ? `Saved (${saved.length})` : `${own.name}${isChanged ? " (changed)" : ""}`}
      </Button>
      <IconButton
        icon="save"
        label="Save request…"
        onClick={() => {
          setOpen("save");
        }}
      />
      {open === "save" && <SaveDialog info={info} request={request} saved={saved} onClose={close} />}
      {open === "list" && (
        <ListDialog
          info={info}
          saved={saved}
          onClose={close}
          onSave={() => {
            setOpen("save");
          }}
        />
      )}
    </>
  );
}

interface DialogProps {
  readonly info: FunctionInfo;
  readonly saved: readonly SavedRequest[];
  readonly onClose: () => void;
}

/** What the main process answers is the new list. False where it failed, which is then said. */
function useUpdate(info: FunctionInfo): (reply: Promise<Result<readonly SavedRequest[]>>) => Promise<boolean> {
  const queries = useQueryClient();
  return async (reply) => {
    const result = await reply;
    if (result.ok) queries.setQueryData([...KEYS.requests, info.path], result.value);
    else notifyFailure(result.error);
    return result.ok;
  };
}

function SaveDialog({ info, request, saved, onClose }: DialogProps & { readonly request: SavedRequest }) {
  const [name, setName] = useState(request.name === "" ? suggestedName(request) : request.name);
  const update = useUpdate(info);
  const formId = useId();
  const trimmed = name.trim();
  const isThere = saved.some((one) => one.name === trimmed);
  const save = async (): Promise<void> => {
    if (trimmed === "" || !(await update(api.saveRequest(info.path, { ...request, name: trimmed })))) return;
    editRequest(info.path, info.takesEvents, { name: trimmed });
    onClose();
  };
  return (
    <Dialog
      title="Save Request"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId} disabled={trimmed === ""}>
            {isThere ? "Overwrite" : "Save"}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label="Name"
          maxLength={100}
          value={name}
          hint={
            isThere
              ? "There is a request of this name: it will be overwritten."
              : "Kept in this folder, for this function."
          }
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
      </form>
    </Dialog>
  );
}

function ListDialog({ info, saved, onClose, onSave }: DialogProps & { readonly onSave: () => void }) {
  const update = useUpdate(info);
  const [deleted, setDeleted] = useState<SavedRequest | null>(null);
  return (
    <Dialog title={`Saved Requests of ${info.name}`} onClose={onClose}>
      {saved.length === 0 && deleted === null && (
        <EmptyState
          title="No request is saved yet"
          action={
            <Button icon="save" onClick={onSave}>
              Save Request…
            </Button>
          }
        >
          The current one gets a name, and is kept in this folder.
        </EmptyState>
      )}
      <ul className="console-saved-list" aria-label="Saved requests">
        {saved.map((one) => (
          <SavedLine
            key={one.name}
            one={one}
            names={saved.map(({ name }) => name)}
            onUse={() => {
              replaceRequest(info.path, info.takesEvents, one, `The request is now “${one.name}”.`);
              onClose();
            }}
            onRename={async (name) => {
              if (!(await update(api.saveRequest(info.path, { ...one, name })))) return;
              await update(api.deleteRequest(info.path, one.name));
              if (requestOf(info.path, info.takesEvents).name === one.name)
                editRequest(info.path, info.takesEvents, { name });
            }}
            onDelete={async () => {
              if (await update(api.deleteRequest(info.path, one.name))) setDeleted(one);
            }}
          />
        ))}
      </ul>
      {deleted !== null && (
        <div className="console-note" role="status">
          <span className="console-note-text">“{deleted.name}” is deleted.</span>
          <Button
            kind="quiet"
            icon="discard"
            onClick={() => {
              void update(api.saveRequest(info.path, deleted)).then((isBack) => {
                if (isBack) setDeleted(null);
              });
            }}
          >
            Undo
          </Button>
        </div>
      )}
    </Dialog>
  );
}

function SavedLine({
  one,
  names,
  onUse,
  onRename,
  onDelete,
}: {
  readonly one: SavedRequest;
  readonly names: readonly string[];
  readonly onUse: () => void;
  readonly onRename: (name: string) => Promise<void>;
  readonly onDelete: () => Promise<void>;
}) {
  const [newName, setNewName] = useState<string | null>(null);
  const trimmed = newName?.trim() ?? "";
  const isTaken = trimmed !== one.name && names.includes(trimmed);
  if (newName !== null) {
    return (
      <li>
        <form
          className="console-saved-line"
          onSubmit={(event) => {
            event.preventDefault();
            if (trimmed === "" || isTaken) return;
            setNewName(null);
            if (trimmed !== one.name) void onRename(trimmed);
          }}
        >
          <TextField
            label={`New name of ${one.name}`}
            hideLabel
            maxLength={100}
            value={newName}
            problem={isTaken ? "Another request has this name." : null}
            onChange={(event) => {
              setNewName(event.target.value);
            }}
          />
          <Button type="submit" kind="primary" disabled={trimmed === "" || isTaken}>
            Rename
          </Button>
        </form>
      </li>
    );
  }
  return (
    <li className="console-saved-line">
      <button type="button" className="console-saved-use" onClick={onUse}>
        <span className="mono">{one.mode === "event" ? "event" : one.method}</span> {one.name}
        {one.mode === "http" && <span className="console-quiet mono">{one.url}</span>}
      </button>
      <IconButton
        icon="edit"
        label={`Rename ${one.name}`}
        onClick={() => {
          setNewName(one.name);
        }}
      />
      <IconButton icon="trash" label={`Delete ${one.name}`} onClick={() => void onDelete()} />
    </li>
  );
}

function suggestedName({ mode, method, url }: SavedRequest): string {
  return mode === "event" ? "Event" : `${method} ${url}`.slice(0, 100);
}
