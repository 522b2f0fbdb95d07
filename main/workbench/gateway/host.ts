/** What the Host header says: an authority of this gateway, another machine's name, or nothing that can be read. */
export type HostVerdict = "ours" | "foreign" | "invalid";

const LOOPBACK = /^(?:(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*localhost|127\.0\.0\.1|\[::1\])(?::([0-9]{1,5}))?$/i;
const AUTHORITY = /^(?:[a-z0-9._~!$&'()*+,;=%-]+|\[[0-9a-f:.]+\])(?::[0-9]{0,5})?$/i;

/**
 * Says whether an authority names this gateway: `localhost`, a name under `.localhost`, `127.0.0.1` or `[::1]`, with the
 * gateway's port or none. Anything else is how DNS rebinding looks (a page's own domain that suddenly resolves to loopback),
 * so that a web page can't reach the functions under its own origin.
 */
export function judgeHost(authority: string, port: number): HostVerdict {
  const match = LOOPBACK.exec(authority);
  if (match !== null) {
    return match[1] === undefined || Number(match[1]) === port ? "ours" : "foreign";
  }
  return AUTHORITY.test(authority) ? "foreign" : "invalid";
}
