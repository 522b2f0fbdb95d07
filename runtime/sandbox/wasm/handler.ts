import type { Handler } from "../../wasm";
import { outside } from "./imports";
import type { WasmInstance } from "./instance";
import type { GuestResponse } from "./response-message";
import { emptyResponse, readResponse, textResponse } from "./response-message";

/** The response is larger than it may be. */
export class ResponseTooLarge extends Error {}

/** Puts a request into the module's memory where its handler takes one, and calls that. */
export function callHandler(instance: WasmInstance, { takesRequest }: Handler, request: () => Uint8Array): unknown {
  const handler = instance.exported("handler");
  if (handler === null) throw new Error("a checked module has lost its handler");
  if (!takesRequest) return handler();
  const bytes = request();
  const pointer = Number(instance.exported("allocate")?.(bytes.length)) >>> 0;
  const memory = instance.bytes;
  if (pointer + bytes.length > memory.length)
    throw outside("allocate gave room for the request", pointer, bytes.length, memory);
  memory.set(bytes, pointer);
  return handler(pointer, bytes.length);
}

/** @throws {GuestError} for a response that is none, {ResponseTooLarge} for one of more than `maxBytes` */
export function readHandlerResponse(
  instance: WasmInstance,
  { response }: Handler,
  result: unknown,
  maxBytes: number,
): GuestResponse {
  switch (response) {
    case "none":
      return emptyResponse();
    case "number":
      return textResponse(new TextEncoder().encode(String(result)));
    case "pair": {
      const [pointer, bytes] = result as [number, number];
      return readBytes(instance, pointer >>> 0, bytes >>> 0, maxBytes);
    }
    case "packed": {
      const packed = BigInt.asUintN(64, result as bigint);
      return readBytes(instance, Number(packed >> 32n), Number(packed & 0xffff_ffffn), maxBytes);
    }
  }
}

/** The response is copied: the memory that it is in is the next call's, too. */
function readBytes(instance: WasmInstance, pointer: number, bytes: number, maxBytes: number): GuestResponse {
  const memory = instance.bytes;
  if (pointer + bytes > memory.length) throw outside("the handler gave a response", pointer, bytes, memory);
  if (bytes > maxBytes) throw new ResponseTooLarge();
  return readResponse(memory.slice(pointer, pointer + bytes));
}
