import { Decimal } from "../../runtime/cost";
import { UsageError } from "./exit-codes";

/** RFC 9110's token: a method, a header name. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** A field value: visible characters, spaces, tabs and bytes past ASCII; nothing that could end the line. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const KNOWN_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** Methods that Fetch's Request refuses: https://fetch.spec.whatwg.org/#forbidden-method */
const FORBIDDEN_METHODS = ["CONNECT", "TRACE", "TRACK"];

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `name: value`, as curl takes it. Throws UsageError. */
export function parseHeader(text: string): readonly [name: string, value: string] {
  const colon = text.indexOf(":");
  if (colon === -1) throw new UsageError(`-H ${quote(text)} has no colon: write it as 'name: value'`);
  const name = text.slice(0, colon).trim();
  const value = text.slice(colon + 1).trim();
  if (!TOKEN.test(name)) {
    throw new UsageError(
      `-H ${quote(text)}: ${quote(name)} is not a header name: use letters, digits and ! # $ % & ' * + - . ^ _ \` | ~`,
    );
  }
  if (!FIELD_VALUE.test(value)) {
    throw new UsageError(
      `-H ${quote(text)}: the value of ${name} holds a character that a header can't carry: encode it`,
    );
  }
  return [name, value];
}

/** `NAME=VALUE`. Throws UsageError. */
export function parseEnvironment(text: string): readonly [name: string, value: string] {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text);
  if (match === null) {
    throw new UsageError(
      `--env ${quote(text)}: write it as NAME=VALUE, the name in letters, digits and _, not beginning with a digit`,
    );
  }
  return [match[1] ?? "", match[2] ?? ""];
}

/** A method; known ones in any case. Throws UsageError. */
export function parseMethod(text: string): string {
  const upper = text.toUpperCase();
  if (!TOKEN.test(text)) {
    throw new UsageError(`--method ${quote(text)} is not an HTTP method: use one like ${KNOWN_METHODS.join(", ")}`);
  }
  if (FORBIDDEN_METHODS.includes(upper)) {
    throw new UsageError(`--method ${text} can't reach a function: the Fetch standard forbids ${upper} in a Request`);
  }
  return KNOWN_METHODS.includes(upper) ? upper : text;
}

/** An absolute http or https URL, or one relative to the function's own local address. Throws UsageError. */
export function parseUrl(text: string, base: string): string {
  const relative = /^[/?]/.test(text);
  if (!relative && !/^https?:\/\//i.test(text)) {
    throw new UsageError(`--url ${quote(text)} is not a URL: write a path like /hello?name=Ada, or http://host/path`);
  }
  if (!URL.canParse(text, base)) throw new UsageError(`--url ${quote(text)} is not a valid URL: check host and port`);
  const url = new URL(text, base);
  if (url.username !== "" || url.password !== "") {
    throw new UsageError(`--url ${quote(text)} holds a user name: a Request can't; send -H 'authorization: …' instead`);
  }
  return url.href;
}

/** Both count. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** As help says it: `1 to 2000`. */
export function boundsText({ least, most }: Bounds): string {
  return `${least} to ${most}`;
}

/** An integer within bounds. `unit` is for the message. Throws UsageError. */
export function parseInteger(flag: string, text: string, { least, most }: Bounds, unit = ""): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(
      `${flag} ${quote(text)}: use a whole number from ${boundsText({ least, most })}${unit && ` ${unit}`}`,
    );
  }
  return value;
}

/** A finite number that is not negative, kept exact: `40`, `0.25`. Throws UsageError. */
export function parseAmount(flag: string, text: string): Decimal {
  if (!/^\d{1,12}(\.\d{1,12})?$/.test(text)) {
    throw new UsageError(`${flag} ${quote(text)}: use a number from 0 on, like 40 or 0.25`);
  }
  return new Decimal(text);
}

/** A part of a whole, from 0 to 1: `0.02` or `2%`. Throws UsageError. */
export function parseShare(flag: string, text: string): Decimal {
  const match = /^(\d{1,3}(?:\.\d{1,12})?)\s?(%?)$/.exec(text);
  const share = match === null ? null : new Decimal(match[1] ?? "").div(match[2] === "%" ? 100 : 1);
  if (share === null || share.gt(1)) {
    throw new UsageError(`${flag} ${quote(text)}: use a share from 0 to 1, or from 0% to 100%`);
  }
  return share;
}

/** One of a closed set. Throws UsageError. */
export function parseChoice<const Choice extends string>(
  flag: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new UsageError(`${flag} ${quote(text)}: use one of ${choices.join(", ")}`);
  return choice;
}

/**
 * A moment: an ISO 8601 date or time, or how long ago (`30s`, `15m`, `2h`, `3d`, `1w`). Returns milliseconds since the
 * epoch. Throws UsageError.
 */
export function parseSince(text: string, nowMs: number): number {
  const ago = /^(\d{1,6})([smhdw])$/.exec(text);
  if (ago !== null) return nowMs - Number(ago[1]) * UNITS_MS[ago[2] as keyof typeof UNITS_MS];
  const moment = /^\d{4}-\d{2}(-\d{2})?/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(moment)) {
    throw new UsageError(`--since ${quote(text)}: use a date like 2026-11-23, a time, or how long ago: 15m, 2h, 3d`);
  }
  return moment;
}

/** A time: `90s`, `15m`, `2h`, `3d`, `1w`. Returns seconds, above 0. Throws UsageError. */
export function parseSeconds(flag: string, text: string): number {
  const match = /^(\d{1,6})([smhdw])$/.exec(text);
  const seconds = match === null ? 0 : (Number(match[1]) * UNITS_MS[match[2] as keyof typeof UNITS_MS]) / 1000;
  if (seconds === 0) throw new UsageError(`${flag} ${quote(text)}: use a time above 0 like 90s, 15m, 2h or 1d`);
  return seconds;
}

/** Text of the user's, in quotes, on one line, not too long for a message. */
export function quote(text: string): string {
  const line = JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
  return `'${line.slice(1, -1).replaceAll('\\"', '"')}'`;
}
