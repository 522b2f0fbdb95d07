import { expect, test } from "vitest";
import { guessContentType } from "../../../main/workbench/content-type";

test.each([
  ['{"a":1}', "", "application/json"],
  ["[1, 2]", "", "application/json"],
  ["{not json", "", "text/plain;charset=UTF-8"],
  ["name=Ada&age=36", "", "application/x-www-form-urlencoded"],
  ["a = b", "", "text/plain;charset=UTF-8"],
  ["", "", "text/plain;charset=UTF-8"],
  ["<p>", "page.HTML", "text/html;charset=UTF-8"],
  ["a=1", "notes.txt", "text/plain;charset=UTF-8"],
  ['{"a":1}', "Caddyfile", "application/json"],
])("the type of %j (%s) is %s", (text, file, type) => {
  expect(guessContentType(new TextEncoder().encode(text), file)).toBe(type);
});

test("bytes that are no text are of an unknown type", () => {
  expect(guessContentType(Uint8Array.of(0xff, 0xfe, 0), "")).toBe("application/octet-stream");
});
