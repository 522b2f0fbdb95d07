import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { programResponse } from "../../../../runtime/sandbox/wasi/program-response";

function respond(text: string) {
  const response = programResponse(new TextEncoder().encode(text));
  return response.ok ? { ...response.head, body: new TextDecoder().decode(response.body) } : response.message;
}

describe("what a program wrote, as a response", () => {
  it("has the head that CGI says, by either line end", () => {
    expect(respond("Content-Type: text/html\nX-A:  b \n\n<p>\n\n")).toEqual({
      status: 200,
      statusText: "",
      headers: [
        ["Content-Type", "text/html"],
        ["X-A", "b"],
      ],
      body: "<p>\n\n",
    });
    expect(respond("Status: 404 Not Here\r\nContent-Type: a/b\r\n\r\ngone")).toEqual({
      status: 404,
      statusText: "Not Here",
      headers: [["Content-Type", "a/b"]],
      body: "gone",
    });
  });

  it("is a redirect where there is a location and no status", () => {
    expect(respond("Location: /there\n\n")).toMatchObject({ status: 302, headers: [["Location", "/there"]], body: "" });
    expect(respond("Location: /there\nStatus: 307\n\n")).toMatchObject({ status: 307 });
  });

  it("is the output as it is where that has no head of CGI", () => {
    const plain = { status: 200, headers: [["content-type", "text/plain; charset=utf-8"]] };
    for (const text of ["", "hello\n", "\n\nhello", "Dear: reader\n\nhello", "Content-Type: text/html", "a b: c\n\nd"])
      expect(respond(text)).toMatchObject({ ...plain, body: text });
  });

  it("is bytes where the output is no text", () => {
    const response = programResponse(Uint8Array.of(0xff, 0xfe, 0x00));
    expect(response).toMatchObject({
      ok: true,
      head: { headers: [["content-type", "application/octet-stream"]] },
      body: Uint8Array.of(0xff, 0xfe, 0x00),
    });
  });

  it.each(["Status: fine\n\n", "Status: 99\n\n", "Status: 101 Switching\n\n", "Status: 600\n\n"])(
    "is refused with a status that is none: %j",
    (text) => {
      expect(respond(text)).toContain(text.slice(8).trim());
    },
  );

  it("never throws, and loses no byte of the body", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (body) => {
        const head = new TextEncoder().encode("content-type: a/b\n\n");
        const response = programResponse(Uint8Array.from([...head, ...body]));
        expect(response).toMatchObject({ ok: true, body });
        expect(programResponse(body)).toHaveProperty("ok");
      }),
    );
  });
});
