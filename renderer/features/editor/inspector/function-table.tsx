import { useState } from "react";
import type { ModuleReport } from "../../../../runtime/model";
import { classNames, formatBytes, formatCount, formatInteger } from "../../../ui";
import { functionLabel, matchingFunctions, sourceText } from "./inspector-model";

interface FunctionTableProps {
  readonly functions: ModuleReport["functions"];
  readonly chosen: number | null;
  readonly onChosen: (index: number) => void;
}

/** A module's own functions, the largest first; the chosen one is shown as text. */
export function FunctionTable({ functions, chosen, onChosen }: FunctionTableProps) {
  const [filter, setFilter] = useState("");
  const { shown, count } = matchingFunctions(functions.items, filter);
  if (functions.count === 0) return <p className="inspector-line">Has no functions of its own.</p>;
  return (
    <>
      <label className="inspector-filter">
        Functions
        <input
          type="search"
          placeholder="Name, number, type or source"
          value={filter}
          onChange={(event) => {
            setFilter(event.target.value);
          }}
        />
      </label>
      <div className="inspector-functions" role="region" aria-label="Functions" tabIndex={0}>
        <table className="inspector-table">
          <thead>
            <tr>
              <th scope="col" className="number">
                size
              </th>
              <th scope="col" className="number">
                number
              </th>
              <th scope="col">function</th>
              <th scope="col">type</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((each) => (
              <tr key={each.index} className={classNames(each.index === chosen && "inspector-chosen")}>
                <td className="number">{formatBytes(each.bytes)}</td>
                <td className="number">{formatInteger(each.index)}</td>
                <td>
                  <button
                    type="button"
                    aria-pressed={each.index === chosen}
                    onClick={() => {
                      onChosen(each.index);
                    }}
                  >
                    {functionLabel(each)}
                  </button>
                  {each.source !== null && (
                    <span className="inspector-source" title={sourceText(each)}>
                      {sourceText(each)}
                    </span>
                  )}
                </td>
                <td className="inspector-type" title={each.type}>
                  {each.type}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {count > shown.length && (
          <p className="inspector-line">
            and {formatCount(count - shown.length, "smaller function")}: filter to find them
          </p>
        )}
        {functions.count > functions.items.length && (
          <p className="inspector-line">
            The {formatInteger(functions.items.length)} largest of {formatInteger(functions.count)} functions are
            listed.
          </p>
        )}
      </div>
    </>
  );
}
