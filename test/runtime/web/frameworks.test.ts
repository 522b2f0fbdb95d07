import { describe, expect, test } from "vitest";
import { bundle, createFunction } from "./function-harness";

describe("frameworks run unmodified", () => {
  test("Hono: routes, JSON, cookies, middleware, not found, errors, streaming", async () => {
    const source = await bundle(`
      import { Hono } from "hono";
      import { setCookie, getCookie } from "hono/cookie";
      import { cors } from "hono/cors";
      import { etag } from "hono/etag";
      import { streamText } from "hono/streaming";
      const app = new Hono();
      app.use("/api/*", cors(), etag());
      app.get("/", (c) => c.text("home"));
      app.get("/api/items/:id", (c) => c.json({ id: c.req.param("id"), q: c.req.query("q"), env: c.env.NAME }));
      app.post("/form", async (c) => { const form = await c.req.parseBody(); return c.html("<p>" + form.a + "</p>") });
      app.post("/json", async (c) => c.json(await c.req.json(), 201));
      app.get("/cookie", (c) => { setCookie(c, "seen", "1", { path: "/" }); return c.text(getCookie(c, "seen") ?? "never") });
      app.get("/go", (c) => c.redirect("/"));
      app.get("/boom", () => { throw new Error("boom") });
      app.get("/stream", (c) => streamText(c, async (s) => { await s.write("one "); await s.write("two") }));
      app.onError((error, c) => c.text("caught " + error.message, 500));
      export default app;`);
    using subject = await createFunction(source, { NAME: "value" });
    expect(subject.adoption).toBeNull();
    expect(subject.request("http://h/")).toMatchObject({ status: 200, text: "home", streamed: false });
    const item = subject.request("http://h/api/items/7?q=x%20y", { headers: [["origin", "http://o"]] });
    expect(JSON.parse(item.text || subject.answer().text)).toEqual({ id: "7", q: "x y", env: "value" });
    expect(new Map(subject.answer().headers).get("access-control-allow-origin")).toBe("*");
    expect(
      subject.request("http://h/form", {
        method: "POST",
        headers: [["content-type", "application/x-www-form-urlencoded"]],
        body: "a=b+c",
      }).text,
    ).toBe("<p>b c</p>");
    expect(subject.request("http://h/json", { method: "POST", body: '{"a":[1]}' })).toMatchObject({
      status: 201,
      text: '{"a":[1]}',
    });
    const cookie = subject.request("http://h/cookie", { headers: [["cookie", "seen=0"]] });
    expect(cookie.text).toBe("0");
    expect(cookie.headers).toContainEqual(["set-cookie", "seen=1; Path=/"]);
    expect(subject.request("http://h/go")).toMatchObject({ status: 302 });
    expect(subject.request("http://h/none").status).toBe(404);
    expect(subject.request("http://h/boom")).toMatchObject({ status: 500, text: "caught boom" });
    subject.request("http://h/stream");
    expect(subject.answer()).toMatchObject({ text: "one two", streamed: true, ended: true, settled: true });
  });

  test("Hono by a fetch listener", async () => {
    const source = await bundle(`import { Hono } from "hono"; import { fire } from "hono/service-worker";
      const app = new Hono(); app.get("/x", (c) => c.text("fired")); fire(app);`);
    using subject = await createFunction(source);
    subject.request("http://h/x");
    expect(subject.answer()).toMatchObject({ text: "fired", settled: true });
  });

  test("itty-router", async () => {
    const source = await bundle(`import { AutoRouter, error, json, text } from "itty-router";
      const router = AutoRouter();
      router.get("/hello/:name", ({ name, query }) => text("hello " + name + query.x)).post("/json", async (r) => json(await r.json()))
        .get("/plain", () => ({ plain: true })).get("/deny", () => error(403, "no"));
      export default router;`);
    using subject = await createFunction(source);
    subject.request("http://h/hello/you?x=!");
    expect(subject.answer()).toMatchObject({ status: 200, text: "hello you!" });
    subject.request("http://h/json", { method: "POST", headers: [["content-type", "application/json"]], body: "[1]" });
    expect(subject.answer().text).toBe("[1]");
    subject.request("http://h/plain");
    expect(subject.answer().text).toBe('{"plain":true}');
    subject.request("http://h/deny");
    expect(subject.answer().status).toBe(403);
    subject.request("http://h/none");
    expect(subject.answer().status).toBe(404);
  });
});
