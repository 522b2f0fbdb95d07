import { differential } from "./differential";

/** A stream of bytes as one array, by way of a transform. */
const THROUGH =
  "const through = async (transform, ...chunks) => { const source = new ReadableStream({ start(c) { for (const chunk of chunks) c.enqueue(chunk); c.close(); } }); return Array.from(new Uint8Array(await new Response(source.pipeThrough(transform)).arrayBuffer())); }; const bytes = (text) => new TextEncoder().encode(text);";

/** What gzip makes of three times "frost and tomatoes, ". */
const PACKED = "H4sIAAAAAAAAA0sryi8uUUjMS1Eoyc9NLMlPLdZRSCNSDADxMW5uPAAAAA==";

differential("compression", {
  ...Object.fromEntries(
    ["gzip", "deflate", "deflate-raw"].map((format) => [
      `${format} comes back as it was`,
      `${THROUGH} const text = "frost and tomatoes, ".repeat(5000); const packed = new Uint8Array(await through(new CompressionStream("${format}"), bytes(text))); const back = await through(new DecompressionStream("${format}"), ...Array.from({ length: Math.ceil(packed.length / 7) }, (_, n) => packed.slice(n * 7, n * 7 + 7))); return [packed.length < 2000, new TextDecoder().decode(new Uint8Array(back)) === text]`,
    ]),
  ),
  "random bytes, in chunks of many sizes": `${THROUGH} const data = crypto.getRandomValues(new Uint8Array(60000)); const chunks = [data.subarray(0, 1), data.subarray(1, 9000).slice(), data.subarray(9000)]; const packed = new Uint8Array(await through(new CompressionStream("deflate"), ...chunks)); const back = await through(new DecompressionStream("deflate"), packed.buffer); return back.length === data.length && back.every((byte, n) => byte === data[n])`,
  "reads what others packed": `${THROUGH} const packed = Uint8Array.from(atob("${PACKED}"), (c) => c.charCodeAt(0)); return caught(() => through(new DecompressionStream("gzip"), packed))`,
  "of nothing is an empty stream of the format": `${THROUGH} return [(await through(new CompressionStream("gzip"))).slice(0, 3), await through(new DecompressionStream("deflate"), new Uint8Array(await through(new CompressionStream("deflate"))))]`,
  "refuses what is cut, spoilt, longer, or nothing": `${THROUGH} const failures = []; for (const format of ["gzip", "deflate", "deflate-raw"]) { const packed = new Uint8Array(await through(new CompressionStream(format), bytes("frost and tomatoes"))); const spoilt = packed.slice(); spoilt[Math.floor(packed.length / 2)] ^= 255; const longer = new Uint8Array([...packed, 1, 2, 3]); for (const input of [packed.subarray(0, -3).slice(), longer, new Uint8Array(0), ...(format === "deflate-raw" ? [] : [spoilt])]) failures.push(await caught(() => through(new DecompressionStream(format), input))); } return failures`,
  "refuses chunks that are no bytes": {
    body: `${THROUGH} return Promise.all(["text", 1, null, {}].map((chunk) => caught(() => through(new CompressionStream("gzip"), chunk))))`,
    // Node takes a text for its bytes.
    expected: Array.from({ length: 4 }, () => ({ error: "TypeError" })),
  },
  "refuses other formats": {
    body: "return Promise.all([() => new CompressionStream('br'), () => new DecompressionStream('GZIP'), () => new CompressionStream(), () => CompressionStream('gzip')].map(caught))",
    // Node names the wrong argument by a TypeError too, but 24 knows brotli.
    expected: Array.from({ length: 4 }, () => ({ error: "TypeError" })),
  },
  "gives out what it has before the end": `const { writable, readable } = new DecompressionStream("gzip"); const writer = writable.getWriter(); const reader = readable.getReader(); const packed = Uint8Array.from(atob("${PACKED}"), (c) => c.charCodeAt(0)); writer.write(packed.subarray(0, packed.length - 8)).catch(() => {}); const { done, value } = await reader.read(); return [done, value instanceof Uint8Array, value.length > 0]`,
  "has its looks":
    "return [CompressionStream.name, CompressionStream.length, String(new DecompressionStream('gzip')), shapeOf(globalThis, 'CompressionStream'), shapeOf(DecompressionStream.prototype, 'readable')?.enumerable, await caught(() => CompressionStream.prototype.readable)]",
});
