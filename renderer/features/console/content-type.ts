/** `application/json`, `application/problem+json; charset=utf-8` … */
export function isJsonType(contentType: string): boolean {
  return /^(application|text)\/([\w.+-]+\+)?json\b/i.test(contentType.trim());
}

/** The type alone, in lower case: `text/html` of `Text/HTML; charset=utf-8`. */
export function mediaType(contentType: string): string {
  return contentType.replace(/;.*$/s, "").trim().toLowerCase();
}

/** The charset that a content type names; null: none. */
export function charsetOf(contentType: string): string | null {
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? null;
}
