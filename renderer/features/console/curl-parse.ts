import type { HeaderPair } from "../../../runtime/model";
import { type CurlBody, type CurlPart, type CurlRequest, defaultMethod } from "./curl-model";
import { splitWords } from "./shell-words";

export type ParsedCurl =
  | {
      readonly ok: true;
      readonly request: CurlRequest;
      /** What of the command is not taken over, a line each. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

/** Reads a curl command as bash would hand it to curl. */
export function parseCurl(text: string): ParsedCurl {
  const split = splitWords(text);
  if (!split.ok) return { ok: false, message: `Not a whole command: ${split.message}.` };
  const words = split.words[0] === "$" ? split.words.slice(1) : split.words;
  if (!looksLikeCurl(words[0] ?? "")) return { ok: false, message: "Not a curl command: it has to begin with “curl”." };
  const draft = readWords(words.slice(1));
  if (draft.url === null) return { ok: false, message: "The curl command names no URL." };
  return { ok: true, request: finish(draft, draft.url), notes: draft.notes };
}

/** Whether pasted text is meant as a curl command. */
export function isCurlCommand(text: string): boolean {
  return /^\s*(?:\$\s+)?curl(?:\.exe)?\s/.test(text);
}

function looksLikeCurl(word: string): boolean {
  return /(^|[\\/])curl(\.exe)?$/.test(word);
}

interface Draft {
  url: string | null;
  method: string | null;
  isHead: boolean;
  isGet: boolean;
  isUpload: boolean;
  isJson: boolean;
  readonly headers: HeaderPair[];
  readonly cookies: HeaderPair[];
  /** Joined by `&`. */
  readonly data: string[];
  /** Joined by nothing. */
  readonly json: string[];
  readonly parts: CurlPart[];
  file: string | null;
  readonly notes: string[];
}

type Take = (draft: Draft, value: string) => void;

/** Options with a value that a request has a place for. */
const TAKEN: Readonly<Record<string, Take>> = {
  request: (draft, value) => (draft.method = value),
  url: takeUrl,
  header: takeHeader,
  data: (draft, value) => {
    takeData(draft, value, true);
  },
  "data-raw": (draft, value) => draft.data.push(value),
  "data-binary": (draft, value) => {
    takeData(draft, value, true);
  },
  "data-ascii": (draft, value) => {
    takeData(draft, value, true);
  },
  "data-urlencode": takeUrlEncoded,
  json: (draft, value) => {
    if (value.startsWith("@")) takeData(draft, value, true);
    else draft.json.push(value);
    draft.isJson = true;
  },
  form: takePart,
  "form-string": (draft, value) => draft.parts.push({ ...atEquals(value), isFile: false }),
  user: (draft, value) => draft.headers.push(["Authorization", `Basic ${base64(value)}`]),
  "oauth2-bearer": (draft, value) => draft.headers.push(["Authorization", `Bearer ${value}`]),
  "user-agent": (draft, value) => draft.headers.push(["User-Agent", value]),
  referer: (draft, value) => draft.headers.push(["Referer", value]),
  range: (draft, value) => draft.headers.push(["Range", `bytes=${value}`]),
  cookie: (draft, value) => {
    if (value.includes("=")) draft.cookies.push(...cookiesOf(value));
    else draft.notes.push(`-b ${value}: a file of cookies is not read`);
  },
  "upload-file": (draft, value) => {
    draft.isUpload = true;
    draft.file = fileName(value);
  },
};

/** Options with a value that say nothing about the request itself. */
const SKIPPED = new Set(
  (
    "output connect-timeout max-time retry retry-delay retry-max-time proxy proxy-user cacert capath cert cert-type key key-type " +
    "pass write-out cookie-jar resolve connect-to interface limit-rate config dump-header max-redirs ciphers tls-max trace " +
    "trace-ascii stderr dns-servers local-port keepalive-time speed-limit speed-time max-filesize noproxy unix-socket " +
    "time-cond continue-at quote netrc-file ftp-port telnet-option rate output-dir pinnedpubkey aws-sigv4 service-name"
  ).split(" "),
);

const SHORT: Readonly<Record<string, string>> = {
  X: "request",
  H: "header",
  d: "data",
  F: "form",
  u: "user",
  A: "user-agent",
  e: "referer",
  r: "range",
  b: "cookie",
  T: "upload-file",
  I: "head",
  G: "get",
  o: "output",
  m: "max-time",
  x: "proxy",
  U: "proxy-user",
  E: "cert",
  w: "write-out",
  c: "cookie-jar",
  K: "config",
  D: "dump-header",
  C: "continue-at",
  Q: "quote",
  Y: "speed-limit",
  y: "speed-time",
  z: "time-cond",
  P: "ftp-port",
  t: "telnet-option",
};

/** Said of a request that leaves the machine; here nothing does. */
const IGNORED_LONG =
  /^(compressed|insecure|location|location-trusted|silent|show-error|include|verbose|fail|fail-with-body|globoff|http[\d.]+|http2-prior-knowledge|progress-bar|no-.*|tlsv.*|ipv[46]|path-as-is|raw|remote-.*|create-dirs|basic|digest|ntlm|anyauth|parallel|disable|tcp-.*|keepalive|buffer|ssl.*|show-headers)$/;

function readWords(words: readonly string[]): Draft {
  const draft: Draft = {
    url: null,
    method: null,
    isHead: false,
    isGet: false,
    isUpload: false,
    isJson: false,
    headers: [],
    cookies: [],
    data: [],
    json: [],
    parts: [],
    file: null,
    notes: [],
  };
  const rest = [...words];
  let hasOptions = true;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (hasOptions && word === "--") hasOptions = false;
    else if (hasOptions && word.startsWith("--")) takeLong(draft, word.slice(2), rest);
    else if (hasOptions && word.startsWith("-") && word !== "-") takeShort(draft, word.slice(1), rest);
    else takeUrl(draft, word);
  }
  return draft;
}

function takeLong(draft: Draft, option: string, rest: string[]): void {
  const { name, value } = atEquals(option);
  const given = option.includes("=") ? value : null;
  const take = TAKEN[name];
  if (take !== undefined) take(draft, given ?? rest.shift() ?? "");
  else if (name === "head") draft.isHead = true;
  else if (name === "get") draft.isGet = true;
  else if (SKIPPED.has(name)) skip(draft, `--${name}`, given ?? rest.shift() ?? "");
  else if (!IGNORED_LONG.test(name)) draft.notes.push(`--${name} is not known`);
}

/** `-sSLXPOST`: letters one after the other, the last with a value that may follow it directly. */
function takeShort(draft: Draft, letters: string, rest: string[]): void {
  for (let at = 0; at < letters.length; at += 1) {
    const name = SHORT[letters.charAt(at)];
    const take = name === undefined ? undefined : TAKEN[name];
    if (name === "head") draft.isHead = true;
    else if (name === "get") draft.isGet = true;
    else if (name !== undefined) {
      const value = at + 1 < letters.length ? letters.slice(at + 1) : (rest.shift() ?? "");
      if (take === undefined) skip(draft, `-${letters.charAt(at)}`, value);
      else take(draft, value);
      return;
    }
  }
}

function skip(draft: Draft, option: string, value: string): void {
  draft.notes.push(`${option} ${value} is left out: it is not part of a request`.replace("  ", " "));
}

function finish(draft: Draft, url: string): CurlRequest {
  const body = draft.isGet ? ({ kind: "none" } as const) : bodyOf(draft);
  const query = draft.isGet ? [...draft.data, draft.json.join("")].filter((piece) => piece !== "").join("&") : "";
  if (draft.isJson) {
    addDefault(draft.headers, "Content-Type", "application/json");
    addDefault(draft.headers, "Accept", "application/json");
  }
  return {
    method: draft.method ?? (draft.isHead ? "HEAD" : draft.isUpload ? "PUT" : defaultMethod(body)),
    url: withQuery(url, query),
    headers: draft.headers,
    cookies: draft.cookies,
    body,
  };
}

function bodyOf({ data, json, parts, file }: Draft): CurlBody {
  if (parts.length > 0) return { kind: "multipart", parts };
  if (file !== null) return { kind: "file", name: file };
  if (json.length > 0) return { kind: "text", text: json.join("") };
  return data.length > 0 ? { kind: "text", text: data.join("&") } : { kind: "none" };
}

function withQuery(url: string, query: string): string {
  if (query === "") return url;
  const [, base = url, hash = ""] = /^([^#]*)(#.*)?$/s.exec(url) ?? [];
  return `${base}${base.includes("?") ? "&" : "?"}${query}${hash}`;
}

function takeUrl(draft: Draft, value: string): void {
  if (draft.url === null) draft.url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  else draft.notes.push(`${value} is left out: one request has one URL`);
}

function takeHeader(draft: Draft, value: string): void {
  const [, name = "", colon, text = ""] = /^([^:;]*)([:;]?)(.*)$/s.exec(value) ?? [];
  if (value.startsWith("@")) draft.notes.push(`-H ${value}: a file of headers is not read`);
  else if (name.trim() === "") draft.notes.push(`-H ${value}: a header needs a name`);
  else if (colon === ";") draft.headers.push([name.trim(), ""]);
  else if (text.trim() === "") draft.notes.push(`-H ${value}: takes a header out that the console doesn't send`);
  else if (name.trim().toLowerCase() === "cookie") draft.cookies.push(...cookiesOf(text));
  else draft.headers.push([name.trim(), text.trim()]);
}

function takeData(draft: Draft, value: string, readsFiles: boolean): void {
  if (!readsFiles || !value.startsWith("@")) draft.data.push(value);
  else if (value === "@-") draft.notes.push("the body from standard input is left out");
  else draft.file = fileName(value.slice(1));
}

/** curl's forms: `text`, `=text`, `name=text`; `@file` and `name@file`, which are not read. */
function takeUrlEncoded(draft: Draft, value: string): void {
  const sign = /[=@]/.exec(value);
  if (sign === null) draft.data.push(encodeURIComponent(value));
  else if (sign[0] === "@") draft.notes.push(`--data-urlencode ${value}: the file is not read`);
  else {
    const name = value.slice(0, sign.index);
    draft.data.push(`${name === "" ? "" : `${name}=`}${encodeURIComponent(value.slice(sign.index + 1))}`);
  }
}

/** `name=text`, `name=text;type=…`, `name=@file`, `name=@"file";type=…`. */
function takePart(draft: Draft, text: string): void {
  const { name, value } = atEquals(text);
  if (value.startsWith("<")) draft.notes.push(`-F ${text}: the file is not read`);
  else if (value.startsWith("@")) {
    const quoted = /^@"((?:[^"\\]|\\.)*)"/s.exec(value)?.[1];
    const path = quoted?.replace(/\\(["\\])/g, "$1") ?? value.slice(1).replace(/;.*$/s, "");
    draft.parts.push({ name, value: fileName(path), isFile: true });
  } else draft.parts.push({ name, value: value.replace(/;(type|headers|encoder)=[^;]*$/s, ""), isFile: false });
}

function cookiesOf(text: string): readonly HeaderPair[] {
  return text
    .split(";")
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "")
    .map((piece) => {
      const { name, value } = atEquals(piece);
      return [name.trim(), value.trim()] as const;
    });
}

function atEquals(text: string): { readonly name: string; readonly value: string } {
  const at = text.indexOf("=");
  return at === -1 ? { name: text, value: "" } : { name: text.slice(0, at), value: text.slice(at + 1) };
}

function addDefault(headers: HeaderPair[], name: string, value: string): void {
  if (!headers.some(([own]) => own.toLowerCase() === name.toLowerCase())) headers.push([name, value]);
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
