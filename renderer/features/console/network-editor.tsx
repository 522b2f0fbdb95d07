import { useState } from "react";
import { Icon, TextField } from "../../ui";
import { useFailure } from "./calls";

/** Which hosts the function may call, and a warning of what that means. */
export function NetworkEditor({
  functionPath,
  hosts,
  onHosts,
}: {
  readonly functionPath: string;
  readonly hosts: readonly string[];
  readonly onHosts: (hosts: readonly string[]) => void;
}) {
  const joined = hosts.join(", ");
  // What is typed stays as it is typed; another request's hosts take its place.
  const [typed, setTyped] = useState(joined);
  const text = hostsOf(typed).join(", ") === joined ? typed : joined;
  const problem = useFailure(({ functionPath: path, failure }) =>
    path === functionPath && failure?.kind === "refused" && failure.error.code === "invalid-host"
      ? failure.error.message
      : null,
  );
  return (
    <>
      <TextField
        label="Allowed hosts"
        placeholder="api.example.com, localhost:8787"
        value={text}
        problem={problem}
        hint="host or host:port, with a comma between"
        onChange={(event) => {
          setTyped(event.target.value);
          onHosts(hostsOf(event.target.value));
        }}
      />
      <NetworkWarning hosts={hosts} />
    </>
  );
}

function NetworkWarning({ hosts }: { readonly hosts: readonly string[] }) {
  if (hosts.length === 0) {
    return (
      <p className="console-quiet">
        <Icon name="shield" /> Nothing leaves this machine: the function has no network.
      </p>
    );
  }
  return (
    <p className="console-warning">
      <Icon name="warning" /> The function may send anything it is given to {hosts.join(", ")}.
    </p>
  );
}

function hostsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((host) => host !== "");
}
