// The smallest useful function: it takes a Request and gives a Response, as on every edge platform.
export default {
  fetch(request: Request): Response {
    const url = new URL(request.url);
    const name = url.searchParams.get("name")?.trim() || "world";

    // Callers say what they like to get by the Accept header.
    if (request.headers.get("accept")?.includes("application/json")) {
      return Response.json({ hello: name });
    }
    return new Response(`Hello, ${name}!\n`);
  },
};
