import type { ApiError } from "../../preload/contract";
import { WorkbenchError } from "../workbench/workbench-error";

/** An expected failure as the window takes it; anything else is a bug in Coldframe, and says so. */
export function apiError(error: unknown): ApiError {
  if (error instanceof WorkbenchError) {
    return { code: error.code, message: oneLine(error.message), details: causeOf(error) };
  }
  // By its name: the class is loaded with the store, on first use.
  if (error instanceof Error && error.name === "StoreError") {
    return { code: "history-unavailable", message: oneLine(error.message), details: causeOf(error) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "internal",
    message: `Something went wrong inside Coldframe: ${oneLine(message)}; copy the details into a report`,
    details: error instanceof Error ? (error.stack ?? message) : message,
  };
}

function causeOf({ cause }: Error): string | null {
  return cause instanceof Error ? cause.message : null;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").trim();
}
