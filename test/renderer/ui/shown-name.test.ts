import { expect, test } from "vitest";
import { shownName } from "../../../renderer/ui/shown-name";

test("a name that would turn or break what stands around it shows what is in it", () => {
  expect(shownName("rtl-\u202egnp.exe")).toBe("rtl-‹U+202E›gnp.exe");
  expect(shownName("two\nlines\u0000\u2028\u200f")).toBe("two‹U+000A›lines‹U+0000›‹U+2028›‹U+200F›");
  for (const name of ["hello", "grün 🌱", "שלום", "<b>&amp;", 'a"b']) expect(shownName(name)).toBe(name);
});
