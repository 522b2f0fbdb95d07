import type { FormField, SavedBody } from "../../../preload/contract";
import { api } from "../../bridge";
import { notifyFailure } from "../../session";
import { Button, IconButton, Select } from "../../ui";
import { FieldTable, FieldValue } from "./field-table";
import { JsonEditor, TextArea } from "./json-editor";
import { missingFiles, takesBody } from "./request-model";
import { addFile, useRequests } from "./request-store";

const KINDS = [
  { value: "none", label: "No body" },
  { value: "json", label: "JSON" },
  { value: "text", label: "Text" },
  { value: "form", label: "Form" },
  { value: "file", label: "File" },
] as const satisfies readonly { readonly value: SavedBody["kind"]; readonly label: string }[];

interface BodyProps {
  readonly functionPath: string;
  readonly method: string;
  readonly body: SavedBody;
  readonly onBody: (body: SavedBody) => void;
}

export function BodyEditor({ functionPath, method, body, onBody }: BodyProps) {
  const files = useRequests((requests) => requests.files[functionPath]) ?? {};
  const missing = missingFiles(body, files);
  return (
    <div className="console-body">
      <div className="console-line">
        <Select
          label="Kind of body"
          hideLabel
          options={KINDS}
          value={body.kind}
          onValue={(kind) => {
            onBody(converted(body, kind));
          }}
        />
        {body.kind !== "none" && !takesBody(method) && (
          <span className="field-problem">A {method} request has no body: it is not sent.</span>
        )}
        {missing.length > 0 && missing[0] !== "" && (
          <span className="field-problem">Choose again: {missing.join(", ")} (a file's content is not kept).</span>
        )}
      </div>
      <BodyOfKind functionPath={functionPath} method={method} body={body} onBody={onBody} />
    </div>
  );
}

function BodyOfKind({ functionPath, body, onBody }: BodyProps) {
  switch (body.kind) {
    case "none":
      return <p className="console-quiet">The request is sent without a body.</p>;
    case "json":
      return (
        <JsonEditor
          label="JSON body"
          value={body.text}
          onValue={(text) => {
            onBody({ ...body, text });
          }}
        />
      );
    case "text":
      return (
        <TextArea
          label="Text body"
          value={body.text}
          onValue={(text) => {
            onBody({ ...body, text });
          }}
        />
      );
    case "file":
      return <FileBody functionPath={functionPath} name={body.name} onBody={onBody} />;
    case "form":
      return (
        <FieldTable
          noun="Form field"
          fields={body.fields}
          blank={BLANK}
          onFields={(fields) => {
            onBody({ ...body, fields });
          }}
          renderValue={(field, label, onField) => (
            <FormValue functionPath={functionPath} field={field} label={label} onField={onField} />
          )}
        />
      );
  }
}

const BLANK: FormField = { name: "", value: "", on: true, isFile: false };

function FileBody({
  functionPath,
  name,
  onBody,
}: {
  readonly functionPath: string;
  readonly name: string;
  readonly onBody: (body: SavedBody) => void;
}) {
  return (
    <div className="console-line">
      <Button
        icon="file"
        onClick={() => {
          void pick(functionPath, (picked) => {
            onBody({ kind: "file", name: picked });
          });
        }}
      >
        Choose File…
      </Button>
      <span className="mono">{name === "" ? "no file chosen" : name}</span>
    </div>
  );
}

function FormValue({
  functionPath,
  field,
  label,
  onField,
}: {
  readonly functionPath: string;
  readonly field: FormField;
  readonly label: string;
  readonly onField: (field: FormField) => void;
}) {
  return (
    <div className="console-form-value">
      {field.isFile ? (
        <span className="mono console-file-name">{field.value}</span>
      ) : (
        <FieldValue field={field} label={label} onField={onField} />
      )}
      <IconButton
        icon={field.isFile ? "symbol-text" : "file"}
        label={field.isFile ? `${label}: text instead of a file` : `${label}: choose a file`}
        onClick={() => {
          if (field.isFile) onField({ ...field, isFile: false, value: "" });
          else
            void pick(functionPath, (value) => {
              onField({ ...field, isFile: true, value });
            });
        }}
      />
    </div>
  );
}

async function pick(functionPath: string, onPicked: (name: string) => void): Promise<void> {
  const reply = await api.pickFile();
  if (!reply.ok) notifyFailure(reply.error);
  else if (reply.value !== null) {
    addFile(functionPath, reply.value);
    onPicked(reply.value.name);
  }
}

/** Text stays when JSON becomes text and back. */
function converted(body: SavedBody, kind: SavedBody["kind"]): SavedBody {
  const text = body.kind === "json" || body.kind === "text" ? body.text : "";
  switch (kind) {
    case "none":
      return { kind };
    case "json":
      return { kind, text: text === "" ? "{}" : text };
    case "text":
      return { kind, text };
    case "form":
      return { kind, fields: body.kind === "form" ? body.fields : [] };
    case "file":
      return { kind, name: body.kind === "file" ? body.name : "" };
  }
}
