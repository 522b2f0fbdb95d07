import type { Field } from "../../../preload/contract";

interface UrlParts {
  /** Up to the `?`. */
  readonly base: string;
  /** Without the `?`; null where there is none. */
  readonly query: string | null;
  /** With its `#`; may be empty. */
  readonly hash: string;
}

/** What a URL's query says, as lines of a table that are all on. Names and values are decoded where they can be. */
export function paramsOf(url: string): readonly Field[] {
  return piecesOf(url).map(({ name, value }) => ({ name, value, on: true }));
}

/**
 * The table after its URL was typed: the URL's parameters, and where they stood between them the ones that are off, which the
 * URL can't show.
 */
export function mergeParams(url: string, previous: readonly Field[]): readonly Field[] {
  const inUrl = paramsOf(url);
  const merged: Field[] = [];
  let taken = 0;
  for (const field of previous) {
    if (!field.on) merged.push(field);
    else if (taken < inUrl.length) merged.push(...inUrl.slice(taken, ++taken));
  }
  return [...merged, ...inUrl.slice(taken)];
}

/** The URL after its table was edited. What was not edited stays as it was typed. */
export function withParams(url: string, fields: readonly Field[]): string {
  const { base, hash } = splitUrl(url);
  const typed = new Map<string, string[]>();
  for (const { name, value, raw } of piecesOf(url)) {
    const key = JSON.stringify([name, value]);
    typed.set(key, [...(typed.get(key) ?? []), raw]);
  }
  const pieces = fields
    .filter(({ name, value, on }) => on && (name !== "" || value !== ""))
    .map(({ name, value }) => typed.get(JSON.stringify([name, value]))?.shift() ?? `${encode(name)}=${encode(value)}`);
  return base + (pieces.length === 0 ? "" : `?${pieces.join("&")}`) + hash;
}

/** The absolute address that a console's URL means; null where it is none. */
export function resolveUrl(url: string, base: string): string | null {
  return URL.canParse(url, base) ? new URL(url, base).href : null;
}

function splitUrl(url: string): UrlParts {
  const hashAt = url.indexOf("#");
  const hash = hashAt === -1 ? "" : url.slice(hashAt);
  const rest = hashAt === -1 ? url : url.slice(0, hashAt);
  const queryAt = rest.indexOf("?");
  if (queryAt === -1) return { base: rest, query: null, hash };
  return { base: rest.slice(0, queryAt), query: rest.slice(queryAt + 1), hash };
}

interface Piece {
  readonly name: string;
  readonly value: string;
  /** As it stands in the URL. */
  readonly raw: string;
}

function piecesOf(url: string): readonly Piece[] {
  const { query } = splitUrl(url);
  if (query === null) return [];
  return query
    .split("&")
    .filter((raw) => raw !== "" && raw !== "=")
    .map((raw) => {
      const at = raw.indexOf("=");
      return {
        raw,
        name: decode(at === -1 ? raw : raw.slice(0, at)),
        value: at === -1 ? "" : decode(raw.slice(at + 1)),
      };
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

/** Only what would mean something else in a query: the rest stays readable. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD")).replace(
    /%(2F|3A|40|2C|3B|3F|24|5B|5D)/g,
    decodeURIComponent,
  );
}
