import { expect, test } from "vitest";
import type { Artifact } from "../../../runtime";
import { eventRequest } from "../../../runtime";
import { recordedCall } from "../../../main/workbench/invoke";
import type { StartedCall } from "../../../main/store";
import { sampleInvocation } from "./sample-invocation";

const ARTIFACT: Artifact = {
  version: "sha256:test",
  kind: "js",
  engine: "quickjs",
  name: "Price list",
  entry: "/functions/price-list/index.ts",
  code: new Uint8Array(),
  sourceMap: null,
  debugInfo: null,
  modules: [],
};

test("a call with an event is in the history with the same request while it runs and afterwards", async () => {
  const begun: StartedCall[] = [];
  const event = { plant: "basil" };
  const store = { begin: (call: StartedCall) => begun.push(call), finish: () => undefined };
  const runtime = { invoke: () => Promise.resolve(sampleInvocation()) };
  const call = {
    id: "01930e4f-7c00-7abc-8def-0123456789ab",
    input: { trigger: "event", event },
    grants: sampleInvocation().grants,
    start: "auto",
  } as const;
  await recordedCall({ store, runtime, artifacts: { keep: () => undefined } }, ARTIFACT, call, {}, 1000);
  const { method, url, headers, body } = eventRequest(ARTIFACT, JSON.stringify(event));
  expect(url).toBe("http://price-list.local/");
  expect(begun).toMatchObject([
    { startedAtMs: 1000, request: { method, url, headers, body: { bytes: 17, content: body } } },
  ]);
});
