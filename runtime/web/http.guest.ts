import { installAnswer } from "./answer.guest";
import { installBlob } from "./blob.guest";
import { installBody } from "./body.guest";
import type { GuestOperations, HostFunctions } from "./bridge";
import type { Core } from "./core.guest";
import { dispatchOperations } from "./dispatch.guest";
import { installFetchEvent } from "./fetch-event.guest";
import { installFetch } from "./fetch.guest";
import { installFormData } from "./form-data.guest";
import { installHeaders } from "./headers.guest";
import { apply } from "./primordials.guest";
import { installRequest } from "./request.guest";
import { installResponse } from "./response.guest";
import { installUrl } from "./url.guest";

/** Requests, responses, and the calls that are made of them. */
export interface Http {
  readonly operations: Partial<GuestOperations>;
}

/** The generator of random UUIDs, whatever a function makes of `crypto` later. */
function randomUuidOf(engine: typeof crypto): () => string {
  const { randomUUID } = engine as { readonly randomUUID: () => string };
  return () => apply<unknown, unknown[], string>(randomUUID, engine, []);
}

/** After the core and crypto: their classes are at work here. */
export function installHttp(host: HostFunctions, core: Core): Http {
  const uuid = randomUuidOf(crypto);
  installUrl();
  installHeaders();
  installBlob();
  installFormData();
  installBody(uuid);
  installRequest();
  installResponse();
  installFetchEvent();
  installAnswer(core);
  return { operations: { ...installFetch(host), ...dispatchOperations(host, core, uuid) } };
}
