import { Button, Dialog } from "../../ui";
import { close, save } from "./documents";
import { baseName } from "./editor-model";
import { useEditor } from "./editor-store";

/** Asks before unsaved text is given up. */
export function CloseDialog({ path, format }: { readonly path: string; readonly format: boolean }) {
  const end = (): void => {
    useEditor.setState({ closing: null });
  };
  const saveAndClose = async (): Promise<void> => {
    end();
    if (await save(path, { format })) close(path);
  };
  return (
    <Dialog
      title={`Save ${baseName(path)}?`}
      onClose={end}
      actions={
        <>
          <Button onClick={end}>Cancel</Button>
          <Button
            kind="danger"
            onClick={() => {
              end();
              close(path);
            }}
          >
            Don’t save
          </Button>
          <Button kind="primary" autoFocus onClick={() => void saveAndClose()}>
            Save
          </Button>
        </>
      }
    >
      Its changes are lost if they are not saved.
    </Dialog>
  );
}
