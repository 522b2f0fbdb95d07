import { useState } from "react";
import type { ModuleReport } from "../../../../runtime/model";
import { ApiFailure, useModule } from "../../../bridge";
import { ErrorState, formatBytes, formatCount, LoadingState } from "../../../ui";
import { Disassembly } from "./disassembly";
import { FunctionTable } from "./function-table";
import { firstFunction } from "./inspector-model";
import { ExportTable, ImportTable, MemoryLines, SectionTable, ToolLines } from "./report-tables";
import "./inspector.css";

/** What is in a ready module: it has no text to edit. */
export function ModuleInspector({ path, fontSize }: { readonly path: string; readonly fontSize: number }) {
  const { data: report, error } = useModule(path);
  if (error !== null) {
    const details = error instanceof ApiFailure ? error.error.details : (error.stack ?? null);
    return <ErrorState message={error.message} details={details} />;
  }
  if (report === undefined) return <LoadingState label="Reading the module…" />;
  return <Report path={path} report={report} fontSize={fontSize} />;
}

function Report({
  path,
  report,
  fontSize,
}: {
  readonly path: string;
  readonly report: ModuleReport;
  readonly fontSize: number;
}) {
  const [chosen, setChosen] = useState<number | null>(null);
  const index = chosen ?? firstFunction(report);
  return (
    <div className="inspector">
      <p className="inspector-verdict" role="status" tabIndex={0}>
        <strong>{formatBytes(report.bytes)}</strong>
        <span>{formatCount(report.functions.count, "function")}</span>
        {report.engine === null ? (
          <span className="inspector-refusal">Can’t run: {report.refusal}.</span>
        ) : (
          <span>runs on the {report.engine} engine</span>
        )}
      </p>
      <div className="inspector-columns">
        <div className="inspector-facts" role="region" aria-label="What is in the module" tabIndex={0}>
          <SectionTable report={report} />
          <MemoryLines memories={report.memories} />
          <ImportTable imports={report.imports} />
          <ExportTable exports={report.exports} />
          <ToolLines report={report} />
        </div>
        <div className="inspector-code">
          <FunctionTable functions={report.functions} chosen={index} onChosen={setChosen} />
          {index !== null && <Disassembly path={path} index={index} fontSize={fontSize} />}
        </div>
      </div>
    </div>
  );
}
