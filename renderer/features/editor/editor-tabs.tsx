import { useEffect } from "react";
import type { KeyboardEvent, RefObject } from "react";
import { classNames, Icon, shownName } from "../../ui";
import type { OpenDocument } from "./editor-model";
import { tabLabel, tabTarget } from "./editor-model";

interface EditorTabsProps {
  readonly documents: readonly OpenDocument[];
  readonly activePath: string | null;
  readonly panelId: string;
  readonly list: RefObject<HTMLDivElement | null>;
  readonly onActive: (path: string) => void;
  readonly onClose: (path: string) => void;
  /** The user goes from the tab into the text. */
  readonly onEnter: () => void;
}

/** One tab for each open file: arrows move between them, Enter goes into the text, Delete closes. */
export function EditorTabs({ documents, activePath, panelId, list, onActive, onClose, onEnter }: EditorTabsProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const from = documents.findIndex(({ path }) => path === activePath);
    if (activePath !== null && event.key === "Delete") onClose(activePath);
    else if (event.key === "Enter" || event.key === " ") onEnter();
    else {
      const target = tabTarget(event.key, from, documents.length);
      const next = target === null ? undefined : documents[target];
      if (next === undefined) return;
      onActive(next.path);
      tabOf(list.current, next.path)?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };
  useEffect(() => {
    // With more tabs than there is room for, the file that is shown would have its tab out of sight.
    if (activePath !== null) tabOf(list.current, activePath)?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }, [list, activePath]);
  return (
    <div ref={list} role="tablist" aria-label="Open files" className="editor-tabs" onKeyDown={onKeyDown}>
      {documents.map((document) => (
        <EditorTab
          key={document.path}
          document={document}
          label={tabLabel(documents, document.path)}
          isActive={document.path === activePath}
          panelId={panelId}
          onActive={onActive}
          onClose={onClose}
        />
      ))}
    </div>
  );
}

function tabOf(list: HTMLElement | null, path: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`) ?? null;
}

function EditorTab({
  document: { path, unsaved, disk, failure },
  label,
  isActive,
  panelId,
  onActive,
  onClose,
}: Pick<EditorTabsProps, "panelId" | "onActive" | "onClose"> & {
  readonly document: OpenDocument;
  readonly label: { readonly name: string; readonly folder: string | null };
  readonly isActive: boolean;
}) {
  const isGone = disk === "deleted" || failure?.code === "not-found";
  const state = [unsaved && "unsaved", isGone && "deleted on disk", disk === "changed" && "changed on disk"];
  const said = state.filter((word) => word !== false).join(", ");
  const name = shownName(label.folder === null ? label.name : `${label.name} ${label.folder}`);
  return (
    <div
      role="tab"
      data-path={path}
      aria-selected={isActive}
      aria-controls={panelId}
      aria-label={said === "" ? name : `${name}, ${said}`}
      tabIndex={isActive ? 0 : -1}
      title={said === "" ? shownName(path) : `${shownName(path)} (${said})`}
      className={classNames("editor-tab", isActive && "editor-tab-active", isGone && "editor-tab-gone")}
      onClick={() => {
        onActive(path);
      }}
      onMouseDown={(event) => {
        // Chromium would start to scroll.
        if (event.button === 1) event.preventDefault();
      }}
      onAuxClick={(event) => {
        if (event.button === 1) onClose(path);
      }}
    >
      <span className="editor-tab-name">{shownName(label.name)}</span>
      {label.folder !== null && <span className="editor-tab-folder">{shownName(label.folder)}</span>}
      {unsaved && <span className="editor-tab-unsaved" aria-hidden="true" />}
      {/* A mouse's way to close: with the keyboard it is Delete on the tab, or the command. */}
      <span
        className="editor-tab-close"
        aria-hidden="true"
        title="Close"
        onClick={(event) => {
          event.stopPropagation();
          onClose(path);
        }}
      >
        <Icon name="close" />
      </span>
    </div>
  );
}
