import fc from "fast-check";
import { expect, test } from "vitest";
import { differential } from "./differential";
import { createGuest } from "./guest-harness";

differential("atob and btoa", {
  "need an argument, which may be anything but a symbol":
    "return [await caught(() => atob()), await caught(() => btoa()), btoa(undefined), btoa(null), await caught(() => btoa(Symbol()))]",
  "btoa encodes latin-1": "return [btoa(''), btoa('a'), btoa('ab'), btoa('\\u00ff\\u0000')]",
  "btoa refuses what is beyond latin-1": "return caught(() => btoa('\\u0100'))",
  "btoa converts its argument": "return [btoa(null), btoa(undefined), btoa(12)]",
  "atob decodes, with or without padding and white space":
    "return [atob(''), atob('YQ=='), atob('YQ'), atob(' Y W I = '), atob('YWJj')]",
  "atob refuses what is no base64":
    "return Promise.all(['*', 'a', 'abcde', '=', 'YQ=', 'YQ===', '_-'].map((text) => caught(() => atob(text))))",
});

differential("TextEncoder", {
  "encodes UTF-8": "return Array.from(new TextEncoder().encode('aä€😀'))",
  "replaces lone surrogates":
    "return ['\\ud800', 'a\\udc00b', '\\ud800\\ud800'].map((text) => Array.from(new TextEncoder().encode(text)))",
  "encodes nothing":
    "return [new TextEncoder().encode().length, new TextEncoder().encode(undefined).length, new TextEncoder().encode('').length]",
  "converts its argument":
    "return [new TextEncoder().encode(null), new TextEncoder().encode(1)].map((bytes) => Array.from(bytes))",
  "is UTF-8": "return [new TextEncoder().encoding, new TextEncoder('latin1').encoding]",
  "encodes into an array":
    "return [['aä€😀', 10], ['aä€😀', 3], ['aä€😀', 2], ['€', 2], ['', 1], ['😀', 3]].map(([text, size]) => { const bytes = new Uint8Array(size); return [new TextEncoder().encodeInto(text, bytes), Array.from(bytes)]; })",
  "encodes into a part":
    "const bytes = new Uint8Array(6); return [new TextEncoder().encodeInto('abc', bytes.subarray(2, 4)), Array.from(bytes)]",
  "encodes into Uint8Arrays only":
    "return [await caught(() => new TextEncoder().encodeInto('a', new Uint16Array(2))), await caught(() => new TextEncoder().encodeInto('a', [0]))]",
  "has its looks": {
    body: "return [TextEncoder.name, TextEncoder.length, String(new TextEncoder()), shapeOf(TextEncoder.prototype, 'encode').enumerable]",
    expected: ["TextEncoder", 0, "[object TextEncoder]", true],
  },
  "knows its own kind": "return caught(() => TextEncoder.prototype.encode.call({}, 'a'))",
});

const DECODE =
  "const decode = (bytes, label, options) => new TextDecoder(label, options).decode(new Uint8Array(bytes));";

differential("TextDecoder", {
  "decodes UTF-8": `${DECODE} return [decode([]), decode([97, 0xc3, 0xa4, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80]), new TextDecoder().decode()]`,
  "replaces what is malformed": `${DECODE} return [[0xff], [0xc3], [0xe2, 0x82], [0xe2, 0x82, 97], [0xf0, 0x9f, 0x98], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf8, 0x88], [0x80, 0x81], [0xe2, 0x28, 0xa1]].map((bytes) => decode(bytes))`,
  "fatal refuses what is malformed": `${DECODE} return [await caught(() => decode([0xff], 'utf-8', { fatal: true })), await caught(() => decode([0xe2, 0x82], 'utf-8', { fatal: true })), decode([97], 'utf-8', { fatal: true })]`,
  "is usable after it refused":
    "const d = new TextDecoder('utf-8', { fatal: true }); await caught(() => d.decode(new Uint8Array([0xff]))); return d.decode(new Uint8Array([97]))",
  "takes a byte order mark off": `${DECODE} const bom = [0xef, 0xbb, 0xbf, 97]; return [decode(bom).length, decode(bom, 'utf-8', { ignoreBOM: true }).length, decode([...bom.slice(0, 3), ...bom]).length]`,
  "keeps an unfinished character for the next chunk":
    "const d = new TextDecoder(); return [d.decode(new Uint8Array([0xe2]), { stream: true }), d.decode(new Uint8Array([0x82]), { stream: true }), d.decode(new Uint8Array([0xac, 97]), { stream: true }), d.decode(new Uint8Array([0xf0, 0x9f]), { stream: true }), d.decode()]",
  "a byte order mark may be split":
    "const d = new TextDecoder(); return [0xef, 0xbb, 0xbf, 97].map((byte) => d.decode(new Uint8Array([byte]), { stream: true })).join('').length",
  "begins anew after the end of a stream":
    "const d = new TextDecoder(); const bom = new Uint8Array([0xef, 0xbb, 0xbf, 97]); return [d.decode(bom, { stream: true }), d.decode(), d.decode(bom)]",
  "takes any view and any buffer":
    "const bytes = new Uint8Array([97, 98, 99, 100]); return [bytes.buffer, new DataView(bytes.buffer, 1, 2), bytes.subarray(2), new Uint16Array(bytes.buffer, 2, 1), new SharedArrayBuffer(2)].map((input) => new TextDecoder().decode(input).length)",
  "refuses what holds no bytes":
    "return Promise.all(['a', 1, null, [97], {}].map((input) => caught(() => new TextDecoder().decode(input))))",
  "has attributes":
    "const d = new TextDecoder('UTF8', { fatal: 1, ignoreBOM: 'x' }); return [d.encoding, d.fatal, d.ignoreBOM, new TextDecoder().fatal]",
  "knows labels":
    "return ['utf-8', ' UTF-8 ', 'unicode-1-1-utf-8', 'latin1', 'ascii', 'iso-8859-1', 'l2', 'cp1251', 'utf-16', 'UTF-16LE', 'ucs-2', 'unicodefffe', 'gb2312', 'GBK', 'big5-hkscs', 'sjis', 'x-sjis', 'ms932', 'euc-kr', 'koi8', 'cyrillic', 'mac', '866', 'dos-874'].map((label) => new TextDecoder(label).encoding)",
  "refuses other labels":
    "return Promise.all(['', 'utf8 utf8', 'utf-7', 'utf\\n8', 'x', 'replacement', 'utf-8\\0', 'constructor'].map((label) => caught(() => new TextDecoder(label))))",
  "decodes single-byte encodings": {
    body: `${DECODE} return [decode([0x80, 0x93, 0xe4], 'windows-1252'), decode([0x80, 0xe4], 'latin1'), decode([0xcf, 0xf0], 'windows-1251'), decode([0xe4], 'iso-8859-2'), decode([0xc1], 'koi8-r')]`,
    // Some versions of Node read windows-1252 as if it were ISO-8859-1.
    expected: ["€“ä", "€ä", "Пр", "ä", "а"],
  },
  "decodes UTF-16": `${DECODE} return [decode([97, 0, 0x3d, 0xd8, 0, 0xde], 'utf-16le'), decode([0, 97], 'utf-16be'), decode([0xff, 0xfe, 97, 0], 'utf-16le').length]`,
  "decodes East Asian encodings": `${DECODE} return [decode([0x82, 0xa0, 0xb1], 'shift_jis'), decode([0xa4, 0xa2], 'euc-jp'), decode([0xc4, 0xe3], 'gbk'), decode([0x81, 0x30, 0x81, 0x30], 'gb18030'), decode([0xa7, 0x41], 'big5'), decode([0xb0, 0xa1], 'euc-kr'), decode([0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42], 'iso-2022-jp')]`,
  "fatal holds for other encodings": `${DECODE} return [await caught(() => decode([0x82], 'shift_jis', { fatal: true })), await caught(() => decode([0, 0xd8], 'utf-16le', { fatal: true })), await caught(() => decode([97], 'utf-16le', { fatal: true }))]`,
  "streams UTF-16 byte by byte":
    "const d = new TextDecoder('utf-16le'); return [0xff, 0xfe, 97, 0, 0x3d, 0xd8, 0, 0xde].map((byte) => d.decode(new Uint8Array([byte]), { stream: true })).join('') + d.decode()",
  "streams an unfinished end":
    "const d = new TextDecoder('shift_jis'); return [d.decode(new Uint8Array([0x82]), { stream: true }), d.decode()]",
  "knows its own kind":
    "return [await caught(() => TextDecoder.prototype.decode.call({})), await caught(() => TextDecoder())]",
  "has its looks": {
    body: "return [TextDecoder.name, TextDecoder.length, String(new TextDecoder()), shapeOf(TextDecoder.prototype, 'decode').length]",
    expected: ["TextDecoder", 0, "[object TextDecoder]", 0],
  },
});

differential("TextEncoderStream and TextDecoderStream", {
  "encode chunks": "return chunksOf(ReadableStream.from(['a', 'ä', '']).pipeThrough(new TextEncoderStream()))",
  "join a surrogate pair that was split":
    "return chunksOf(ReadableStream.from(['a\\ud83d', '\\ude00b', '\\ud83d']).pipeThrough(new TextEncoderStream()))",
  "replace a surrogate whose half never comes":
    "return chunksOf(ReadableStream.from(['\\ud83d', 'b']).pipeThrough(new TextEncoderStream()))",
  "decode chunks":
    "return chunksOf(ReadableStream.from([new Uint8Array([0xe2, 0x82]), new Uint8Array([0xac, 97]), new Uint8Array([0xc3])]).pipeThrough(new TextDecoderStream()))",
  "decode with a label":
    "return chunksOf(ReadableStream.from([new Uint8Array([0x82]), new Uint8Array([0xa0])]).pipeThrough(new TextDecoderStream('shift_jis')))",
  "fail when fatal":
    "return caught(() => chunksOf(ReadableStream.from([new Uint8Array([0xff])]).pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))))",
  "fail when cut off and fatal":
    "return caught(() => chunksOf(ReadableStream.from([new Uint8Array([0xe2])]).pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))))",
  "decode bytes only": "return caught(() => chunksOf(ReadableStream.from(['a']).pipeThrough(new TextDecoderStream())))",
  "have attributes":
    "const d = new TextDecoderStream('latin1', { fatal: true }); return [new TextEncoderStream().encoding, d.encoding, d.fatal, d.ignoreBOM, d.readable instanceof ReadableStream, d.writable instanceof WritableStream]",
});

/** Characters of each encoding, as bytes: one, two, three and four of them. */
const CHARACTERS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  "utf-8": [[0x61], [0xc3, 0xa4], [0xe2, 0x82, 0xac], [0xf0, 0x9f, 0x98, 0x80], [0xff], [0xe2]],
  "utf-16le": [
    [0x61, 0],
    [0x3d, 0xd8, 0, 0xde],
    [0xac, 0x20],
    [0, 0xd8],
    [0, 0xdc],
  ],
  "utf-16be": [
    [0, 0x61],
    [0xd8, 0x3d, 0xde, 0],
    [0x20, 0xac],
    [0xd8, 0],
    [0xdc, 0],
  ],
  shift_jis: [[0x61], [0xb1], [0x82, 0xa0], [0x88, 0x9f], [0x83, 0x5c]],
  "euc-jp": [[0x61], [0xa4, 0xa2], [0x8e, 0xb1], [0x8f, 0xb0, 0xa1]],
  gbk: [[0x61], [0xc4, 0xe3], [0xba, 0xc3], [0x81, 0x40]],
  gb18030: [[0x61], [0xc4, 0xe3], [0x81, 0x30, 0x81, 0x30], [0x90, 0x30, 0x81, 0x30]],
  big5: [[0x61], [0xa7, 0x41], [0xa6, 0x6e]],
  "euc-kr": [[0x61], [0xb0, 0xa1], [0xc7, 0xd1]],
  "windows-1251": [[0x61], [0xcf], [0xff]],
};

test("bytes decode the same in one piece and in chunks, in every encoding", async () => {
  using guest = await createGuest();
  const cases = fc.constantFrom(...Object.entries(CHARACTERS)).chain(([label, characters]) =>
    fc.record({
      label: fc.constant(label),
      text: fc.array(fc.constantFrom(...characters), { maxLength: 6 }),
      cuts: fc.array(fc.nat(12), { maxLength: 4 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ({ label, text, cuts }) => {
      const bytes = text.flat();
      const edges = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
      const chunks = edges.slice(1).map((end, i) => bytes.slice(edges[i], end));
      const decoded = await guest.evaluate(
        `const d = new TextDecoder(${JSON.stringify(label)});
         return ${JSON.stringify(chunks)}.map((chunk) => d.decode(new Uint8Array(chunk), { stream: true })).join('') + d.decode()`,
      );
      expect(decoded).toBe(new TextDecoder(label).decode(new Uint8Array(bytes)));
    }),
    { numRuns: 400 },
  );
});
