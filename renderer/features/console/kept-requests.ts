import type { Field, FormField, SavedBody, SavedRequest } from "../../../preload/contract";
import { STARTS } from "../../../runtime/model";
import { newRequest } from "./request-model";

/**
 * Requests that the page stored, by their function. It may be of an older Coldframe or damaged: what can't be read is as it is in a
 * new request.
 */
export function parseKept(text: string | null): Readonly<Record<string, SavedRequest>> {
  if (text === null) return {};
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    return {};
  }
  return Object.fromEntries(
    Object.entries(objectOf(kept)).map(([path, request]) => [path, requestOf(objectOf(request))]),
  );
}

/** Whether two requests say the same, in whatever order their parts were written. */
export function isSameRequest(one: SavedRequest, other: SavedRequest): boolean {
  return JSON.stringify(requestOf({ ...one })) === JSON.stringify(requestOf({ ...other }));
}

type Unknown = Readonly<Record<string, unknown>>;

function requestOf(kept: Unknown): SavedRequest {
  const fallback = newRequest(null);
  return {
    name: textOf(kept["name"], fallback.name),
    mode: kept["mode"] === "event" ? "event" : "http",
    method: textOf(kept["method"], fallback.method),
    url: textOf(kept["url"], fallback.url),
    query: fieldsOf(kept["query"]),
    headers: fieldsOf(kept["headers"]),
    cookies: fieldsOf(kept["cookies"]),
    body: bodyOf(objectOf(kept["body"])),
    event: textOf(kept["event"], fallback.event),
    env: fieldsOf(kept["env"]),
    allowNet: listOf(kept["allowNet"]).filter((host) => typeof host === "string"),
    allowFile: listOf(kept["allowFile"]).map((grant) => {
      const { name, path } = objectOf(grant);
      return { name: textOf(name, ""), path: textOf(path, "") };
    }),
    start: STARTS.find((start) => start === kept["start"]) ?? "auto",
    memoryMb: numberOf(kept["memoryMb"], fallback.memoryMb),
    timeoutMs: numberOf(kept["timeoutMs"], fallback.timeoutMs),
  };
}

function bodyOf(kept: Unknown): SavedBody {
  const { kind } = kept;
  if (kind === "json" || kind === "text") return { kind, text: textOf(kept["text"], "") };
  if (kind === "file") return { kind, name: textOf(kept["name"], "") };
  return kind === "form" ? { kind, fields: listOf(kept["fields"]).map(formFieldOf) } : { kind: "none" };
}

function fieldsOf(kept: unknown): readonly Field[] {
  return listOf(kept).map((field) => {
    const { name, value, on } = formFieldOf(field);
    return { name, value, on };
  });
}

function formFieldOf(kept: unknown): FormField {
  const field = objectOf(kept);
  return {
    name: textOf(field["name"], ""),
    value: textOf(field["value"], ""),
    on: field["on"] !== false,
    isFile: field["isFile"] === true,
  };
}

function objectOf(value: unknown): Unknown {
  return typeof value === "object" && value !== null ? (value as Unknown) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown, fallback: string): string {
  return typeof value === "string" ? value : fallback;
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : fallback;
}
