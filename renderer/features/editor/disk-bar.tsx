import { Button, Icon } from "../../ui";
import { close, compare, keepMine, requestClose, revert, save } from "./documents";
import type { OpenDocument } from "./editor-model";

/** Says that the file on disk went another way than its tab, and what can be done. */
export function DiskBar({ document: { path, disk, unsaved } }: { readonly document: OpenDocument }) {
  if (disk === "same") return null;
  if (disk === "deleted") {
    return (
      <Bar message="This file was deleted on disk.">
        <Button onClick={() => void save(path, { format: false })}>Save it again</Button>
        <Button
          onClick={() => {
            if (unsaved) requestClose(path);
            else close(path);
          }}
        >
          Close
        </Button>
      </Bar>
    );
  }
  return (
    <Bar message="This file was changed on disk, and you have unsaved changes.">
      <Button title="Take the file from disk; undo brings yours back" onClick={() => void revert(path)}>
        Reload
      </Button>
      <Button title="The next save overwrites the file on disk" onClick={() => void keepMine(path)}>
        Keep mine
      </Button>
      <Button onClick={() => void compare(path)}>Compare</Button>
    </Bar>
  );
}

function Bar({ message, children }: { readonly message: string; readonly children: React.ReactNode }) {
  return (
    <div className="editor-bar" role="alert">
      <Icon name="warning" />
      <span className="editor-bar-text">{message}</span>
      {children}
    </div>
  );
}
