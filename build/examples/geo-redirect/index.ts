// Sends visitors to the shop of their country. Each platform says where a request came from by a header of its own.
const COUNTRY_HEADERS = [
  "cf-ipcountry", // Cloudflare
  "x-vercel-ip-country", // Vercel
  "cloudfront-viewer-country", // CloudFront, when its origin request policy forwards it
];

const SHOPS: Record<string, string> = {
  AT: "/de",
  CH: "/de",
  DE: "/de",
  FR: "/fr",
  GB: "/en-gb",
};
const DEFAULT_SHOP = "/en";
const ALL_SHOPS = new Set([...Object.values(SHOPS), DEFAULT_SHOP]);

export default {
  fetch(request: Request): Response {
    const url = new URL(request.url);

    // Who chose a shop stays there, wherever they are.
    const [, first = ""] = url.pathname.split("/");
    if (ALL_SHOPS.has(`/${first}`)) return new Response(`This is the shop at /${first}.\n`);

    const country = countryOf(request.headers);
    url.pathname = (SHOPS[country] ?? DEFAULT_SHOP) + (url.pathname === "/" ? "" : url.pathname);

    // 302, not 301: browsers keep a 301 for ever, and people travel.
    return new Response(null, {
      status: 302,
      headers: { location: url.pathname + url.search, vary: COUNTRY_HEADERS.join(", "), "cache-control": "private" },
    });
  },
};

/** Two letters, upper case; empty where no platform said. */
function countryOf(headers: Headers): string {
  for (const name of COUNTRY_HEADERS) {
    const country = headers.get(name);
    if (country !== null) return country.toUpperCase();
  }
  return "";
}
