import { useState } from "react";
import type { ExampleInfo, FileEntry, Workspace } from "../../../preload/contract";
import { runCommand, openPlace, selectFunction } from "../../session";
import { Button, Dialog, EmptyState, ErrorState, IconButton, LoadingState } from "../../ui";
import type { MenuItem } from "./context-menu";
import { ContextMenu } from "./context-menu";
import type { Row } from "./explorer-model";
import { folderFor, joined, nameProblem, parentOf, stemLength } from "./explorer-model";
import { ExplorerTree } from "./explorer-tree";
import { Examples } from "./examples";
import { createFile, createFolder, forgetRecent, openRecent, remove, rename } from "./file-actions";
import { NameField } from "./name-field";
import type { Question } from "./use-explorer";
import { useExplorer } from "./use-explorer";
import "./explorer.css";

type Explorer = ReturnType<typeof useExplorer>;

export function ExplorerPanel() {
  const explorer = useExplorer();
  const { workspace, files } = explorer;
  if (workspace.isPending) return <LoadingState label="Reading the folder…" />;
  if (workspace.isError) return <NoFolder message={workspace.error.message} />;
  if (files.isError) return <ErrorState message={files.error.message} details={null} />;
  return <Content explorer={explorer} workspace={workspace.data} files={files.data ?? []} />;
}

function NoFolder({ message }: { readonly message: string }) {
  const action = (
    <Button kind="primary" onClick={() => runCommand("file.open-folder")}>
      Open folder…
    </Button>
  );
  return (
    <EmptyState title="No folder is open" action={action}>
      {message}
    </EmptyState>
  );
}

function Content({
  explorer,
  workspace,
  files,
}: {
  readonly explorer: Explorer;
  readonly workspace: Workspace;
  readonly files: readonly FileEntry[];
}) {
  const { rows, focusedPath, question, setQuestion, setFocused, setOpen } = explorer;
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const focusedRow = rows.find(({ path }) => path === focusedPath) ?? null;
  const ask = (type: "new-file" | "new-folder", row: Row | null): void => {
    const folder = folderFor(row);
    if (folder !== "") setOpen(folder, true);
    setQuestion({ type, folder });
  };
  const openRow = (row: Row): void => {
    if (row.kind === "function") {
      selectFunction(row.path);
      if (row.entryFile !== null) openPlace(row.entryFile);
      if (row.isExpanded !== null) setOpen(row.path, true);
    } else if (row.isExpanded === null) openPlace(row.path);
    else setOpen(row.path, !row.isExpanded);
  };
  const askAbout = (type: "rename" | "delete") => (row: Row) => {
    if (row.path !== ".") setQuestion({ type, row });
  };
  return (
    <div className="explorer">
      <Head
        workspace={workspace}
        onNew={(type) => {
          ask(type, focusedRow);
        }}
        onCollapse={explorer.collapseAll}
        onMenu={setMenu}
      />
      {question !== null && "folder" in question && (
        <NewEntry question={question} files={files} onEnd={setQuestion} onMade={setFocused} />
      )}
      {rows.length === 0 ? (
        <NothingHere examples={workspace.examples} />
      ) : (
        <ExplorerTree
          {...explorer}
          onFocused={setFocused}
          onOpen={openRow}
          onExpanded={setOpen}
          onRename={askAbout("rename")}
          onDelete={askAbout("delete")}
          onMenu={(row, at) => {
            setMenu({ label: row.name, at, items: itemsFor(row, openRow, ask, askAbout) });
          }}
          naming={question?.type === "rename" ? naming(question.row, files, setQuestion, setFocused) : null}
        />
      )}
      <Examples examples={workspace.examples} files={files} />
      {question?.type === "delete" && <DeleteDialog row={question.row} onEnd={setQuestion} />}
      {menu !== null && (
        <ContextMenu
          {...menu}
          onClose={() => {
            setMenu(null);
          }}
        />
      )}
    </div>
  );
}

interface OpenMenu {
  readonly label: string;
  readonly at: { readonly x: number; readonly y: number };
  readonly items: readonly MenuItem[];
}

function itemsFor(
  row: Row,
  openRow: (row: Row) => void,
  ask: (type: "new-file" | "new-folder", row: Row) => void,
  askAbout: (type: "rename" | "delete") => (row: Row) => void,
): readonly MenuItem[] {
  const items: MenuItem[] = [
    {
      label: "Open",
      shortcut: "Enter",
      run: () => {
        openRow(row);
      },
    },
    {
      label: "New file…",
      run: () => {
        ask("new-file", row);
      },
    },
    {
      label: "New folder…",
      run: () => {
        ask("new-folder", row);
      },
    },
    { label: "Copy path", run: () => void navigator.clipboard.writeText(row.path) },
  ];
  if (row.path === ".") return items;
  return [
    ...items,
    {
      label: "Rename…",
      shortcut: "F2",
      run: () => {
        askAbout("rename")(row);
      },
    },
    {
      label: "Delete…",
      shortcut: "Delete",
      run: () => {
        askAbout("delete")(row);
      },
    },
  ];
}

function Head({
  workspace: { name, folder, isPlayground, recentFolders },
  onNew,
  onCollapse,
  onMenu,
}: {
  readonly workspace: Workspace;
  readonly onNew: (type: "new-file" | "new-folder") => void;
  readonly onCollapse: () => void;
  readonly onMenu: (menu: OpenMenu) => void;
}) {
  const showRecent = (button: HTMLElement): void => {
    const { left, bottom } = button.getBoundingClientRect();
    const items = recentFolders.map((recent) => ({ label: recent, run: () => void openRecent(recent) }));
    const openOther = { label: "Open folder…", run: () => void runCommand("file.open-folder") };
    const forget = { label: "Forget recent folders", run: () => void forgetRecent(recentFolders) };
    const all = [openOther, ...items, ...(items.length === 0 ? [] : [forget])];
    onMenu({ label: "Folders", at: { x: left, y: bottom }, items: all });
  };
  return (
    <header className="explorer-head">
      <h2 className="explorer-title" title={folder}>
        {isPlayground ? "Playground" : name}
      </h2>
      <IconButton
        icon="new-file"
        label="New file"
        onClick={() => {
          onNew("new-file");
        }}
      />
      <IconButton
        icon="new-folder"
        label="New folder"
        onClick={() => {
          onNew("new-folder");
        }}
      />
      <IconButton icon="collapse-all" label="Collapse all" onClick={onCollapse} />
      <IconButton
        icon="folder-library"
        label="Open folder or a recent one"
        aria-haspopup="menu"
        onClick={(event) => {
          showRecent(event.currentTarget);
        }}
      />
    </header>
  );
}

function NothingHere({ examples }: { readonly examples: readonly ExampleInfo[] }) {
  return (
    <EmptyState title="This folder is empty">
      {examples.length === 0 ? "Make a file, or open another folder." : "Pick an example below to start from."}
    </EmptyState>
  );
}

function NewEntry({
  question: { type, folder },
  files,
  onEnd,
  onMade,
}: {
  readonly question: Extract<Question, { folder: string }>;
  readonly files: readonly FileEntry[];
  readonly onEnd: (question: null) => void;
  readonly onMade: (path: string) => void;
}) {
  const what = type === "new-file" ? "New file" : "New folder";
  const done = async (name: string | null): Promise<void> => {
    onEnd(null);
    if (name === null) return;
    const path = joined(folder, name);
    if (await (type === "new-file" ? createFile(path) : createFolder(path))) onMade(path);
  };
  return (
    <div className="explorer-new">
      <span className="explorer-new-label">
        {what} in {folder === "" ? "this folder" : folder}
      </span>
      <NameField
        label={what}
        initial=""
        selected={0}
        problemOf={(name) => nameProblem(name, files, folder)}
        onDone={(name) => void done(name)}
      />
    </div>
  );
}

function naming(
  row: Row,
  files: readonly FileEntry[],
  onEnd: (question: null) => void,
  onMade: (path: string) => void,
): { path: string; field: React.ReactNode } {
  const folder = parentOf(row.path);
  const own = row.path.slice(folder === "" ? 0 : folder.length + 1);
  const done = async (name: string | null): Promise<void> => {
    onEnd(null);
    if (name === null || name === own) return;
    if (await rename(row.path, joined(folder, name))) onMade(joined(folder, name));
  };
  return {
    path: row.path,
    field: (
      <NameField
        label={`New name of ${own}`}
        initial={own}
        selected={stemLength(own, row.isExpanded !== null)}
        problemOf={(name) => nameProblem(name, files, folder, own)}
        onDone={(name) => void done(name)}
      />
    ),
  };
}

function DeleteDialog({ row, onEnd }: { readonly row: Row; readonly onEnd: (question: null) => void }) {
  const end = (): void => {
    onEnd(null);
  };
  return (
    <Dialog
      title={`Delete ${row.path}?`}
      onClose={end}
      actions={
        <>
          <Button onClick={end}>Cancel</Button>
          <Button
            kind="danger"
            autoFocus
            onClick={() => {
              end();
              void remove(row.path);
            }}
          >
            Move to bin
          </Button>
        </>
      }
    >
      {row.isExpanded === null ? "The file goes" : "The folder goes, with all that is in it,"} to the system’s bin, from
      where it can be had back.
    </Dialog>
  );
}
