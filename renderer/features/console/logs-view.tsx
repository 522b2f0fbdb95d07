import { useState } from "react";
import type { LogLevel, LogLine } from "../../../runtime/model";
import { LOG_LEVELS } from "../../../runtime/model";
import { formatCount, formatDuration, Select, TextField } from "../../ui";
import { filterLogs } from "./logs-model";

const LEVELS = LOG_LEVELS.map((level, index) => ({
  value: level,
  label: index === 0 ? "all levels" : index === LOG_LEVELS.length - 1 ? level : `${level} and above`,
}));

/** What the function wrote to its console. */
export function LogsView({ logs, dropped }: { readonly logs: readonly LogLine[]; readonly dropped: number }) {
  const [least, setLeast] = useState<LogLevel>("debug");
  const [text, setText] = useState("");
  if (logs.length === 0 && dropped === 0) {
    return <p className="console-quiet console-padded">The function wrote nothing to its console.</p>;
  }
  const shown = filterLogs(logs, least, text);
  return (
    <div className="console-logs">
      <div className="console-line">
        <Select label="Least level" hideLabel options={LEVELS} value={least} onValue={setLeast} />
        <TextField
          label="Words in the log"
          hideLabel
          placeholder="filter"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
        />
        <span className="console-quiet" role="status">
          {shown.length} of {formatCount(logs.length, "line")}
        </span>
      </div>
      {dropped > 0 && (
        <p className="console-warning">{formatCount(dropped, "more line")} came after the cap and were dropped.</p>
      )}
      <ol className="console-log mono" aria-label="Log lines" tabIndex={0}>
        {shown.map((line, index) => (
          // Lines have no identity but their place.
          <li key={index} className={`console-log-${line.level}`}>
            <span className="console-log-time">{formatDuration(line.atUs)}</span>
            <span className="console-log-level">{line.level}</span>
            <span className="console-log-text">{line.text}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
