import { createHash } from "node:crypto";
import type { AttributeValue, Invocation, Span } from "../../runtime";

/**
 * OTLP/JSON, the parts that a trace needs. 64-bit integers are strings, ids are lower-case hexadecimal.
 * Source: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export interface ExportTraceServiceRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly spans: readonly OtlpSpan[];
    }[];
  }[];
}

export interface KeyValue {
  readonly key: string;
  readonly value:
    | { readonly stringValue: string }
    | { readonly boolValue: boolean }
    | { readonly intValue: string }
    | { readonly doubleValue: number };
}

export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1: internal, 2: server, 3: client. */
  readonly kind: 1 | 2 | 3;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly events: readonly {
    readonly timeUnixNano: string;
    readonly name: string;
    readonly attributes: readonly KeyValue[];
  }[];
  /** 0: unset, 2: error. */
  readonly status: { readonly code: 0 | 2; readonly message?: string };
}

/**
 * One invocation as a trace: a root span for the call, its spans below it by nesting, its console lines as the root's
 * events. Attribute names are OpenTelemetry's where it has one (https://opentelemetry.io/docs/specs/semconv/faas/ and
 * http/), else they begin with `coldframe.`. The trace's id is the invocation's, without its dashes.
 */
export function otlpDocument(invocation: Invocation): ExportTraceServiceRequest {
  return {
    resourceSpans: [
      {
        resource: {
          attributes: keyValues({
            "service.name": invocation.functionName,
            "faas.name": invocation.functionName,
            "faas.version": invocation.version,
            "faas.max_memory": invocation.usage.memoryLimitBytes,
          }),
        },
        scopeSpans: [
          {
            scope: { name: "coldframe" },
            spans: [rootSpan(invocation), ...invocation.spans.map((span, index) => childSpan(invocation, span, index))],
          },
        ],
      },
    ],
  };
}

function rootSpan(invocation: Invocation): OtlpSpan {
  const { error, response, spans, usage } = invocation;
  const failed = invocation.outcome !== "ok" || (response?.status ?? 0) >= 500;
  return {
    traceId: traceId(invocation),
    spanId: spanId(invocation, "root"),
    name: invocation.functionName,
    kind: 2,
    startTimeUnixNano: nanoseconds(invocation, Math.min(0, ...spans.map((span) => span.startUs))),
    endTimeUnixNano: nanoseconds(invocation, usage.wallUs),
    attributes: keyValues(rootAttributes(invocation)),
    events: [
      ...invocation.logs.map(({ level, atUs, text }) => ({
        timeUnixNano: nanoseconds(invocation, atUs),
        name: "log",
        attributes: keyValues({ "log.level": level, "log.message": text }),
      })),
      ...(error === null
        ? []
        : [
            {
              timeUnixNano: nanoseconds(invocation, usage.wallUs),
              name: "exception",
              attributes: keyValues({
                "exception.type": error.code,
                "exception.message": error.message,
                ...(error.stack === null ? {} : { "exception.stacktrace": error.stack }),
              }),
            },
          ]),
    ],
    status: failed ? { code: 2, ...(error === null ? {} : { message: error.message }) } : { code: 0 },
  };
}

function rootAttributes(invocation: Invocation): Record<string, AttributeValue> {
  const { error, request, response, start, usage } = invocation;
  return {
    "faas.trigger": invocation.trigger === "http" ? "http" : "other",
    "faas.invocation_id": invocation.id,
    ...(start === null ? {} : { "faas.coldstart": start === "cold", "coldframe.start": start }),
    "http.request.method": request.method,
    "url.full": request.url,
    "http.request.body.size": request.body.bytes,
    ...(response === null
      ? {}
      : { "http.response.status_code": response.status, "http.response.body.size": response.body.bytes }),
    ...(error === null ? {} : { "error.type": error.code }),
    "coldframe.engine": invocation.engine,
    "coldframe.outcome": invocation.outcome,
    "coldframe.execution_us": usage.executionUs,
    ...(usage.activeCpuUs === null ? {} : { "coldframe.active_cpu_us": usage.activeCpuUs }),
    ...(usage.peakMemoryBytes === null ? {} : { "coldframe.peak_memory_bytes": usage.peakMemoryBytes }),
  };
}

function childSpan(invocation: Invocation, span: Span, index: number): OtlpSpan {
  return {
    traceId: traceId(invocation),
    spanId: spanId(invocation, String(index)),
    parentSpanId: spanId(invocation, span.parent === null ? "root" : String(span.parent)),
    name: span.name,
    kind: span.name === "fetch" ? 3 : 1,
    startTimeUnixNano: nanoseconds(invocation, span.startUs),
    endTimeUnixNano: nanoseconds(invocation, span.endUs),
    attributes: keyValues(span.attributes),
    events: [],
    status: childStatus(span),
  };
}

/** A span that ended with an error says so by `error.type`, as OpenTelemetry's do. */
function childStatus({ attributes }: Span): OtlpSpan["status"] {
  const { "error.type": type, "error.message": message } = attributes;
  if (type === undefined) return { code: 0 };
  return { code: 2, ...(typeof message === "string" ? { message } : {}) };
}

function traceId(invocation: Invocation): string {
  return invocation.id.replaceAll("-", "").toLowerCase();
}

/** Eight bytes, the same each time the same invocation is exported. */
function spanId(invocation: Invocation, name: string): string {
  return createHash("sha256").update(`${invocation.id}/${name}`).digest("hex").slice(0, 16);
}

function nanoseconds(invocation: Invocation, us: number): string {
  return String(BigInt(Math.round(invocation.startedAtMs * 1000) + us) * 1000n);
}

function keyValues(attributes: Readonly<Record<string, AttributeValue>>): KeyValue[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: AttributeValue): KeyValue["value"] {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
