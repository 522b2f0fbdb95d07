import { useEffect, useState } from "react";
import type { ApiErrorCode, FunctionInfo, SavedRequest, Workspace } from "../../../preload/contract";
import type { Tab } from "../../ui";
import { formatCount, Icon, Select, Tabs } from "../../ui";
import { BodyEditor } from "./body-editor";
import type { CallFailure } from "./calls";
import { forgetFailedRequest, useFailure } from "./calls";
import { Deadline } from "./deadline";
import { EVENT_TEMPLATES } from "./event-templates";
import { FieldTable } from "./field-table";
import { FilesEditor } from "./files-editor";
import { HEADER_NAMES } from "./header-names";
import { JsonEditor } from "./json-editor";
import { NetworkEditor } from "./network-editor";
import { OptionLine } from "./option-line";
import { ReplacedNote } from "./replaced-note";
import { RequestBar, RequestTools } from "./request-bar";
import { liveCount } from "./request-model";
import { replaceRequest } from "./request-store";
import { useRequest } from "./use-request";
import { withParams } from "./url-model";

type PartName = "query" | "headers" | "cookies" | "body" | "event" | "env" | "limits";

const BODY_KINDS = { json: "JSON", text: "text", form: "form", file: "file" } as const;
const BLANK = { name: "", value: "", on: true } as const;

/** What is sent, and under which limits. */
export function RequestPane({ workspace, info }: { readonly workspace: Workspace; readonly info: FunctionInfo }) {
  const { request, change } = useRequest(info);
  const edit = (part: Partial<SavedRequest>): void => {
    forgetFailedRequest();
    change(part);
  };
  return (
    <section className="console-request" aria-label="Request">
      <RequestBar workspace={workspace} info={info} request={request} onChange={edit} />
      <ReplacedNote functionPath={info.path} />
      <div className="console-settings">
        <OptionLine request={request} onChange={edit} />
        <RequestTools info={info} request={request} onChange={edit} />
      </div>
      <RequestParts info={info} request={request} onChange={edit} />
    </section>
  );
}

interface PartsProps {
  readonly info: FunctionInfo;
  readonly request: SavedRequest;
  readonly onChange: (change: Partial<SavedRequest>) => void;
}

function RequestParts({ info, request, onChange }: PartsProps) {
  const [wanted, setWanted] = useState<PartName>(request.body.kind === "none" ? "query" : "body");
  const tabs = tabsOf(request);
  const failedPart = useFailure(({ functionPath, failure }) =>
    functionPath === info.path && failure !== null ? partOf(failure) : null,
  );
  useEffect(() => {
    if (failedPart !== null) setWanted(failedPart);
  }, [failedPart]);
  const active = tabs.find(({ name }) => name === wanted)?.name ?? tabs[0]?.name ?? "query";
  return (
    <Tabs label="Parts of the request" tabs={tabs} active={active} onActive={setWanted}>
      <RequestProblem functionPath={info.path} />
      <RequestPart name={active} info={info} request={request} onChange={onChange} />
    </Tabs>
  );
}

function RequestPart({ name, info, request, onChange }: PartsProps & { readonly name: PartName }) {
  switch (name) {
    case "query":
      return (
        <FieldTable
          noun="Parameter"
          fields={request.query}
          blank={BLANK}
          onFields={(query) => {
            onChange({ query, url: withParams(request.url, query) });
          }}
        />
      );
    case "headers":
      return (
        <FieldTable
          noun="Header"
          fields={request.headers}
          blank={BLANK}
          names={HEADER_NAMES}
          onFields={(headers) => {
            onChange({ headers });
          }}
        />
      );
    case "cookies":
      return (
        <FieldTable
          noun="Cookie"
          fields={request.cookies}
          blank={BLANK}
          onFields={(cookies) => {
            onChange({ cookies });
          }}
        />
      );
    case "body":
      return (
        <BodyEditor
          functionPath={info.path}
          method={request.method}
          body={request.body}
          onBody={(body) => {
            // A body is what POST is for: as in other clients, the method follows the first choice.
            const isFirst = request.body.kind === "none" && body.kind !== "none" && request.method === "GET";
            onChange(isFirst ? { body, method: "POST" } : { body });
          }}
        />
      );
    case "event":
      return <EventEditor info={info} request={request} onChange={onChange} />;
    case "env":
      return (
        <FieldTable
          noun="Variable"
          fields={request.env}
          blank={BLANK}
          onFields={(env) => {
            onChange({ env });
          }}
        />
      );
    case "limits":
      return (
        <div className="console-network">
          <FilesEditor
            info={info}
            files={request.allowFile}
            onFiles={(allowFile) => {
              onChange({ allowFile });
            }}
          />
          <NetworkEditor
            functionPath={info.path}
            hosts={request.allowNet}
            onHosts={(allowNet) => {
              onChange({ allowNet });
            }}
          />
          <Deadline
            timeoutMs={request.timeoutMs}
            onTimeoutMs={(timeoutMs) => {
              onChange({ timeoutMs });
            }}
          />
        </div>
      );
  }
}

function EventEditor({ info, request, onChange }: PartsProps) {
  const options = EVENT_TEMPLATES.map(({ name }) => ({ value: name, label: name }));
  return (
    <div className="console-body">
      <div className="console-line">
        <Select
          label="Begin with a template"
          hideLabel
          options={[{ value: "", label: "Template…" }, ...options]}
          value=""
          onValue={(name) => {
            const template = EVENT_TEMPLATES.find((one) => one.name === name);
            if (template === undefined) return;
            const changed = { ...request, event: template.text };
            replaceRequest(info.path, info.takesEvents, changed, `The event is now “${name}”.`);
          }}
        />
      </div>
      <JsonEditor
        label="Event"
        value={request.event}
        onValue={(event) => {
          onChange({ event });
        }}
      />
    </div>
  );
}

/** Why the request could not be sent as it is. */
function RequestProblem({ functionPath }: { readonly functionPath: string }) {
  const message = useFailure(({ functionPath: path, failure }) =>
    path === functionPath && failure?.kind === "request" ? failure.message : null,
  );
  return message === null ? null : (
    <p className="console-problem" role="alert">
      Not sent. {message}
    </p>
  );
}

function isOfLimits(code: ApiErrorCode): boolean {
  return code === "invalid-host" || code === "invalid-file";
}

/** Where a refused request is put right; null: not in one of the tabs. */
function partOf(failure: CallFailure): PartName | null {
  if (failure.kind === "refused") return isOfLimits(failure.error.code) ? "limits" : null;
  return failure.kind === "request" && failure.at !== "url" ? failure.at : null;
}

function tabsOf(request: SavedRequest): readonly Tab<PartName>[] {
  const granted = [
    ...(request.allowNet.length === 0 ? [] : [formatCount(request.allowNet.length, "host")]),
    ...(request.allowFile.length === 0 ? [] : [formatCount(request.allowFile.length, "file")]),
  ];
  // What may leave the machine is said even while another part is in front, and so is what may be read of it.
  const granting =
    granted.length === 0 ? (
      "Limits"
    ) : (
      <>
        Limits {request.allowNet.length > 0 && <Icon name="warning" />} {granted.join(", ")}
      </>
    );
  const limits = [
    { name: "env", label: counted("Env", liveCount(request.env)) },
    { name: "limits", label: granting },
  ] as const;
  if (request.mode === "event") return [{ name: "event", label: "Event" }, ...limits];
  return [
    { name: "query", label: counted("Query", liveCount(request.query)) },
    { name: "headers", label: counted("Headers", liveCount(request.headers)) },
    { name: "cookies", label: counted("Cookies", liveCount(request.cookies)) },
    { name: "body", label: request.body.kind === "none" ? "Body" : `Body (${BODY_KINDS[request.body.kind]})` },
    ...limits,
  ];
}

function counted(label: string, count: number): string {
  return count === 0 ? label : `${label} (${count})`;
}
