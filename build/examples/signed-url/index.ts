// Signs the URLs of resized images, so that nobody can ask for a million sizes of them. `/sign` gives a URL with a signature
// and an expiry; `/image` serves only what was signed.
interface Env {
  /** At least 32 characters, the same wherever the function runs. */
  SIGNING_SECRET?: string;
}

const LIFETIME_SECONDS = 15 * 60;
const WIDTHS = { least: 16, most: 4096 };

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (env.SIGNING_SECRET === undefined || env.SIGNING_SECRET.length < 32) {
      return problem(500, "set SIGNING_SECRET to at least 32 characters");
    }
    const key = await importKey(env.SIGNING_SECRET);
    const url = new URL(request.url);
    if (url.pathname === "/sign") return sign(url, mountOf(request), key);
    if (url.pathname === "/image") return serve(url, key);
    return problem(404, "ask for /sign or /image");
  },
};

/**
 * Where a gateway has put this function, such as `/signed-url`: what it calls `/image` is below that for everyone else. Anyone may send
 * this header, so that only a path is taken from it, never another host.
 */
function mountOf(request: Request): string {
  const prefix = request.headers.get("x-forwarded-prefix") ?? "";
  return /^(?:\/[\w.~-]+)+$/.test(prefix) ? prefix : "";
}

async function sign(url: URL, mount: string, key: CryptoKey): Promise<Response> {
  const src = url.searchParams.get("src");
  const width = Number(url.searchParams.get("width"));
  if (src === null || !src.startsWith("/")) return problem(400, "src must be a path, such as /photos/tomato.jpg");
  if (!Number.isInteger(width) || width < WIDTHS.least || width > WIDTHS.most) {
    return problem(400, `width must be a whole number from ${WIDTHS.least} to ${WIDTHS.most}`);
  }
  const expires = Math.floor(Date.now() / 1000) + LIFETIME_SECONDS;
  const signature = await crypto.subtle.sign("HMAC", key, signedText(src, String(width), String(expires)));

  const signed = new URL(`${mount}/image`, url);
  signed.search = new URLSearchParams({
    src,
    width: String(width),
    expires: String(expires),
    signature: toHex(signature),
  }).toString();
  return Response.json({ url: signed.href, expiresAt: new Date(expires * 1000).toISOString() });
}

async function serve(url: URL, key: CryptoKey): Promise<Response> {
  const { src = "", width = "", expires = "", signature = "" } = Object.fromEntries(url.searchParams);

  // `verify` compares in constant time: how long it takes says nothing about how much of a guessed signature was right.
  // `===` would give that away.
  const genuine = await crypto.subtle.verify("HMAC", key, fromHex(signature), signedText(src, width, expires));
  if (!genuine) return problem(403, "the signature does not fit");

  // Only after the signature: until then the expiry may be made up.
  if (Number(expires) * 1000 < Date.now()) return problem(410, "the URL has expired");

  // A real function would resize the image here, or fetch it from a service that does.
  return Response.json({ src, width: Number(width) }, { headers: { "cache-control": "public, max-age=86400" } });
}

function importKey(secret: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(secret);
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

/** All that counts, each on a line of its own: joined without a separator, width 1 and expiry 23 would be width 12 and expiry 3. */
function signedText(src: string, width: string, expires: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode([encodeURIComponent(src), width, expires].join("\n"));
}

function toHex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Empty, which no signature is, for what is not hexadecimal. */
function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) return new Uint8Array();
  return Uint8Array.from({ length: text.length / 2 }, (_, index) => parseInt(text.slice(2 * index, 2 * index + 2), 16));
}

function problem(status: number, error: string): Response {
  return Response.json({ error }, { status });
}
