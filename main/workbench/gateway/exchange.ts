import type { IncomingMessage, ServerResponse } from "node:http";
import type { BodySource, HttpRequest, Invocation } from "../../../runtime";
import { isMissing } from "../../../runtime/model";
import {
  answerAsJson,
  answerToBuildFailure,
  answerToBug,
  answerToFailure,
  answerToUnknown,
  answerWhileClosing,
  type Answer,
} from "./answer";
import type { FunctionTable, Route } from "./functions";
import type { BuildFailed, CallLine, InvokeFunction, ServedFunction } from "./gateway-types";
import { guestHeaders } from "./headers";
import { mounted } from "./mounted";
import { answerAsPage, indexAsJson, indexAsPage, PAGE_POLICY } from "./page";
import { bodyFraming, readWhole, RequestStream } from "./request-body";
import { requestTarget, type RequestTarget } from "./request-target";
import { ResponseWriter } from "./response-writer";
import type { Sources } from "./sources";

/** What all exchanges of a gateway share. */
export interface ExchangeHost {
  readonly port: number;
  readonly table: FunctionTable;
  /** Null where `invoke` builds by itself. */
  readonly sources: Sources | null;
  readonly invoke: InvokeFunction;
  readonly isClosing: () => boolean;
  readonly onCall: (line: CallLine) => void;
  readonly onError: (error: unknown) => void;
}

/** nginx's status for a log line of a client that left before there was a response. Never sent. */
const CLIENT_GONE = 499;

type FunctionRoute = Extract<Route, { type: "function" }>;
type OwnTarget = Extract<RequestTarget, { ok: true }>;
type PendingBody = BodySource | Promise<BodySource>;

type Ending = Pick<CallLine, "start" | "outcome" | "error">;

const INTERRUPTED: Ending = { start: null, outcome: "interrupted", error: "the client went away" };

/** One request and its response. `run` never rejects. */
export class Exchange {
  readonly #host: ExchangeHost;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #writer: ResponseWriter;
  readonly #controller = new AbortController();
  readonly #acceptedMs = performance.now();
  #stream: RequestStream | null = null;
  #served: ServedFunction | null = null;
  #expectsContinue: boolean;
  #isGone = false;

  constructor(host: ExchangeHost, request: IncomingMessage, response: ServerResponse, expectsContinue: boolean) {
    this.#host = host;
    this.#request = request;
    this.#response = response;
    this.#writer = new ResponseWriter(response, request.method ?? "GET");
    this.#expectsContinue = expectsContinue;
  }

  /** The client went away: cancels the call, and nobody waits for a slow reader any more. */
  abandon(): void {
    this.#isGone = true;
    this.#writer.abandon();
    this.#controller.abort();
  }

  /** The gateway closes: cancels the call; the client still gets an answer. */
  cancel(): void {
    this.#response.shouldKeepAlive = false;
    this.#controller.abort();
  }

  async run(): Promise<void> {
    let ending: Ending;
    try {
      ending = await this.#respond();
    } catch (error) {
      this.#host.onError(error);
      this.#giveUp(answerToBug(error));
      ending = { start: null, outcome: "error", error: error instanceof Error ? error.message : String(error) };
    }
    this.#stream?.release();
    this.#host.onCall({
      method: this.#request.method ?? "GET",
      path: this.#request.url ?? "/",
      status: this.#writer.status ?? CLIENT_GONE,
      wallUs: Math.round(((this.#writer.endedMs ?? performance.now()) - this.#acceptedMs) * 1000),
      functionName: this.#served?.name ?? null,
      ...ending,
    });
  }

  async #respond(): Promise<Ending> {
    if (this.#expectsContinue) {
      // A client that was told nothing may send its body or not: the connection can't be used for another request.
      this.#response.shouldKeepAlive = false;
    }
    const target = requestTarget(this.#request, this.#host.port);
    if (!target.ok) {
      return this.#refuse(target.status, target.message);
    }
    const refusal = this.#unsupported();
    if (refusal !== null) {
      return this.#refuse(...refusal);
    }
    if (this.#host.isClosing()) {
      return this.#answer(answerWhileClosing(), "refused");
    }
    const { table } = this.#host;
    let route = table.route(target.path);
    if (route.type !== "function") {
      await table.refresh();
      route = table.route(target.path);
    }
    if (route.type === "index") {
      return this.#index(target.origin);
    }
    if (route.type === "unknown") {
      return this.#unknown(route.name);
    }
    return this.#call(route, target, this.#body());
  }

  async #call(route: FunctionRoute, target: OwnTarget, pendingBody: PendingBody): Promise<Ending> {
    const { served } = route;
    this.#served = served;
    const startMs = performance.now();
    const built = this.#host.sources === null ? null : await this.#host.sources.current(served.entry);
    const endMs = performance.now();
    if (built?.ok === false) {
      return this.#buildFailed(built, route, target, pendingBody);
    }
    const body = pendingBody instanceof Promise ? await pendingBody : pendingBody;
    if (this.#isGone) {
      return INTERRUPTED;
    }
    const request: HttpRequest = {
      method: this.#request.method ?? "GET",
      url: target.origin + route.path,
      headers: this.#headers(served),
      body,
    };
    const result = await this.#host.invoke(served.entry, request, {
      signal: this.#controller.signal,
      sink: mounted(this.#writer, served.prefix, target.origin),
      artifact: built?.artifact ?? null,
      build: built?.isNew === true ? { acceptedMs: this.#acceptedMs, startMs, endMs } : null,
    });
    return "problems" in result ? this.#buildFailed(result, route, target, body) : this.#finish(result);
  }

  #headers(served: ServedFunction): HttpRequest["headers"] {
    const headers = guestHeaders(this.#request.rawHeaders);
    if (served.prefix !== "") {
      headers.push(["x-forwarded-prefix", served.prefix]);
    }
    return headers;
  }

  #body(): PendingBody {
    const { headers } = this.#request;
    switch (bodyFraming(headers["content-length"], headers["transfer-encoding"])) {
      case "none":
        return null;
      case "whole":
        this.#continue();
        return readWhole(this.#request);
      case "stream":
        this.#stream = new RequestStream(this.#request, () => {
          this.#continue();
        });
        return this.#stream;
    }
  }

  /** Tells a waiting client to send its body, unless the response has begun: an interim response can't follow it. */
  #continue(): void {
    if (this.#expectsContinue && !this.#response.headersSent) {
      this.#expectsContinue = false;
      this.#response.writeContinue();
      this.#response.shouldKeepAlive = !this.#host.isClosing() && this.#request.headers.connection !== "close";
    }
  }

  /** Methods and upgrades that no function can serve. */
  #unsupported(): [status: number, message: string] | null {
    const { method, headers } = this.#request;
    if (method === "TRACE") {
      return [405, "TRACE is not served: the Fetch standard forbids it."];
    }
    if (headers.upgrade?.toLowerCase().includes("websocket") === true) {
      return [501, "WebSocket upgrades are not served: a function answers with a Response."];
    }
    return null;
  }

  #refuse(status: number, message: string): Ending {
    this.#writer.whole(
      { status, statusText: "", headers: [["content-type", "text/plain; charset=utf-8"], ...NOT_STORED] },
      Buffer.from(`${message}\n`),
    );
    return { start: null, outcome: "refused", error: message };
  }

  #index(origin: string): Ending {
    const functions = this.#host.table.list();
    if (this.#wantsPage()) {
      this.#writeText(200, "html", indexAsPage(functions), []);
    } else {
      this.#writeText(200, "json", indexAsJson(functions, origin), []);
    }
    return { start: null, outcome: "ok", error: null };
  }

  #unknown(name: string): Ending {
    const names = this.#host.table.list().map((one) => one.name);
    return this.#answer(answerToUnknown(name, names), "refused");
  }

  /** A function that is gone from its folder is a 404, or is another file by now: then that one is called. */
  async #buildFailed(
    failed: BuildFailed,
    { served }: FunctionRoute,
    target: OwnTarget,
    pendingBody: PendingBody,
  ): Promise<Ending> {
    if (failed.problems.some(isMissing)) {
      await this.#host.table.refresh();
      const route = this.#host.table.route(target.path);
      if (route.type === "unknown") {
        return this.#unknown(route.name);
      }
      if (route.type === "function" && route.served.entry !== served.entry) {
        return this.#call(route, target, pendingBody);
      }
    }
    return this.#answer(answerToBuildFailure(failed.problems), "build-failed");
  }

  #finish(invocation: Invocation): Ending {
    const { outcome, start, error } = invocation;
    const ending: Ending = { start, outcome, error: error === null ? null : `${error.code}: ${error.message}` };
    if (this.#isGone || this.#writer.complete) {
      return ending;
    }
    if (outcome !== "ok") {
      this.#giveUp(answerToFailure(invocation));
      return ending;
    }
    if (this.#writer.end()) {
      return ending;
    }
    return this.#invalid(invocation, this.#writer.fault ?? "the handler gave no response");
  }

  /** There is no response, or one that breaks HTTP in a way that the function's own Web APIs let pass. */
  #invalid(invocation: Invocation, message: string): Ending {
    const error = { code: "invalid-response" as const, message, stack: null };
    this.#giveUp(answerToFailure({ ...invocation, outcome: "threw", error }));
    return { start: invocation.start, outcome: "threw", error: `invalid-response: ${message}` };
  }

  /** Answers in the response's place where nothing of it went out; cuts it off where something did. */
  #giveUp(answer: Answer): void {
    if (this.#writer.retract()) {
      this.#writeAnswer(answer);
    } else if (!this.#writer.complete) {
      this.#writer.cut();
    }
  }

  #answer(answer: Answer, outcome: Ending["outcome"]): Ending {
    this.#writeAnswer(answer);
    return { start: null, outcome, error: `${answer.code}: ${answer.message}` };
  }

  #writeAnswer(answer: Answer): void {
    if (this.#wantsPage()) {
      this.#writeText(answer.status, "html", answerAsPage(answer), answer.headers);
    } else {
      this.#writeText(answer.status, "json", answerAsJson(answer), answer.headers);
    }
  }

  /** A browser asks for `text/html`; curl, fetch and a client of a test don't. */
  #wantsPage(): boolean {
    return this.#request.headers.accept?.toLowerCase().includes("text/html") ?? false;
  }

  #writeText(status: number, type: "html" | "json", text: string, headers: Answer["headers"]): void {
    this.#writer.whole(
      { status, statusText: "", headers: [...(type === "html" ? PAGE_HEADERS : JSON_HEADERS), ...headers] },
      Buffer.from(text),
    );
  }
}

const NOT_STORED = [["cache-control", "no-store"]] as const;
const JSON_HEADERS = [["content-type", "application/json"], ...NOT_STORED] as const;
const PAGE_HEADERS = [
  ["content-type", "text/html; charset=utf-8"],
  ["content-security-policy", PAGE_POLICY],
  ["x-content-type-options", "nosniff"],
  ...NOT_STORED,
] as const;
