// The TypeScript `hello` in AssemblyScript, which compiles to WebAssembly. Coldframe brings "coldframe" along.
import { Request, Response, answer, quote } from "coldframe";

// Coldframe asks for room, puts the request there, and calls handler.
export { allocate } from "coldframe";

export function handler(request: usize, bytes: i32): u64 {
  return answer(request, bytes, hello);
}

function hello(request: Request): Response {
  const given = request.query("name");
  const trimmed = given === null ? "" : given.trim();
  const name = trimmed == "" ? "world" : trimmed;

  // Callers say what they like to get by the Accept header.
  const accept = request.headers.get("accept");
  if (accept !== null && accept.includes("application/json")) {
    return Response.json(`{"hello":${quote(name)}}`);
  }
  return Response.text(`Hello, ${name}!\n`);
}
