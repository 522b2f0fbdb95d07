// An A/B test at the edge: each visitor is given one of two variants by chance, and a cookie keeps them on it.
const VARIANTS = ["a", "b"] as const;
type Variant = (typeof VARIANTS)[number];

const COOKIE = "experiment-headline";
const THIRTY_DAYS_IN_SECONDS = 30 * 24 * 60 * 60;

const HEADLINES: Record<Variant, string> = {
  a: "Grow your own tomatoes",
  b: "Tomatoes, from your own window",
};

export default {
  fetch(request: Request): Response {
    const known = readVariant(request.headers.get("cookie") ?? "");
    const variant = known ?? chooseVariant();

    const headers = new Headers({
      "content-type": "text/html; charset=utf-8",
      // A cache must not give one visitor's variant to the next.
      "cache-control": "private, no-store",
      vary: "cookie",
    });
    if (known === null) {
      headers.append(
        "set-cookie",
        `${COOKIE}=${variant}; Path=/; Max-Age=${THIRTY_DAYS_IN_SECONDS}; HttpOnly; Secure; SameSite=Lax`,
      );
    }
    return new Response(`<!doctype html>\n<h1>${HEADLINES[variant]}</h1>\n`, { headers });
  },
};

/** The variant in a Cookie header such as `theme=dark; experiment-headline=b`. Null for none, or one that doesn't exist any more. */
function readVariant(cookies: string): Variant | null {
  for (const pair of cookies.split(";")) {
    const [name, value] = pair.trim().split("=");
    if (name === COOKIE) return VARIANTS.find((variant) => variant === value) ?? null;
  }
  return null;
}

function chooseVariant(): Variant {
  return Math.random() < 0.5 ? "a" : "b";
}
