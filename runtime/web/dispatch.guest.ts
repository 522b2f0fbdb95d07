import { answer, failCall, failThrown, resetAnswer, responseCredit, send, settleOne } from "./answer.guest";
import { apiGatewayEvent, apiGatewayResponse, jsonOf } from "./api-gateway.guest";
import { bodyBytes } from "./body.guest";
import type { GuestOperations, HostFunctions } from "./bridge";
import { describeThrown } from "./call-errors.guest";
import type { Call } from "./calls.guest";
import { beginCall, currentCall } from "./calls.guest";
import { cloudFrontEvent, cloudFrontResponse } from "./cloudfront.guest";
import type { Core } from "./core.guest";
import { dispatchFetch } from "./fetch-event.guest";
import { forgetExchanges } from "./fetch.guest";
import type { Callable, Handlers, HttpHandler } from "./handler-shape.guest";
import { handlersOf } from "./handler-shape.guest";
import { flatHeaderList } from "./headers.guest";
import { incomingBody, incomingOperations } from "./incoming.guest";
import { invokeLambda } from "./lambda.guest";
import { apply, defineProperty, floor, isObject, toText } from "./primordials.guest";
import { onSettled, whenSettled } from "./promises.guest";
import type { RequestState } from "./request.guest";
import { cancelRequest, incomingState, requestOf } from "./request.guest";
import { responseState } from "./response.guest";
import { contextOf } from "./waiting.guest";

/** A call's wall limit when the host does not tell: the one that calls have unless their caller sets another. */
const DEFAULT_TIMEOUT_MS = 5000;

const parseJson = JSON.parse;

/** What the operations share: the function that this sandbox was given. */
class Dispatcher {
  readonly #host: HostFunctions;
  readonly #core: Core;
  readonly #uuid: () => string;
  #environment: Record<string, string> = {};
  #handlers: Handlers | null = null;

  constructor(host: HostFunctions, core: Core, uuid: () => string) {
    this.#host = host;
    this.#core = core;
    this.#uuid = uuid;
  }

  setEnvironment(json: string): void {
    this.#environment = parseJson(json) as Record<string, string>;
    // What a bundle says `process.env` to: the bundler writes this name instead.
    const value = { ...this.#environment };
    defineProperty(globalThis, "__env", { value, writable: true, enumerable: false, configurable: true });
  }

  adopt(namespace: unknown): void {
    whenSettled(
      namespace,
      (exports) => {
        try {
          this.#take(exports as object);
        } catch (error) {
          this.#failInit(error);
        }
      },
      (error) => {
        this.#failInit(error);
      },
    );
  }

  #take(exports: object): void {
    const handlers = handlersOf(exports);
    if (typeof handlers === "string") {
      this.#host.fail("handler-shape", handlers, "");
      return;
    }
    this.#handlers = handlers;
    this.#host.adopted(handlers.event !== null);
  }

  #failInit(error: unknown): void {
    const { message, stack } = describeThrown(error);
    this.#host.fail("init-threw", message, stack);
  }

  #begin(): Call {
    this.#core.refresh();
    resetAnswer();
    forgetExchanges();
    return beginCall(this.#host);
  }

  request(
    method: string,
    url: string,
    headers: string,
    body: Uint8Array | "stream" | undefined,
    deadlineMs: number,
    isSerialized: boolean,
  ): void {
    const call = this.#begin();
    const list = flatHeaderList(headers, true);
    const request = incomingState(method, url, !isSerialized, list, incomingBody(call, body));
    call.request = request;
    if (this.#handlers === null) {
      failCall(call, "handler-shape", "no module was adopted: there is nothing to call", "");
      return;
    }
    try {
      this.#answerWith(this.#handlers.http, call, request, deadlineMs);
    } catch (error) {
      failThrown(call, error);
    }
  }

  #answerWith(handler: HttpHandler, call: Call, request: RequestState, deadlineMs: number): void {
    switch (handler.kind) {
      case "fetch":
      case "function":
        conclude(call, this.#invoke(handler.call, handler.self, call, request));
        return;
      case "methods": {
        const { methods } = handler;
        const method = methods[request.method] ?? (request.method === "HEAD" ? methods.GET : undefined);
        if (method === undefined) refuseMethod(call, handler.allow);
        else conclude(call, this.#invoke(method, undefined, call, request));
        return;
      }
      case "listener":
        dispatchFetch(call, requestOf(request), conclude);
        return;
      case "lambda":
        this.#answerLambda(handler.call, handler.cloudFront, call, request, deadlineMs);
    }
  }

  #invoke(handler: Callable, self: object | undefined, call: Call, request: RequestState): unknown {
    // Each call has an environment of its own: what one writes into it, no other sees.
    return apply<unknown, unknown[], unknown>(handler, self, [
      requestOf(request),
      { ...this.#environment },
      contextOf(call),
    ]);
  }

  #answerLambda(handler: Callable, cloudFront: boolean, call: Call, request: RequestState, deadlineMs: number): void {
    const requestId = this.#uuid();
    const facts = { requestId, epochMs: floor(this.#host.epochNow()) };
    const run = (body: Uint8Array | null): void => {
      const event = (cloudFront ? cloudFrontEvent : apiGatewayEvent)(request, body, facts);
      invokeLambda(call, handler, event, this.#lambdaFacts(requestId, deadlineMs), (result) => {
        send(call, (cloudFront ? cloudFrontResponse : apiGatewayResponse)(result));
      });
    };
    if (request.body === null) {
      run(null);
      return;
    }
    const failed = (error: unknown): void => {
      failThrown(call, error);
    };
    const read = (body: Uint8Array): void => {
      try {
        run(body);
      } catch (error) {
        failed(error);
      }
    };
    onSettled(bodyBytes(request.body), read, failed);
  }

  event(json: string, deadlineMs: number): void {
    const call = this.#begin();
    const handler = this.#handlers?.event ?? null;
    if (handler === null) {
      const why = "the function takes requests, not events: only `export const handler = async (event, context)` does";
      failCall(call, "handler-shape", why, "");
      return;
    }
    try {
      invokeLambda(call, handler, parseJson(json), this.#lambdaFacts(this.#uuid(), deadlineMs), (result) => {
        const text = result === undefined ? "null" : jsonOf(result);
        if (call.over) return;
        call.answered = true;
        call.host.respond(200, "OK", "content-type\napplication/json", text);
        settleOne(call);
      });
    } catch (error) {
      failThrown(call, error);
    }
  }

  #lambdaFacts(requestId: string, deadlineMs: number): { requestId: string; functionName: string; deadlineMs: number } {
    const name: unknown = this.#environment.AWS_LAMBDA_FUNCTION_NAME;
    return { requestId, functionName: name === undefined ? "function" : toText(name), deadlineMs };
  }
}

/** Answers with what a handler returned: now if it is a response, and when it settles if it is a promise. */
function conclude(call: Call, result: unknown): void {
  if (!isObject(result) || responseState(result) !== null) {
    answer(call, result);
    return;
  }
  whenSettled(
    result,
    (value) => {
      answer(call, value);
    },
    (error) => {
      failThrown(call, error);
    },
  );
}

function refuseMethod(call: Call, allow: string): void {
  call.answered = true;
  call.host.respond(405, "Method Not Allowed", "allow\n" + allow, null);
  settleOne(call);
}

/** The operations that bring a function and its calls. `uuid` makes random ones. */
export function dispatchOperations(host: HostFunctions, core: Core, uuid: () => string): Partial<GuestOperations> {
  const dispatcher = new Dispatcher(host, core, uuid);
  return {
    environment(json) {
      dispatcher.setEnvironment(json);
    },
    adopt(namespace) {
      dispatcher.adopt(namespace);
    },
    request(method, url, headers, body, deadlineMs = DEFAULT_TIMEOUT_MS, isSerialized = false) {
      dispatcher.request(method, url, headers, body, deadlineMs, isSerialized);
    },
    event(json, deadlineMs = DEFAULT_TIMEOUT_MS) {
      dispatcher.event(json, deadlineMs);
    },
    ...incomingOperations,
    responseCredit,
    cancel() {
      const request = currentCall()?.request;
      if (request) cancelRequest(request);
    },
  };
}
