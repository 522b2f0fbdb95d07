import type { LogLevel, LogLine } from "../../../runtime/model";
import { LOG_LEVELS } from "../../../runtime/model";

/** The lines of a level or above that hold the text, whatever its case. */
export function filterLogs(logs: readonly LogLine[], least: LogLevel, text: string): readonly LogLine[] {
  const rank = LOG_LEVELS.indexOf(least);
  const wanted = text.trim().toLowerCase();
  return logs.filter((line) => LOG_LEVELS.indexOf(line.level) >= rank && line.text.toLowerCase().includes(wanted));
}
