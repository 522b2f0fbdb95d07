import type { Body } from "./body.guest";
import { bodyOfBytes, bodyOfSource } from "./body.guest";
import type { GuestOperations } from "./bridge";
import type { Call } from "./calls.guest";
import { TypeError } from "./primordials.guest";
import type { StreamController } from "./stream-access.guest";
import { createByteStream } from "./stream-access.guest";

/** A request's body that comes in chunks. */
interface Incoming {
  readonly call: Call;
  controller: StreamController | null;
  pulling: boolean;
  ended: boolean;
  failure: Error | null;
}

let incoming: Incoming | null = null;

function pull(from: Incoming, controller: StreamController): void {
  from.controller = controller;
  if (from.failure !== null) controller.error(from.failure);
  else if (from.ended) controller.close();
  else if (from.call.over) controller.error(new TypeError("The call that this request belongs to is over."));
  else if (!from.pulling) {
    from.pulling = true;
    from.call.host.requestPull();
  }
}

/** The body of an incoming request, as the operation `request` tells it. */
export function incomingBody(call: Call, body: Uint8Array | "stream" | undefined): Body | null {
  incoming = null;
  if (body === undefined) return null;
  if (body !== "stream") return bodyOfBytes(body);
  const from: Incoming = { call, controller: null, pulling: false, ended: false, failure: null };
  incoming = from;
  return bodyOfSource(() =>
    createByteStream({
      pull(controller) {
        pull(from, controller);
      },
      cancel() {
        from.ended = true;
      },
    }),
  );
}

/** The operations by which the host sends the body. */
export const incomingOperations: Pick<GuestOperations, "requestChunk" | "requestEnd" | "requestError"> = {
  requestChunk(bytes) {
    if (incoming === null) return;
    incoming.pulling = false;
    incoming.controller?.enqueue(bytes);
    if (bytes.length === 0 && incoming.controller !== null) pull(incoming, incoming.controller);
  },
  requestEnd() {
    if (incoming === null) return;
    incoming.ended = true;
    incoming.controller?.close();
  },
  requestError(message) {
    if (incoming === null) return;
    incoming.failure = new TypeError(message);
    incoming.controller?.error(incoming.failure);
  },
};
