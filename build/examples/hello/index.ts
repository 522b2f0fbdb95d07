/** The smallest function: one request in, one response out. */
export default {
  fetch(request: Request): Response {
    const name = new URL(request.url).searchParams.get("name") ?? "world";
    console.info(`greeting ${name}`);
    return new Response(`Hello, ${name}!\n`, { headers: { "content-type": "text/plain;charset=UTF-8" } });
  },
};
