import { z } from "zod";
import { pathText } from "./schema";
import type { SchemaProblem } from "./schema";
import type { TrafficSeries, TrafficShape } from "./traffic";

const TRAFFIC_SCHEMA = "coldframe/traffic@1";

/** A year of seconds would be 31 million; a year of minutes is 525,600. */
const MOST_STEPS = 10_000_000;
const DAY_SECONDS = 86_400;

/** What a traffic file says: a shape with or without its mean rate, or what was counted. */
export type TrafficFile =
  | { readonly kind: "shape"; readonly rps: number | null; readonly shape: TrafficShape }
  | { readonly kind: "series"; readonly series: TrafficSeries };

export type ParsedTraffic =
  | { readonly ok: true; readonly traffic: TrafficFile }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] };

const weights = (length: number, what: string) =>
  z
    .array(z.number().nonnegative())
    .length(length, `has to be ${length} weights, ${what}`)
    .refine((list) => list.some((weight) => weight > 0), "has to have one weight above 0");

const burst = z.strictObject({
  factor: z.number().min(1, "has to be 1 or more: how many times the usual rate"),
  seconds: z.number().positive(),
  perDay: z.number().positive(),
});

const shapeFile = z.strictObject({
  schema: z.literal(TRAFFIC_SCHEMA),
  rps: z.number().nonnegative().optional(),
  hours: weights(24, "one for each hour of the day in UTC").optional(),
  weekdays: weights(7, "one for each day from Monday").optional(),
  bursts: z
    .array(burst)
    .refine((list) => list.reduce((total, { seconds, perDay }) => total + seconds * perDay, 0) <= DAY_SECONDS, {
      message: "take more than a day's 86400 seconds",
    })
    .optional(),
});

const seriesFile = z.strictObject({
  schema: z.literal(TRAFFIC_SCHEMA),
  startsAt: z.iso
    .datetime({ offset: true, error: "has to be a moment with its zone, like 2026-03-01T00:00:00Z" })
    .optional(),
  stepSeconds: z.number().int().positive(),
  requests: z
    .array(z.number().int("has to be a whole number: requests are counted").nonnegative())
    .min(1, "has to have one count at least")
    .max(MOST_STEPS),
});

/**
 * Reads a traffic description: JSON already parsed, of schema `coldframe/traffic@1`. With `requests` it is a recording in steps of
 * `stepSeconds` (from `startsAt`, else a pattern that repeats); without it a shape: `hours`, `weekdays`, `bursts`, `rps`.
 */
export function parseTraffic(value: unknown): ParsedTraffic {
  const isSeries = typeof value === "object" && value !== null && "requests" in value;
  const parsed = isSeries ? seriesFile.safeParse(value) : shapeFile.safeParse(value);
  if (!parsed.success)
    return { ok: false, problems: parsed.error.issues.map(({ path, message }) => ({ path: pathText(path), message })) };
  const { data } = parsed;
  if ("requests" in data)
    return series(data.startsAt === undefined ? null : Date.parse(data.startsAt), data.stepSeconds, data.requests);
  const { hours, weekdays, bursts } = data;
  return { ok: true, traffic: { kind: "shape", rps: data.rps ?? null, shape: { hours, weekdays, bursts } } };
}

/**
 * Reads counts as CSV: a line `time,requests` each, in order of time, as logs and dashboards export them; a first line of names
 * is skipped. Times are ISO 8601, UTC where they name no zone. The shortest gap between two lines is the step; a step without a
 * line had no requests.
 */
export function parseTrafficCsv(text: string): ParsedTraffic {
  const rows: { atMs: number; requests: number }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const row = csvRow(line);
    if (row !== null && (rows.at(-1)?.atMs ?? -Infinity) >= row.atMs) {
      return problem(`line ${index + 1}`, "is not later than the line before it");
    }
    if (row !== null) rows.push(row);
    else if (index > 0)
      return problem(`line ${index + 1}`, "has to be a time and a whole number: 2026-03-01T00:00Z,120");
  }
  const [first, second] = rows;
  if (first === undefined || second === undefined) return problem("the whole", "needs two lines of counts at least");
  const stepMs = rows
    .slice(1)
    .reduce((least, { atMs }, index) => Math.min(least, atMs - (rows[index]?.atMs ?? 0)), Infinity);
  const steps = ((rows.at(-1)?.atMs ?? 0) - first.atMs) / stepMs + 1;
  if (steps > MOST_STEPS) return problem("the whole", `has more than ${MOST_STEPS} steps of ${stepMs / 1000} s`);
  const requests = new Array<number>(Math.ceil(steps)).fill(0);
  for (const { atMs, requests: counted } of rows) {
    const step = (atMs - first.atMs) / stepMs;
    if (!Number.isInteger(step)) {
      return problem(
        "",
        `${new Date(atMs).toISOString()} is not a whole number of steps of ${stepMs / 1000} s from the first line`,
      );
    }
    requests[step] = counted;
  }
  return series(first.atMs, stepMs / 1000, requests);
}

function series(startsAtMs: number | null, stepSeconds: number, requests: readonly number[]): ParsedTraffic {
  let total = 0;
  for (const counted of requests) total += counted;
  if (!Number.isSafeInteger(total)) return problem("requests", "are more than can be counted exactly");
  return { ok: true, traffic: { kind: "series", series: { startsAtMs, stepSeconds, requests } } };
}

const TIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

function csvRow(line: string): { atMs: number; requests: number } | null {
  const [time = "", counted = "", ...rest] = line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const zone = TIME.exec(time);
  if (zone === null || !/^\d{1,15}$/.test(counted) || rest.length > 0) return null;
  const iso = time.replace(" ", "T");
  const atMs = Date.parse(zone[1] === undefined && iso.includes("T") ? `${iso}Z` : iso);
  return Number.isNaN(atMs) ? null : { atMs, requests: Number(counted) };
}

function problem(path: string, message: string): ParsedTraffic {
  return { ok: false, problems: [{ path, message }] };
}
