import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Field } from "../../../preload/contract";
import { mergeParams, paramsOf, resolveUrl, withParams } from "../../../renderer/features/console/url-model";

const on = (name: string, value: string): Field => ({ name, value, on: true });
const off = (name: string, value: string): Field => ({ name, value, on: false });

const wellFormed = fc.string({ unit: "grapheme" });
const field = fc.record({ name: wellFormed, value: wellFormed, on: fc.boolean() });
const named = field.filter(({ name, value }) => name !== "" || value !== "");
const base = fc.constantFrom("/", "", "/a/b", "http://hello.local/x", "https://example.com");
const hash = fc.constantFrom("", "#", "#part?no=query&");

describe("a URL's query and its table", () => {
  it("reads what a server would read", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(wellFormed, wellFormed)), (pairs) => {
        const url = `/?${new URLSearchParams(pairs).toString()}`;
        const read = paramsOf(url).map(({ name, value }) => [name, value]);
        expect(read).toEqual(pairs.filter(([name, value]) => name !== "" || value !== ""));
      }),
    );
  });

  it("writes what is read back the same, by us and by a server", () => {
    fc.assert(
      fc.property(base, hash, fc.array(named), (start, end, fields) => {
        const url = withParams(start + end, fields);
        const live = fields.filter((one) => one.on);
        expect(paramsOf(url)).toEqual(live);
        const query = url.slice(start.length, url.length - end.length).replace("?", "");
        expect([...new URLSearchParams(query)]).toEqual(live.map(({ name, value }) => [name, value]));
        expect(url.endsWith(end)).toBe(true);
      }),
    );
  });

  it("shows typing in the URL in the table, and keeps the lines that are off", () => {
    fc.assert(
      fc.property(fc.array(named), fc.array(named), (previous, typed) => {
        const url = withParams("/", typed);
        const merged = mergeParams(url, previous);
        expect(merged.filter((one) => one.on)).toEqual(paramsOf(url));
        expect(merged.filter((one) => !one.on)).toEqual(previous.filter((one) => !one.on));
        expect(mergeParams(withParams("/", previous), previous)).toEqual(previous);
      }),
    );
  });

  it("leaves alone what was typed and not edited", () => {
    const url = "/search?q=a+b&flag&x=%7e&path=/a/b#top";
    const fields = paramsOf(url);
    expect(fields).toEqual([on("q", "a b"), on("flag", ""), on("x", "~"), on("path", "/a/b")]);
    expect(withParams(url, fields)).toBe(url);
    expect(withParams(url, [...fields, on("new", "ä&b")])).toBe(
      "/search?q=a+b&flag&x=%7e&path=/a/b&new=%C3%A4%26b#top",
    );
    expect(withParams(url, fields.with(0, off("q", "a b")))).toBe("/search?flag&x=%7e&path=/a/b#top");
    expect(withParams(url, [])).toBe("/search#top");
  });

  it("shows a broken escape as it stands", () => {
    expect(paramsOf("/?a=%E0%A4%A")).toEqual([on("a", "%E0%A4%A")]);
    expect(withParams("/?a=%E0%A4%A", paramsOf("/?a=%E0%A4%A"))).toBe("/?a=%E0%A4%A");
  });

  it("resolves against the function's address", () => {
    expect(resolveUrl("/a?b=1", "http://hello.local/")).toBe("http://hello.local/a?b=1");
    expect(resolveUrl("https://example.com/x", "http://hello.local/")).toBe("https://example.com/x");
    expect(resolveUrl("http://", "http://hello.local/")).toBeNull();
  });
});
