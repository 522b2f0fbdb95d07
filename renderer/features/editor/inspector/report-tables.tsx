import type { ModuleMemory, ModuleReport } from "../../../../runtime/model";
import { formatBytes, formatCount, formatInteger } from "../../../ui";
import { memoryBytes, MOST_ROWS, shareOf } from "./inspector-model";

export function SectionTable({ report }: { readonly report: ModuleReport }) {
  return (
    <table className="inspector-table">
      <caption>Sections</caption>
      <thead>
        <tr>
          <th scope="col">section</th>
          <th scope="col" className="number">
            offset
          </th>
          <th scope="col" className="number">
            size
          </th>
          <th scope="col" className="number">
            items
          </th>
          <th scope="col" aria-hidden="true">
            share
          </th>
        </tr>
      </thead>
      <tbody>
        {report.sections.slice(0, MOST_ROWS).map((section) => (
          <tr key={section.offset}>
            <th scope="row">{section.isCustom ? `custom “${section.name}”` : section.name}</th>
            <td className="number">0x{section.offset.toString(16)}</td>
            <td className="number" title={`${formatInteger(section.bytes)} B`}>
              {formatBytes(section.bytes)}
            </td>
            <td className="number">{section.items === null ? "" : formatInteger(section.items)}</td>
            <td aria-hidden="true">
              <span className="inspector-share">
                <span style={{ width: `${100 * shareOf(section, report)}%` }} />
              </span>
            </td>
          </tr>
        ))}
        <Rest count={report.sections.length} columns={5} what="section" />
      </tbody>
    </table>
  );
}

export function ImportTable({ imports }: { readonly imports: ModuleReport["imports"] }) {
  if (imports.count === 0) return <p className="inspector-line">Imports nothing.</p>;
  return (
    <table className="inspector-table">
      <caption>Imports ({formatInteger(imports.count)})</caption>
      <thead>
        <tr>
          <th scope="col">import</th>
          <th scope="col">kind</th>
          <th scope="col">type</th>
        </tr>
      </thead>
      <tbody>
        {imports.items.slice(0, MOST_ROWS).map(({ module, name, kind, type }, at) => (
          // A module may import one name twice.
          <tr key={at}>
            <th scope="row">{`${module}.${name}`}</th>
            <td>{kind}</td>
            <td>{type}</td>
          </tr>
        ))}
        <Rest count={imports.count} columns={3} what="import" />
      </tbody>
    </table>
  );
}

export function ExportTable({ exports }: { readonly exports: ModuleReport["exports"] }) {
  if (exports.count === 0) return <p className="inspector-line">Exports nothing.</p>;
  return (
    <table className="inspector-table">
      <caption>Exports ({formatInteger(exports.count)})</caption>
      <thead>
        <tr>
          <th scope="col">export</th>
          <th scope="col">kind</th>
          <th scope="col">type</th>
        </tr>
      </thead>
      <tbody>
        {exports.items.slice(0, MOST_ROWS).map(({ name, kind, type }, at) => (
          <tr key={at}>
            <th scope="row">{name}</th>
            <td>{kind}</td>
            <td>{type}</td>
          </tr>
        ))}
        <Rest count={exports.count} columns={3} what="export" />
      </tbody>
    </table>
  );
}

/** How many there are beyond what a table shows. */
function Rest({ count, columns, what }: { readonly count: number; readonly columns: number; readonly what: string }) {
  if (count <= MOST_ROWS) return null;
  return (
    <tr>
      <td colSpan={columns}>and {formatCount(count - MOST_ROWS, `more ${what}`)}</td>
    </tr>
  );
}

export function MemoryLines({ memories }: { readonly memories: readonly ModuleMemory[] }) {
  if (memories.length === 0) return <p className="inspector-line">Has no linear memory.</p>;
  return memories.map((memory, at) => {
    const { minimum, maximum } = memoryBytes(memory);
    const limit = maximum === null ? "has no maximum of its own" : `grows to ${formatBytes(maximum)} at most`;
    return (
      <p key={at} className="inspector-line">
        {memory.isImported ? "Imports a memory" : "Memory"}: begins with {formatBytes(minimum)} (
        {formatCount(memory.minimum, "page")}), {limit}.
      </p>
    );
  });
}

/** Which tools made it, by its own word. */
export function ToolLines({ report: { producers, features } }: { readonly report: ModuleReport }) {
  return (
    <>
      {producers.slice(0, MOST_ROWS).map(({ field, name, version }, at) => (
        <p key={at} className="inspector-line">
          {field}: {name} {version}
        </p>
      ))}
      {producers.length === 0 && <p className="inspector-line">Names no tools that made it.</p>}
      {features.length > 0 && <p className="inspector-line">Features: {features.slice(0, MOST_ROWS).join(", ")}</p>}
    </>
  );
}
