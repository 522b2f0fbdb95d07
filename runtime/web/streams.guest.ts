import {
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  TransformStream,
  TransformStreamDefaultController,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
} from "web-streams-polyfill";
import { exposeInterface } from "./interfaces.guest";

export { ReadableStream, TransformStream, WritableStream };
export type { ReadableStreamDefaultController, ReadableStreamDefaultReader } from "web-streams-polyfill";

/** Installs the streams: the library that is the standard's reference implementation, under the standard's names. */
export function installStreams(): void {
  exposeInterface(ReadableStream, "ReadableStream", 0, ["from"]);
  exposeInterface(ReadableStreamDefaultReader, "ReadableStreamDefaultReader", 1);
  exposeInterface(ReadableStreamBYOBReader, "ReadableStreamBYOBReader", 1);
  exposeInterface(ReadableStreamDefaultController, "ReadableStreamDefaultController", 0);
  exposeInterface(ReadableByteStreamController, "ReadableByteStreamController", 0);
  exposeInterface(ReadableStreamBYOBRequest, "ReadableStreamBYOBRequest", 0);
  exposeInterface(WritableStream, "WritableStream", 0);
  exposeInterface(WritableStreamDefaultWriter, "WritableStreamDefaultWriter", 1);
  exposeInterface(WritableStreamDefaultController, "WritableStreamDefaultController", 0);
  exposeInterface(TransformStream, "TransformStream", 0);
  exposeInterface(TransformStreamDefaultController, "TransformStreamDefaultController", 0);
  exposeInterface(ByteLengthQueuingStrategy, "ByteLengthQueuingStrategy", 1);
  exposeInterface(CountQueuingStrategy, "CountQueuingStrategy", 1);
}
