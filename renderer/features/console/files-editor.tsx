import { useState } from "react";
import type { FileGrant, FunctionInfo } from "../../../preload/contract";
import { api } from "../../bridge";
import { Button, Icon, IconButton } from "../../ui";
import { useFailure } from "./calls";

/** Files that a WASI program may read, each with the name that it finds it by. A function in JavaScript has no files, and no editor. */
export function FilesEditor({
  info,
  files,
  onFiles,
}: {
  readonly info: FunctionInfo;
  readonly files: readonly FileGrant[];
  readonly onFiles: (files: readonly FileGrant[]) => void;
}) {
  const [notPicked, setNotPicked] = useState<string | null>(null);
  const refused = useFailure(({ functionPath, failure }) =>
    functionPath === info.path && failure?.kind === "refused" && failure.error.code === "invalid-file"
      ? failure.error.message
      : null,
  );
  if (info.language === "javascript" && files.length === 0) return null;
  const problem = notPicked ?? refused;
  const add = async (): Promise<void> => {
    const reply = await api.pickGrantedFile();
    setNotPicked(reply.ok ? null : reply.error.message);
    if (reply.ok && reply.value !== null) onFiles([...files, reply.value]);
  };
  return (
    <div className="console-files" role="group" aria-label="Files that the program may read">
      <span className="field-label">Files that the program may read</span>
      {files.map((file, index) => (
        // A file may be granted twice, by two names: lines have no identity but their place.
        <div key={index} className="console-file">
          <input
            className="field-input mono"
            aria-label={`File ${index + 1}, name in the program`}
            spellCheck={false}
            autoComplete="off"
            value={file.name}
            onChange={(event) => {
              setNotPicked(null);
              onFiles(files.with(index, { ...file, name: event.target.value }));
            }}
          />
          <span className="console-file-path console-quiet mono" title={file.path}>
            {file.path}
          </span>
          <IconButton
            icon="trash"
            label={`Remove file ${index + 1}`}
            onClick={() => {
              setNotPicked(null);
              onFiles(files.toSpliced(index, 1));
            }}
          />
        </div>
      ))}
      {problem !== null && (
        <p className="console-problem" role="alert">
          <Icon name="error" /> {problem}
        </p>
      )}
      <div className="console-line">
        <Button icon="add" onClick={() => void add()}>
          Add file…
        </Button>
        <span className="console-quiet">
          {info.language === "javascript"
            ? "Functions in JavaScript read no files."
            : "A WASI program gets a copy by this name; it can’t write the file."}
        </span>
      </div>
    </div>
  );
}
