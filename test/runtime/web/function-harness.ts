/**
 * A function in the guest as a caller sees it: adopt its source, send it requests and events, read what it answers.
 */
import { build } from "esbuild";
import type { HostFunctions } from "../../../runtime/web/bridge";
import type { Guest } from "./guest-harness";
import { createGuest } from "./guest-harness";

/** What came of one call. */
export interface Answer {
  readonly status: number | null;
  readonly statusText: string | null;
  readonly headers: readonly (readonly [string, string])[];
  /** The whole body as text; chunks joined. */
  readonly text: string;
  /** How it came: at once, or as head and chunks. */
  readonly streamed: boolean;
  readonly ended: boolean;
  readonly settled: boolean;
  readonly failure: { readonly code: string; readonly message: string; readonly stack: string } | null;
  readonly logs: readonly string[];
  readonly spans: readonly { readonly name: string; readonly attributes: unknown }[];
}

export interface GuestFunction extends Disposable {
  readonly guest: Guest;
  /** The failure of adopting it; null when it was adopted. */
  readonly adoption: { readonly code: string; readonly message: string } | null;
  /** Sends a request and gives what the guest said by the end of that turn. */
  request(url: string, init?: RequestOptions): Answer;
  event(event: unknown): Answer;
  /** What the guest has said of the running call by now. */
  answer(): Answer;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: Uint8Array | string | undefined;
  /** The body comes in chunks. */
  readonly streamed?: boolean;
}

/** Bundles a source as `build` would: npm packages included, one ES module. */
export async function bundle(source: string): Promise<string> {
  const result = await build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2023",
  });
  return result.outputFiles[0]?.text ?? "";
}

type Overrides = Partial<Record<keyof HostFunctions, (...args: unknown[]) => unknown>>;

/** Makes a guest with this function. `source` is an ES module without imports, or the result of `bundle`. */
export async function createFunction(
  source: string,
  environment: Readonly<Record<string, string>> = {},
  overrides: Overrides = {},
): Promise<GuestFunction> {
  const guest = await createGuest(overrides);
  guest.enter("environment", JSON.stringify(environment));
  guest.adopt(source);
  const failed = guest.calls.find(({ name }) => name === "fail");
  const adoption = failed === undefined ? null : { code: String(failed.args[0]), message: String(failed.args[1]) };
  const answer = (): Answer => read(guest);
  return {
    guest,
    adoption,
    answer,
    request(url, { method = "GET", headers = [], body, streamed = false } = {}) {
      guest.calls.length = 0;
      const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
      guest.enter("request", method, url, headers.flat().join("\n"), streamed ? "stream" : bytes);
      return answer();
    },
    event(event) {
      guest.calls.length = 0;
      guest.enter("event", JSON.stringify(event));
      return answer();
    },
    [Symbol.dispose]: () => {
      guest[Symbol.dispose]();
    },
  };
}

function read(guest: Guest): Answer {
  const { calls } = guest;
  const whole = calls.find(({ name }) => name === "respond");
  const head = whole ?? calls.find(({ name }) => name === "head");
  const failed = calls.find(({ name }) => name === "fail");
  const chunks = calls.filter(({ name }) => name === "chunk").map(({ args }) => args[0]);
  return {
    status: head === undefined ? null : Number(head.args[0]),
    statusText: head === undefined ? null : String(head.args[1]),
    headers: head === undefined ? [] : pairs(String(head.args[2])),
    text: (whole === undefined ? chunks : [whole.args[3]]).map(textOf).join(""),
    streamed: head !== undefined && whole === undefined,
    ended: calls.some(({ name }) => name === "end"),
    settled: calls.some(({ name }) => name === "settled"),
    failure:
      failed === undefined
        ? null
        : { code: String(failed.args[0]), message: String(failed.args[1]), stack: String(failed.args[2]) },
    logs: calls.filter(({ name }) => name === "log").map(({ args }) => args.join(" ")),
    spans: calls
      .filter(({ name }) => name === "span")
      .map(({ args }) => ({ name: String(args[0]), attributes: JSON.parse(String(args[3])) as unknown })),
  };
}

function textOf(body: unknown): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : typeof body === "string" ? body : "";
}

function pairs(flat: string): [string, string][] {
  const parts = flat === "" ? [] : flat.split("\n");
  return parts.flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 1] ?? ""] as [string, string]] : []));
}
