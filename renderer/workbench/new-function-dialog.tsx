import type { SubmitEvent } from "react";
import { useState } from "react";
import type { Workspace } from "../../preload/contract";
import type { LanguageId } from "../../runtime/model";
import { LANGUAGES } from "../../runtime/model";
import { api, useToolchains } from "../bridge";
import { withTask } from "../session";
import { Button, Dialog, Icon, TextField } from "../ui";
import { goToFunction } from "./function-picks";
import { nameProblem, suggestName } from "./function-name";
import { closeOverlay } from "./overlay-state";
import "./new-function-dialog.css";

/** A new function from an example: which, and what to call it. */
export function NewFunctionDialog({ workspace }: { readonly workspace: Workspace }) {
  const taken = workspace.functions.map((info) => info.name);
  const [example, setExample] = useState(workspace.examples[0]?.name ?? "");
  const [ownName, setOwnName] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const name = ownName ?? suggestName(example, taken);
  const problem = failure ?? nameProblem(name, taken);
  const create = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (problem !== null || busy) return;
    setBusy(true);
    const result = await withTask(`Making ${name}`, () => api.createFunction({ example, name }));
    setBusy(false);
    if (!result.ok) {
      setFailure(result.error.message);
      return;
    }
    closeOverlay();
    goToFunction(result.value);
  };
  return (
    <Dialog title="New function from an example" onClose={closeOverlay}>
      <form
        id="new-function"
        className="new-function"
        onSubmit={(event) => {
          void create(event);
        }}
      >
        <fieldset className="new-function-examples">
          <legend>Example</legend>
          {workspace.examples.map(({ name: choice, summary, language }) => (
            <label key={choice} className="new-function-example">
              <input
                type="radio"
                name="example"
                value={choice}
                checked={choice === example}
                onChange={() => {
                  setExample(choice);
                  setFailure(null);
                }}
              />
              <strong>{choice}</strong>
              <span>
                {summary}
                {choice === example && <MissingCompiler language={language} />}
              </span>
            </label>
          ))}
        </fieldset>
        <TextField
          label="Name"
          value={name}
          problem={problem}
          onChange={(event) => {
            setOwnName(event.target.value);
            setFailure(null);
          }}
        />
        <div className="new-function-actions">
          <Button onClick={closeOverlay}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={problem !== null || busy}>
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** That an example can't be called yet, and what to install. It can be made all the same. */
function MissingCompiler({ language }: { readonly language: LanguageId | null }) {
  const name = language === null ? null : LANGUAGES[language].name;
  const toolchain = useToolchains().data?.find((each) => each.language === name);
  if (toolchain?.found !== null || name === null) return null;
  return (
    <span className="new-function-missing" role="status">
      <Icon name="warning" /> No compiler for {name} is installed: {toolchain.installHint}.
    </span>
  );
}
