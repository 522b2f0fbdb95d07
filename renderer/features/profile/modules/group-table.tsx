import type { TopLevel } from "../../../../runtime/model";
import { groupModules } from "../../../../runtime/profile";
import { formatBytes, formatCount, formatDuration, formatInteger } from "../../../ui";

/** What costs most comes first; a package is one line. */
export function GroupTable({ topLevel }: { readonly topLevel: TopLevel }) {
  const isTimed = topLevel.timed.n > 0;
  return (
    <table className="profile-table" aria-label="Modules of the bundle, as a table">
      <thead>
        <tr>
          <th scope="col">Module</th>
          <th scope="col" className="number" title="Its own statements alone">
            Init, self
          </th>
          <th scope="col" className="number" title="With what is loaded for it">
            Init, total
          </th>
          <th scope="col" className="number" title="Its bytes’ share of parsing and compiling: an estimate">
            ≈ Parse
          </th>
          <th scope="col" className="number">
            Bytes
          </th>
        </tr>
      </thead>
      <tbody>
        {groupModules(topLevel).map(({ name, isPackage, modules, bytes, initUs, selfInitUs, parseUs }) => (
          <tr key={name}>
            <th scope="row">{isPackage ? `${name} (${formatCount(modules, "module")})` : name}</th>
            {[selfInitUs, initUs, parseUs].map((us, index) => (
              <td key={index} className="number" title={isTimed ? `${formatInteger(us)} µs` : undefined}>
                {isTimed ? formatDuration(us) : "–"}
              </td>
            ))}
            <td className="number" title={`${formatInteger(bytes)} bytes`}>
              {formatBytes(bytes)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
