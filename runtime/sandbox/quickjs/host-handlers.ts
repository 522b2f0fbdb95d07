import type { FailureCode } from "../../model";
import { FAILURE_CODES } from "../../model";
import { hostCrypto } from "../../web/crypto-host";
import { splitHeaders } from "../call-packing";
import { CallRun } from "./call-run";
import { cutText } from "../cut-text";
import { InitRun } from "./init-run";
import type { GuestValue, HostHandlers } from "./instance";
import type { Run } from "./running";
import { nowUs } from "../thread-clock";

/** What the epoch's clock is ahead of the monotonic one, to a millisecond: what the guest sees never goes back. */
const epochAheadMs = Date.now() - nowUs() / 1000;

/** The run that the thread is at, or null while it only installs the Web APIs. */
export type CurrentRun = () => Run | null;

/**
 * What the guest is lent. The guest is hostile: an argument of the wrong kind is read as an empty one of the right kind, and a call
 * that is over has no effect.
 */
export function hostHandlers(current: CurrentRun): HostHandlers {
  const call = (): CallRun | null => {
    const run = current();
    return run instanceof CallRun && !run.over ? run : null;
  };
  return {
    ...clockHandlers(current),
    ...responseHandlers(call),
    ...fetchHandlers(call),
    ...codecHandlers(current),
    fail: (code, message, stack) => {
      const run = current();
      if (run instanceof CallRun || run instanceof InitRun) run.failed(failureCode(code), text(message), text(stack));
      return undefined;
    },
    adopted: (drawsIds) => {
      const run = current();
      if (run instanceof InitRun) run.adopted(drawsIds === true);
      return undefined;
    },
    requestPull: () => call()?.requestPull(),
    crypto: hostCrypto,
    decodeText: (label, input, fatal, ignoreBom) =>
      decodeText(text(label), bytes(input), fatal === true, ignoreBom === true),
  };
}

function clockHandlers(current: CurrentRun) {
  return {
    now: () => current()?.nowMs() ?? 0,
    epochNow: () => epochAheadMs + nowUs() / 1000,
    log: (level: GuestValue, line: GuestValue) => current()?.console.add(text(level), text(line), nowUs()) ?? false,
    wakeAt: (atMs: GuestValue) => current()?.wakeAt(number(atMs)),
    span: (name: GuestValue, startMs: GuestValue, endMs: GuestValue, attributes: GuestValue) =>
      current()?.span(
        cutText(text(name), NAME_CHARACTERS),
        number(startMs),
        number(endMs),
        spanAttributes(text(attributes)),
      ),
  };
}

function responseHandlers(call: () => CallRun | null) {
  return {
    respond: (status: GuestValue, statusText: GuestValue, headers: GuestValue, body: GuestValue) =>
      call()?.respond(number(status), text(statusText), text(headers), bytes(body)),
    head: (status: GuestValue, statusText: GuestValue, headers: GuestValue) =>
      void call()?.head(number(status), text(statusText), text(headers)),
    chunk: (body: GuestValue) => call()?.chunk(bytes(body)) ?? false,
    end: () => call()?.endResponse(),
    settled: () => call()?.settled(),
  };
}

function fetchHandlers(call: () => CallRun | null) {
  return {
    fetch: (
      id: GuestValue,
      method: GuestValue,
      url: GuestValue,
      headers: GuestValue,
      body: GuestValue,
      redirect: GuestValue,
    ) =>
      call()?.fetch({
        type: "fetch",
        fetchId: number(id),
        method: text(method),
        url: text(url),
        headers: splitHeaders(text(headers)),
        body: body instanceof Uint8Array ? body : null,
        redirect: redirect === "error" || redirect === "manual" ? redirect : "follow",
      }),
    fetchPull: (id: GuestValue) => call()?.fetchPull(number(id)),
    fetchAbort: (id: GuestValue) => call()?.fetchAbort(number(id)),
  };
}

function codecHandlers(current: CurrentRun) {
  const codecs = () => {
    const run = current();
    return run?.over === false ? run.codecs : null;
  };
  return {
    codecOpen: (task: GuestValue) => codecs()?.open(task) ?? null,
    codecWrite: (codec: GuestValue, input: GuestValue, last: GuestValue) => codecs()?.write(codec, input, last) ?? null,
    codecClose: (codec: GuestValue) => codecs()?.close(codec),
  };
}

const encoder = new TextEncoder();
/** A span is shown in one line; a URL may be longer than a name, but not as long as the guest likes. */
const NAME_CHARACTERS = 256;
const ATTRIBUTE_CHARACTERS = 4096;

function text(value: GuestValue): string {
  return typeof value === "string" ? value : "";
}

function number(value: GuestValue): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

function bytes(value: GuestValue): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return encoder.encode(text(value));
}

function failureCode(value: GuestValue): FailureCode {
  return typeof value === "string" && Object.hasOwn(FAILURE_CODES, value) ? (value as FailureCode) : "handler-threw";
}

function spanAttributes(json: string): Readonly<Record<string, string | number | boolean>> {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== "object" || parsed === null) return {};
    return Object.fromEntries(Object.entries(parsed).filter(isAttribute).map(shortened));
  } catch {
    return {};
  }
}

function isAttribute(entry: [string, unknown]): entry is [string, string | number | boolean] {
  return ["string", "number", "boolean"].includes(typeof entry[1]);
}

function shortened<T>([name, value]: [string, T]): [string, T | string] {
  return [name, typeof value === "string" ? cutText(value, ATTRIBUTE_CHARACTERS) : value];
}

function decodeText(label: string, input: Uint8Array, fatal: boolean, ignoreBOM: boolean): string | null {
  try {
    return new TextDecoder(label, { fatal, ignoreBOM }).decode(input);
  } catch {
    return null;
  }
}
