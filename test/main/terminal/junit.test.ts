import { expect, test } from "vitest";
import { junitXml } from "../../../main/terminal/junit";

test("a report counts its failures, and says what was found", () => {
  const xml = junitXml("api", [
    { name: "max-bytes", failure: null, output: "300 bytes, budget 1,000" },
    { name: "max-cold-ms", failure: "400 ms, budget 100 ms", output: "at handler\n  (index.ts:3)" },
  ]);
  expect(xml).toContain('<testsuite name="api" tests="2" failures="1" errors="0">');
  expect(xml).toContain('name="max-bytes"><system-out>300 bytes, budget 1,000</system-out></testcase>');
  expect(xml).toContain('<failure message="400 ms, budget 100 ms">at handler&#10;  (index.ts:3)</failure>');
});

test("what a function says can't break the report", () => {
  const xml = junitXml('a"b', [{ name: "runs", failure: '<x> & "y" \u0007 \ud800', output: "]]>" }]);
  expect(xml).toContain('message="&lt;x&gt; &amp; &quot;y&quot; \ufffd \ufffd"');
  expect(xml).toContain(">]]&gt;</failure>");
  expect(xml).toContain('classname="coldframe.a&quot;b"');
});
