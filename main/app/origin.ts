/** The window's pages come by a protocol of our own: no file of the machine is a page, and the origin is ours alone. */
export const SCHEME = "coldframe";
const HOST = "app";
export const PAGE_URL = `${SCHEME}://${HOST}/index.html`;

/** Whether `url` is one of the window's own. */
export function isOwnUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  // Not `origin`: it is "null" for all schemes that the URL standard does not know.
  const { protocol, host } = new URL(url);
  return protocol === `${SCHEME}:` && host === HOST;
}
