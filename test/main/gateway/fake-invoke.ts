import type { Failure, HeaderPair, HttpRequest, Invocation, Outcome, ResponseHead } from "../../../runtime";
import { openGateway, type Gateway, type GatewayOptions } from "../../../main/workbench/gateway/open-gateway";
import type { BuildFailed, CallLine, GatewayCall } from "../../../main/workbench/gateway/gateway-types";

/** An invocation as the runtime gives it, without what the gateway doesn't look at. */
export function invocation(fields: Partial<Invocation> = {}): Invocation {
  return {
    id: "019ab000-0000-7000-8000-000000000001",
    functionName: "hello",
    entry: "/functions/hello.ts",
    version: `sha256:${"0".repeat(64)}`,
    engine: "quickjs",
    trigger: "http",
    start: "warm",
    outcome: "ok",
    error: null,
    startedAtMs: 0,
    request: { method: "GET", url: "/", headers: [], body: { bytes: 0, content: null, sha256: null } },
    response: null,
    logs: [],
    droppedLogLines: 0,
    spans: [],
    usage: {
      wallUs: 0,
      executionUs: 0,
      activeCpuUs: 0,
      initUs: 0,
      peakMemoryBytes: 0,
      memoryLimitBytes: 0,
      ingressBytes: 0,
      egressBytes: 0,
    },
    grants: { env: {}, allowNet: [], memoryMb: 128, timeoutMs: 5000 },
    ...fields,
  };
}

export function failed(outcome: Outcome, error: Failure): Invocation {
  return invocation({ outcome, error });
}

export function head(status: number, headers: readonly HeaderPair[] = [], statusText = ""): ResponseHead {
  return { status, statusText, headers };
}

export type Handler = (
  request: HttpRequest,
  call: GatewayCall,
  entry: string,
) => Promise<Invocation | BuildFailed> | Invocation | BuildFailed;

/** Answers whole, as the runtime does where a function returns a body that is no stream. */
export function answering(
  status: number,
  headers: readonly HeaderPair[] = [],
  body: string | null = null,
  statusText = "",
): Handler {
  return (_request, call) => {
    call.sink.head(head(status, headers, statusText));
    if (body !== null) {
      void call.sink.chunk(Buffer.from(body, "latin1"));
    }
    return invocation();
  };
}

export interface TestGateway extends Gateway {
  /** All that was logged, in order. */
  readonly lines: CallLine[];
  readonly errors: unknown[];
  /** Resolves once as many lines were logged. */
  logged(count: number): Promise<void>;
}

/** A gateway on a free port whose calls are answered by a function of the test's. */
export async function testGateway(handler: Handler, options: Partial<GatewayOptions> = {}): Promise<TestGateway> {
  const lines: CallLine[] = [];
  const errors: unknown[] = [];
  let wake: () => void = () => undefined;
  const gateway = await openGateway({
    target: { kind: "function", entry: "/functions/hello.ts" },
    port: 0,
    invoke: async (entry, request, call) => handler(request, call, entry),
    onCall: (line) => {
      lines.push(line);
      wake();
    },
    onError: (error) => errors.push(error),
    ...options,
  });
  return {
    ...gateway,
    lines,
    errors,
    async logged(count) {
      while (lines.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

export async function readAll(body: HttpRequest["body"]): Promise<string> {
  if (body === null) {
    return "";
  }
  if (body instanceof Uint8Array) {
    return Buffer.from(body).toString();
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
