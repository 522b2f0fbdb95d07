import type { FrozenRead, Profile } from "../../../../runtime/model";
import { useWorkspace } from "../../../bridge";
import { openPlace } from "../../../session";
import { formatInteger, Icon } from "../../../ui";
import { sourcePath } from "../source-place";

/** What the top level reads of time and chance, with the line: from a snapshot every start has the same value. */
export function FrozenReads({ profile }: { readonly profile: Profile }) {
  const frozen = profile.topLevel?.frozen ?? [];
  if (profile.engine !== "quickjs") return null;
  if (profile.topLevel === null || profile.topLevel.timed.n === 0) {
    return (
      <p className="profile-quiet">What a snapshot freezes was not looked for: the top level could not be timed.</p>
    );
  }
  if (frozen.length === 0) {
    return (
      <p className="profile-quiet">
        A snapshot freezes nothing here: the top level reads neither time nor random values.
      </p>
    );
  }
  return (
    <section aria-label="Frozen by a snapshot">
      <p className="profile-warning profile-paragraph">
        <Icon name="warning" /> A snapshot freezes what the top level reads: every start from it has the same value.
        Read it in the handler instead, if each call should have its own.
      </p>
      <ul className="profile-list">
        {frozen.map((read) => (
          <li key={`${read.what} ${read.file}:${read.line}`}>
            <FrozenPlace profile={profile} read={read} /> reads <code>{read.what}</code>
            {read.count > 1 && ` (${formatInteger(read.count)} times)`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function FrozenPlace({ profile, read: { file, line } }: { readonly profile: Profile; readonly read: FrozenRead }) {
  const workspace = useWorkspace().data;
  const path = workspace === undefined ? null : sourcePath(workspace, profile, file);
  const place = `${file}:${line}`;
  if (path === null) return <span className="mono">{place}</span>;
  return (
    <button
      type="button"
      className="profile-link mono"
      title="Show it in the editor"
      onClick={() => {
        openPlace(path, line);
      }}
    >
      {place}
    </button>
  );
}
