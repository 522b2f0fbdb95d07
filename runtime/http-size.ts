import type { HeaderPair, HttpRequest, ResponseHead } from "./model";

/** Bytes of a request's head as HTTP/1.1 writes it: request line, header lines, empty line. */
export function requestHeadBytes(request: Pick<HttpRequest, "method" | "url" | "headers">): number {
  return (
    request.method.length + Buffer.byteLength(request.url) + " HTTP/1.1\r\n".length + 1 + headerBytes(request.headers)
  );
}

/** Bytes of a response's head as HTTP/1.1 writes it: status line, header lines, empty line. */
export function responseHeadBytes(head: ResponseHead): number {
  return "HTTP/1.1 200 \r\n".length + head.statusText.length + headerBytes(head.headers);
}

/** Values are measured together: each measurement leaves JavaScript, and there are thousands of calls a second. */
function headerBytes(headers: readonly HeaderPair[]): number {
  let bytes = "\r\n".length;
  let values = "";
  for (const [name, value] of headers) {
    bytes += name.length + ": \r\n".length;
    values += value;
  }
  return bytes + Buffer.byteLength(values);
}
