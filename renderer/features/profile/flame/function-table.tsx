import { useMemo } from "react";
import type { CpuProfile } from "../../../../runtime/model";
import { functionLabel, functionPlace, hotFunctions } from "../../../../runtime/profile";
import { formatDuration, formatInteger, formatShare } from "../../../ui";
import { hasSource, useSource } from "./use-source";

/** The functions in which most time is spent come first. Times are of all calls together. */
export function FunctionTable({ profile }: { readonly profile: CpuProfile }) {
  const hot = useMemo(() => hotFunctions(profile), [profile]);
  const open = useSource(profile);
  return (
    <div className="chart-table">
      <table className="profile-table" aria-label="Functions of the handler">
        <thead>
          <tr>
            <th scope="col">Function</th>
            <th scope="col">Defined in</th>
            {["Self", "of all", "Total", "of all", "Samples"].map((title, index) => (
              <th key={index} scope="col" className="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hot.map(({ function: each, selfUs, totalUs, samples }) => (
            <tr key={JSON.stringify(each)}>
              <th scope="row" className="mono">
                {functionLabel(each)}
              </th>
              <td>
                {hasSource(each) ? (
                  <button
                    type="button"
                    className="profile-link mono"
                    title="Show it in the editor"
                    onClick={() => {
                      open(each);
                    }}
                  >
                    {functionPlace(each)}
                  </button>
                ) : (
                  <span className="profile-quiet">{functionPlace(each)}</span>
                )}
              </td>
              <Time us={selfUs} of={profile.wallUs} />
              <Time us={totalUs} of={profile.wallUs} />
              <td className="number">{formatInteger(samples)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Exact on hover. */
function Time({ us, of }: { readonly us: number; readonly of: number }) {
  return (
    <>
      <td className="number" title={`${formatInteger(us)} µs`}>
        {formatDuration(us)}
      </td>
      <td className="number">{formatShare(us, of)}</td>
    </>
  );
}
