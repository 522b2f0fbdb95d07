import { Button, IconButton } from "../../ui";
import { forgetReplaced, undoReplace, useRequests } from "./request-store";

/** Says what took the request's place, what of it could not be taken over, and gives the former one back. */
export function ReplacedNote({ functionPath }: { readonly functionPath: string }) {
  const replaced = useRequests((requests) => requests.replaced);
  if (replaced?.functionPath !== functionPath) return null;
  return (
    <div className="console-note" role="status">
      <div className="console-note-text">
        {replaced.message}
        {replaced.notes.length > 0 && (
          <ul>
            {replaced.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </div>
      <Button kind="quiet" icon="discard" onClick={undoReplace}>
        Undo
      </Button>
      <IconButton icon="close" label="Close this note" onClick={forgetReplaced} />
    </div>
  );
}
