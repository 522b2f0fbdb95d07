import { expect, test } from "vitest";
import { suggestedFileName } from "../../../main/workbench/response-file";
import { sampleInvocation } from "./sample-invocation";

test.each([
  ["http://hello.local/reports/2026.csv?x=1", "text/csv", "2026.csv"],
  ["http://hello.local/users", "application/json; charset=utf-8", "users.json"],
  ["http://hello.local/", "text/html", "price-list.html"],
  ["http://hello.local/a%2Fb%00", "image/PNG", "a-b-.png"],
  ["http://hello.local/%E0%A4%A", "application/x-unknown", "E0-A4-A.bin"],
  ["http://hello.local/..%2f..%2fetc", "text/plain", "etc.txt"],
])("the body of %s, %s, is suggested as %s", (url, type, name) => {
  const invocation = { ...sampleInvocation(), functionName: "price-list" };
  const { request, response } = invocation;
  if (response === null) throw new Error("the sample has a response");
  const headers = [["Content-Type", type]] as const;
  expect(suggestedFileName({ ...invocation, request: { ...request, url }, response: { ...response, headers } })).toBe(
    name,
  );
});
