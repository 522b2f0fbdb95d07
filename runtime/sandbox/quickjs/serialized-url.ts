/** Neither a host that is (or looks like) an IP address other than the usual one, nor a port that might be the scheme's own or none. */
const AUTHORITY =
  /(?:127\.0\.0\.1|(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.)*[a-z][a-z0-9]*)(?::(?:[1-9][0-9]{3}|[1-5][0-9]{4}))?/;
/** No segment begins with a dot, and nothing is escaped: there is nothing in it to be resolved. */
const PATH = /(?:\/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?)+/;
const QUERY = /(?:\?[A-Za-z0-9._~!$&()*+,;=:@/?%-]*)?/;
const SERIALIZED = new RegExp(`^https?://${AUTHORITY.source}${PATH.source}${QUERY.source}$`);

/**
 * Whether a URL is sure to be what a URL parser would make of it, as nearly all that are called are. False where only the parser can
 * tell; it takes the guest twenty times as long.
 */
export function isSerializedUrl(url: string): boolean {
  return SERIALIZED.test(url);
}
