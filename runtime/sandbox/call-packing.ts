/**
 * How calls and their results cross between pool and thread: many in one message, as one flat list of strings and numbers.
 * Structured clone of the objects themselves takes five times as long (measured), and waking the other side takes longer than both.
 */
import { Buffer } from "node:buffer";
import type { Failure, HeaderPair, LogLine, MonotonicUs, Outcome, Sampling } from "../model";
import type { CallLimits, SandboxResult, ThreadSpan, WireBody, WireInput } from "./protocol";

/** A call for a sandbox. */
export interface SandboxCall {
  /** Names the call in all that is said about it. */
  readonly mark: number;
  /** Where it is offered; see `ControlWords`. */
  readonly slot: number;
  readonly input: WireInput;
  readonly deadlineUs: MonotonicUs;
  readonly limits: CallLimits;
  /** Null: its stack is not sampled. */
  readonly sampling: Sampling | null;
}

/** What the thread runs: as a call is packed, with the headers in the form in which the guest takes them. */
export interface UnpackedCall extends Omit<SandboxCall, "input"> {
  readonly input:
    | Extract<WireInput, { trigger: "event" }>
    | (Omit<Extract<WireInput, { trigger: "http" }>, "headers"> & { readonly headers: string });
}

export type PackedValue =
  string | number | boolean | null | Uint8Array | Failure | readonly LogLine[] | readonly ThreadSpan[];

const CALL_VALUES = 12;
const RESULT_VALUES = 15;
/** Bodies up to this size travel as text, a character for each byte: a buffer of its own costs more than it holds. */
const TEXT_BODY_BYTES = 4096;

export function packCall(into: PackedValue[], call: SandboxCall): void {
  const { mark, slot, input, deadlineUs, limits, sampling } = call;
  into.push(mark, slot, deadlineUs, limits.responseBytes, limits.logLines, limits.logCharacters);
  if (input.trigger === "event") into.push(null, input.event, "", null);
  else into.push(input.method, input.url, joinHeaders(input.headers), input.body);
  into.push(sampling?.everyUs ?? null, sampling?.last ?? false);
}

export function unpackCalls(values: readonly PackedValue[]): UnpackedCall[] {
  const calls: UnpackedCall[] = [];
  for (let at = 0; at < values.length; at += CALL_VALUES) {
    const method = values[at + 6] as string | null;
    const text = values[at + 7] as string;
    const everyUs = values[at + 10] as number | null;
    calls.push({
      mark: values[at] as number,
      slot: values[at + 1] as number,
      deadlineUs: values[at + 2] as number,
      limits: {
        responseBytes: values[at + 3] as number,
        logLines: values[at + 4] as number,
        logCharacters: values[at + 5] as number,
      },
      sampling: everyUs === null ? null : { everyUs, last: values[at + 11] as boolean },
      input:
        method === null
          ? { trigger: "event", event: text }
          : {
              trigger: "http",
              method,
              url: text,
              headers: values[at + 8] as string,
              body: values[at + 9] as WireBody,
            },
    });
  }
  return calls;
}

export function packResult(into: PackedValue[], result: SandboxResult): void {
  const { response } = result;
  into.push(
    result.outcome,
    result.failure,
    response === null ? null : response.head.status,
    response === null ? null : response.head.statusText,
    response === null ? null : joinHeaders(response.head.headers),
    response === null ? null : packBody(response.body),
    result.logs.length === 0 ? null : result.logs,
    result.droppedLogLines,
    packSpans(result),
    result.receivedUs,
    result.handledUs,
    result.activeCpuUs,
    result.memoryBytes,
    result.sound,
    result.mark,
  );
}

export function unpackResults(values: readonly PackedValue[]): SandboxResult[] {
  const results: SandboxResult[] = [];
  for (let at = 0; at < values.length; at += RESULT_VALUES) {
    const status = values[at + 2] as number | null;
    results.push({
      outcome: values[at] as Outcome,
      failure: values[at + 1] as Failure | null,
      response:
        status === null
          ? null
          : {
              head: {
                status,
                statusText: values[at + 3] as string,
                headers: splitHeaders(values[at + 4] as string),
              },
              body: unpackBody(values[at + 5] as string | Uint8Array),
            },
      logs: (values[at + 6] as readonly LogLine[] | null) ?? [],
      droppedLogLines: values[at + 7] as number,
      spans: unpackSpans(values[at + 8] as number | readonly ThreadSpan[], values[at + 10] as number),
      receivedUs: values[at + 9] as number,
      handledUs: values[at + 10] as number,
      activeCpuUs: values[at + 11] as number | null,
      memoryBytes: values[at + 12] as number | null,
      sound: values[at + 13] as boolean,
      mark: values[at + 14] as number,
    });
  }
  return results;
}

/** Most calls have one span, of which all but its begin is known. */
function packSpans({ spans, handledUs }: SandboxResult): number | readonly ThreadSpan[] {
  const [only] = spans;
  if (only === undefined || spans.length > 1 || only.name !== "handler" || only.endUs !== handledUs) return spans;
  return Object.keys(only.attributes).length === 0 ? only.startUs : spans;
}

function unpackSpans(packed: number | readonly ThreadSpan[], handledUs: MonotonicUs): readonly ThreadSpan[] {
  if (typeof packed !== "number") return packed;
  return [{ name: "handler", startUs: packed, endUs: handledUs, parent: null, attributes: {} }];
}

function packBody(body: Uint8Array): string | Uint8Array {
  if (body.byteLength > TEXT_BODY_BYTES) return body;
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1");
}

function unpackBody(body: string | Uint8Array): Uint8Array {
  return typeof body === "string" ? Buffer.from(body, "latin1") : body;
}

/** The bridge's form of headers: `name\nvalue\n…`. */
export function splitHeaders(flat: string): HeaderPair[] {
  if (flat === "") return [];
  const parts = flat.split("\n");
  const pairs: HeaderPair[] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) pairs.push([parts[index] ?? "", parts[index + 1] ?? ""]);
  return pairs;
}

export function joinHeaders(pairs: readonly HeaderPair[]): string {
  let flat = "";
  for (const [name, value] of pairs) flat += flat === "" ? `${name}\n${value}` : `\n${name}\n${value}`;
  return flat;
}
