import { describe, expect, it } from "vitest";
import { requestInvocation } from "../../../../runtime/sandbox/wasi/request-environment";
import { joinHeaders } from "../../../../runtime/sandbox/call-packing";

type Input = Parameters<typeof requestInvocation>[0];

function input(
  url: string,
  rest: Partial<Pick<Input, "method" | "body">> & { headers?: [string, string][] } = {},
): Input {
  const { method = "GET", body = null, headers = [] } = rest;
  return { trigger: "http", method, url, headers: joinHeaders(headers), body };
}

describe("a request as a CGI program gets it", () => {
  it("has its parts in environment variables", () => {
    const { env, args } = requestInvocation(
      input("https://shop.example:8443/a%20b/c?q=1&r=%C3%A4", { method: "PUT" }),
      {},
    );
    expect(env).toMatchObject({
      GATEWAY_INTERFACE: "CGI/1.1",
      REQUEST_METHOD: "PUT",
      REQUEST_URI: "/a%20b/c?q=1&r=%C3%A4",
      SCRIPT_NAME: "",
      PATH_INFO: "/a b/c",
      QUERY_STRING: "q=1&r=%C3%A4",
      SERVER_NAME: "shop.example",
      SERVER_PORT: "8443",
      SERVER_PROTOCOL: "HTTP/1.1",
      HTTP_HOST: "shop.example:8443",
      HTTPS: "on",
    });
    expect(args).toEqual([]);
  });

  it("has its headers there too, those of one name joined", () => {
    const headers: [string, string][] = [
      ["Content-Type", "text/csv"],
      ["X-Tag", "a"],
      ["x-tag", "b"],
      ["Cookie", "a=1"],
      ["cookie", "b=2"],
    ];
    const { env } = requestInvocation(input("http://x/", { headers, body: new Uint8Array(7) }), {});
    expect(env).toMatchObject({
      CONTENT_TYPE: "text/csv",
      HTTP_X_TAG: "a, b",
      HTTP_COOKIE: "a=1; b=2",
      CONTENT_LENGTH: "7",
    });
    expect(env).not.toHaveProperty("HTTP_CONTENT_TYPE");
    expect(env).not.toHaveProperty("HTTPS");
  });

  it("lets no client set the variable that HTTP libraries take for their proxy", () => {
    const { env } = requestInvocation(input("http://x/", { headers: [["Proxy", "http://evil/"]] }), {});
    expect(env).not.toHaveProperty("HTTP_PROXY");
  });

  it("has the function's own variables, and they count", () => {
    const { env } = requestInvocation(input("http://x/?a=1"), { TOKEN: "t", QUERY_STRING: "mine" });
    expect(env).toMatchObject({ TOKEN: "t", QUERY_STRING: "mine" });
  });

  it("has the words of a query without = as arguments", () => {
    expect(requestInvocation(input("http://x/?one+two%20words+%zz"), {}).args).toEqual(["one", "two words", "%zz"]);
    expect(requestInvocation(input("http://x/?one=1+two"), {}).args).toEqual([]);
    expect(requestInvocation(input("http://x/"), {}).args).toEqual([]);
  });
});
