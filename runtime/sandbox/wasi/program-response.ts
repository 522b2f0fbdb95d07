import type { HeaderPair, ResponseHead } from "../../model";

/** What a program that ended well wrote, as a response; or what is wrong with its head, in one line. */
export type ProgramResponse =
  | { readonly ok: true; readonly head: ResponseHead; readonly body: Uint8Array }
  | { readonly ok: false; readonly message: string };

/** A longer head no client takes; what goes on longer without an empty line is a body. */
const HEAD_BYTES = 128 * 1024;
const HEADER_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/;
const STATUS = /^([1-5]\d\d)(?: (.*))?$/;
/** One of these makes a head of CGI (RFC 3875, 6.3): other lines with a colon may be anything. */
const CGI_FIELDS = new Set(["content-type", "location", "status"]);

/**
 * Standard output is a CGI response where it begins with header lines and an empty line, and one of them is Content-Type, Location
 * or Status. Any other output is the body as it is: text/plain where it is UTF-8.
 */
export function programResponse(output: Uint8Array): ProgramResponse {
  const parsed = cgiHead(output);
  if (parsed === null) {
    const type = isUtf8(output) ? "text/plain; charset=utf-8" : "application/octet-stream";
    return { ok: true, head: plainHead(type), body: output };
  }
  return cgiResponse(parsed.fields, output.slice(parsed.length));
}

/** The header lines and the bytes that they take; null where the output does not begin with a head of CGI. */
function cgiHead(output: Uint8Array): { readonly fields: readonly HeaderPair[]; readonly length: number } | null {
  const text = latin1(output.subarray(0, HEAD_BYTES));
  const fields: HeaderPair[] = [];
  for (let at = 0; ;) {
    const end = text.indexOf("\n", at);
    if (end < 0) return null;
    const line = text.slice(at, end).replace(/\r$/, "");
    at = end + 1;
    if (line === "") return fields.some(([name]) => CGI_FIELDS.has(name.toLowerCase())) ? { fields, length: at } : null;
    const [, name, value] = HEADER_LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) return null;
    fields.push([name, value]);
  }
}

function cgiResponse(fields: readonly HeaderPair[], body: Uint8Array): ProgramResponse {
  const valueOf = (wanted: string): string | undefined => fields.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const status = valueOf("status");
  const headers = fields.filter(([name]) => name.toLowerCase() !== "status");
  if (status === undefined) {
    const found = valueOf("location") === undefined ? 200 : 302;
    return { ok: true, head: { status: found, statusText: "", headers }, body };
  }
  const [, code, reason = ""] = STATUS.exec(status) ?? [];
  // An informational status has no body and promises another response, which does not come.
  if (code === undefined || Number(code) < 200)
    return { ok: false, message: `the program's Status line is "${status}": write a number from 200 to 599 there` };
  return { ok: true, head: { status: Number(code), statusText: reason, headers }, body };
}

function plainHead(type: string): ResponseHead {
  return { status: 200, statusText: "", headers: [["content-type", type]] };
}

/** A header's bytes, one character each, as HTTP has them. */
function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
