/** The list of hosts that a function may call: `--allow-net host[:port]`. */

/** One entry in its canonical form: `host` or `host:port`, lower case, IDNA as punycode, IPv6 in brackets, no trailing dot. */
export type AllowNetEntry =
  | { readonly ok: true; readonly entry: string; readonly host: string; readonly port: number | null }
  | { readonly ok: false; readonly message: string };

const SHAPE = /^(?<host>\[[^[\]]*\]|[^:[\]]*)(?::(?<port>\d{1,5}))?$/;
/** What would make a URL's parser see something other than a host, or decode it into another. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const NOT_A_HOST = /[\u0000-\u0020/?#@\\%*<>^|`{}"\u007f]/;

function refuse(value: string, advice: string): AllowNetEntry {
  return { ok: false, message: `${JSON.stringify(value)} is not a host or host:port: ${advice}` };
}

/** Parses one value of `--allow-net`. A host without a port allows all of its ports. Never throws. */
export function parseAllowNet(value: string): AllowNetEntry {
  if (value.includes("*")) return refuse(value, "wildcards are not understood, name each host");
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) {
    const host = URL.canParse(value) ? new URL(value).host : "";
    return refuse(value, host === "" ? "leave the scheme out" : `leave the scheme and path out, as in ${host}`);
  }
  const { host, port } = SHAPE.exec(value)?.groups ?? {};
  if (host === undefined) {
    const isIpv6 = URL.canParse(`http://[${value}]/`);
    return refuse(
      value,
      isIpv6 ? `put IPv6 addresses in brackets, as in [${value}]` : "use the form example.com or example.com:443",
    );
  }
  if (host === "" || NOT_A_HOST.test(host) || !URL.canParse(`http://${host}/`)) {
    return refuse(value, "use the form example.com or example.com:443");
  }
  const canonical = hostOf(new URL(`http://${host}/`));
  if (canonical === "" || canonical.endsWith(".")) return refuse(value, "the host is empty");
  if (port === undefined) return { ok: true, entry: canonical, host: canonical, port: null };
  const number = Number(port);
  if (number < 1 || number > 65_535) return refuse(value, "ports are 1 to 65535");
  return { ok: true, entry: `${canonical}:${number}`, host: canonical, port: number };
}

/** A URL's host without its port, as entries have it: the root's trailing dot names the same host. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/\.$/, "");
}

function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

/** Decides whether a URL may be called. What is no entry allows nothing. */
export function allowedBy(allowNet: readonly string[]): (url: URL) => boolean {
  const entries = new Set<string>();
  for (const value of allowNet) {
    const parsed = parseAllowNet(value);
    if (parsed.ok) entries.add(parsed.entry);
  }
  return (url) => entries.has(hostOf(url)) || entries.has(`${hostOf(url)}:${portOf(url)}`);
}

/** What to give to `--allow-net` so that the URL may be called. */
export function suggestedEntry(url: URL): string {
  return url.port === "" ? hostOf(url) : `${hostOf(url)}:${url.port}`;
}
