import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chromeTraceDocument, tracksOf } from "../../../main/workbench/chrome-trace";
import { otlpDocument } from "../../../main/workbench/otlp";
import type { KeyValue } from "../../../main/workbench/otlp";
import type { Invocation } from "../../../runtime/model";
import { sampleInvocation } from "./sample-invocation";

function otlpSpans(invocation: Invocation) {
  const { resourceSpans } = otlpDocument(invocation);
  return resourceSpans.flatMap((resource) => resource.scopeSpans.flatMap((scope) => scope.spans));
}

function attribute(attributes: readonly KeyValue[], key: string): unknown {
  const found = attributes.find((one) => one.key === key);
  return found === undefined ? undefined : Object.values(found.value)[0];
}

describe("OTLP", () => {
  test("the call is the root, and spans hang below it as they nest", () => {
    const spans = otlpSpans(sampleInvocation());
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set(["01930e4f7c007abc8def0123456789ab"]));
    expect(new Set(spans.map((span) => span.spanId)).size).toBe(spans.length);
    for (const span of spans) expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
    const parents = spans.map((span) => spans.find((other) => other.spanId === span.parentSpanId)?.name);
    expect(spans.map((span, index) => [span.name, parents[index]])).toEqual([
      ["hello", undefined],
      ["spawn", "hello"],
      ["unaccounted", "hello"],
      ["handler", "hello"],
      ["fetch", "handler"],
      ["fetch", "handler"],
    ]);
  });

  test("times are nanoseconds since the epoch, as strings", () => {
    const [root, spawn] = otlpSpans(sampleInvocation());
    const accept = BigInt(Date.UTC(2026, 10, 23, 12)) * 1_000_000n;
    expect(root).toMatchObject({ startTimeUnixNano: String(accept), endTimeUnixNano: String(accept + 3_000_000n) });
    expect(spawn).toMatchObject({ endTimeUnixNano: String(accept + 1_000_000n) });
  });

  test("attributes are OpenTelemetry's", () => {
    const [root] = otlpSpans(sampleInvocation());
    const read = (key: string) => attribute(root?.attributes ?? [], key);
    expect(read("faas.trigger")).toBe("http");
    expect(read("faas.coldstart")).toBe(true);
    expect(read("faas.invocation_id")).toBe("01930e4f-7c00-7abc-8def-0123456789ab");
    expect(read("http.request.method")).toBe("GET");
    expect(read("url.full")).toBe("http://hello.local/?name=Ada");
    expect(read("http.response.status_code")).toBe("200");
    expect(root?.status).toEqual({ code: 0 });
    expect(root?.events).toMatchObject([{ name: "log" }]);
  });

  test("a failure is an error status and an exception event", () => {
    const error = { code: "handler-threw", message: "no", stack: null } as const;
    const [root] = otlpSpans(sampleInvocation({ outcome: "threw", error, response: null, start: null }));
    expect(root?.status).toEqual({ code: 2, message: "no" });
    expect(attribute(root?.attributes ?? [], "error.type")).toBe("handler-threw");
    expect(attribute(root?.attributes ?? [], "faas.coldstart")).toBeUndefined();
    expect(root?.events.at(-1)?.name).toBe("exception");
  });

  test("a fetch that failed is an error of its own, and of no other span", () => {
    const message = "fetch to localhost:1 failed";
    const spans = [
      { name: "handler", startUs: 0, endUs: 9, parent: null, attributes: {} },
      {
        name: "fetch",
        startUs: 1,
        endUs: 5,
        parent: 0,
        attributes: { "error.type": "TypeError", "error.message": message },
      },
    ] as const;
    const statuses = otlpSpans(sampleInvocation({ spans })).map((span) => [span.name, span.status]);
    expect(statuses).toEqual([
      ["hello", { code: 0 }],
      ["handler", { code: 0 }],
      ["fetch", { code: 2, message }],
    ]);
  });
});

describe("Chrome's trace", () => {
  test("complete events in microseconds; what overlaps without nesting gets a track of its own", () => {
    const { traceEvents } = chromeTraceDocument(sampleInvocation());
    const complete = traceEvents.filter((event) => event.ph === "X");
    expect(complete.map(({ name, ts, dur, tid }) => [name, ts, dur, tid])).toEqual([
      ["spawn", 0, 1000, 1],
      ["unaccounted", 1000, 40, 1],
      ["handler", 1040, 1960, 1],
      ["fetch", 1100, 900, 1],
      ["fetch", 1500, 1000, 2],
    ]);
    expect(traceEvents.filter((event) => event.ph === "M").map(({ name, tid }) => [name, tid])).toEqual([
      ["process_name", 0],
      ["thread_name", 1],
      ["thread_name", 2],
    ]);
    expect(traceEvents.find((event) => event.ph === "i")).toMatchObject({ name: "console.info", ts: 1500, s: "t" });
  });

  test("on one track any two spans are nested or apart", () => {
    const time = fc.tuple(fc.nat(100), fc.nat(100));
    fc.assert(
      fc.property(fc.array(time, { maxLength: 20 }), (times) => {
        const spans = times.map(([a, b]) => {
          const [startUs, endUs] = [Math.min(a, b), Math.max(a, b)];
          return { name: "fetch", startUs, endUs, parent: null, attributes: {} };
        });
        const tracks = tracksOf(spans);
        for (const [i, a] of spans.entries()) {
          for (const [j, b] of spans.entries()) {
            if (i === j || tracks[i] !== tracks[j]) continue;
            const apart = a.endUs <= b.startUs || b.endUs <= a.startUs;
            const nested =
              (a.startUs <= b.startUs && b.endUs <= a.endUs) || (b.startUs <= a.startUs && a.endUs <= b.endUs);
            expect(apart || nested).toBe(true);
          }
        }
      }),
    );
  });
});
