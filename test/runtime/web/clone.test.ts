import { differential } from "./differential";

differential("structuredClone", {
  "copies plain data":
    "const o = { a: 1, b: [1, , 'x', null, undefined], c: { d: true } }; const c = structuredClone(o); return [c, c !== o, c.b !== o.b, 1 in c.b, 'c' in c]",
  "copies primitives":
    "return [structuredClone(1), structuredClone('x'), structuredClone(null), structuredClone(undefined) === undefined, structuredClone(10n) === 10n, Object.is(structuredClone(-0), -0)]",
  "keeps cycles and shared references":
    "const o = { list: [] }; o.self = o; o.list.push(o, o.list); const c = structuredClone(o); return [c.self === c, c.list[0] === c, c.list[1] === c.list]",
  "copies maps and sets":
    "const c = structuredClone(new Map([['a', new Set([1, { b: 2 }])]])); return [c instanceof Map, c.get('a') instanceof Set, [...c.get('a')]]",
  "copies a map that holds itself":
    "const m = new Map(); m.set('me', m); const c = structuredClone(m); return c.get('me') === c",
  "copies dates and expressions":
    "const d = structuredClone(new Date(5)), r = structuredClone(/a\\/b/gi); const bad = structuredClone(new Date(NaN)); return [d instanceof Date, d.getTime(), r instanceof RegExp, r.source, r.flags, r.lastIndex, Number.isNaN(bad.getTime())]",
  "copies boxed primitives":
    "return [structuredClone(Object(1)), structuredClone(Object('x')), structuredClone(Object(false)), structuredClone(Object(1n))].map((x) => [typeof x, Object.prototype.toString.call(x), String(x)])",
  "copies buffers and views":
    "const b = new Uint8Array([1, 2, 3, 4]).buffer; const c = structuredClone({ b, v: new Uint8Array(b, 1, 2), d: new DataView(b, 2) }); return [c.v.buffer === c.b, Array.from(c.v), c.v.byteOffset, c.d.byteLength, c.b !== b, c.v.constructor.name]",
  "copies errors":
    "const e = new RangeError('m', { cause: { a: 1 } }); const c = structuredClone(e); return [c instanceof RangeError, c.name, c.message, c.cause, typeof c.stack]",
  "an error of an unknown name becomes Error":
    "class Mine extends Error { name = 'Mine'; extra = 1 } const c = structuredClone(new Mine('m')); return [c instanceof Error, c.name, c.message, c.extra === undefined, c.constructor === Error]",
  "drops classes, getters and prototypes":
    "class P { x = 1; get y() { return 2; } } const c = structuredClone({ p: new P(), get z() { return 3; } }); return [c, c.p.constructor === Object, Object.getOwnPropertyDescriptor(c, 'z')]",
  "drops what is not enumerable, and symbols":
    "const o = { [Symbol('s')]: 1, a: 2 }; Object.defineProperty(o, 'hidden', { value: 1 }); return Reflect.ownKeys(structuredClone(o))",
  "keeps an own __proto__ from being a prototype":
    'const c = structuredClone(JSON.parse(\'{"__proto__": {"a": 1}}\')); return [Object.getPrototypeOf(c) === Object.prototype, Object.keys(c)]',
  "refuses functions, symbols and what holds them":
    "return Promise.all([() => {}, Symbol('x'), { f() {} }, [() => 1], new Map([[1, () => 1]]), class {}].map((value) => caught(() => structuredClone(value))))",
  "refuses what has no copy":
    "return Promise.all([new WeakMap(), new WeakSet(), Promise.resolve(), new WeakRef({})].map((value) => caught(() => structuredClone(value))))",
  "passes on what a getter throws": "return caught(() => structuredClone({ get a() { throw 'mine'; } }))",
  "needs a value": "return caught(() => structuredClone())",
  "transfers buffers":
    "const b = new Uint8Array([1, 2]).buffer; const c = structuredClone({ b }, { transfer: [b] }); return [b.byteLength, c.b.byteLength, Array.from(new Uint8Array(c.b))]",
  "transfers what is not in the value":
    "const b = new ArrayBuffer(4); structuredClone(1, { transfer: [b] }); return b.byteLength",
  "transfers the buffer under a view":
    "const v = new Uint8Array([1, 2, 3]); const c = structuredClone(v, { transfer: [v.buffer] }); return [v.length, Array.from(c)]",
  "transfers a readable stream, whose chunks are copies":
    "const kept = { a: 1 }; const stream = new ReadableStream({ start(c) { c.enqueue(kept); c.enqueue(new Uint8Array([1, 2])); c.close(); } }); const copy = structuredClone({ stream }, { transfer: [stream] }).stream; const locked = stream.locked; const [first, second] = await chunksOf(copy); return [copy instanceof ReadableStream, copy !== stream, locked, first, first !== kept, second]",
  "a transferred readable stream passes on errors and cancellation":
    "let cancelled; const failing = new ReadableStream({ pull(c) { c.error(new RangeError('m')); } }); const endless = new ReadableStream({ cancel(reason) { cancelled = reason; } }); const [f, e] = structuredClone([failing, endless], { transfer: [failing, endless] }); const failure = await caught(() => f.getReader().read()); await e.cancel('enough'); for (let n = 0; n < 50 && cancelled === undefined; n++) await nextTurn(); return [failure, cancelled]",
  "a chunk that can't be copied fails both ends":
    "let cancelled = null; const stream = new ReadableStream({ start(c) { c.enqueue(() => 1); }, cancel(reason) { cancelled = reason.name; } }); const copy = structuredClone(stream, { transfer: [stream] }); const failure = await caught(() => copy.getReader().read()); for (let n = 0; n < 50 && cancelled === null; n++) await nextTurn(); return [failure, cancelled]",
  "transfers a writable stream":
    "const got = []; const stream = new WritableStream({ write(chunk) { got.push(chunk); }, close() { got.push('closed'); } }); const copy = structuredClone(stream, { transfer: [stream] }); const locked = stream.locked; const writer = copy.getWriter(); const kept = { a: 1 }; await writer.write(kept); await writer.close(); for (let n = 0; n < 50 && got.length < 2; n++) await nextTurn(); return [copy instanceof WritableStream, locked, got, got[0] !== kept]",
  "a transferred writable stream passes on aborts":
    "let aborted = null; const stream = new WritableStream({ abort(reason) { aborted = reason; } }); const writer = structuredClone(stream, { transfer: [stream] }).getWriter(); await writer.abort('enough'); for (let n = 0; n < 50 && aborted === null; n++) await nextTurn(); return aborted",
  "transfers a transform stream":
    "const stream = new TransformStream({ transform(chunk, c) { c.enqueue(chunk * 2); } }); const copy = structuredClone(stream, { transfer: [stream] }); const writer = copy.writable.getWriter(); writer.write(21); writer.close(); return [copy instanceof TransformStream, stream.readable.locked, stream.writable.locked, await chunksOf(copy.readable)]",
  "refuses streams that are locked, and those that are not transferred, and leaves them alone":
    "const locked = new ReadableStream(); locked.getReader(); const pair = new TransformStream(); pair.readable.getReader(); const free = new WritableStream(); return [await caught(() => structuredClone(locked, { transfer: [locked] })), await caught(() => structuredClone(pair, { transfer: [pair] })), await caught(() => structuredClone({ free, f() {} }, { transfer: [free] })), await caught(() => structuredClone(free)), free.locked, pair.writable.locked]",
  "refuses to transfer twice, or what is detached, or no buffer":
    "const b = new ArrayBuffer(1), gone = new ArrayBuffer(1); structuredClone(0, { transfer: [gone] }); return [await caught(() => structuredClone(0, { transfer: [b, b] })), await caught(() => structuredClone(0, { transfer: [gone] })), await caught(() => structuredClone(0, { transfer: [{}] })), b.byteLength]",
  "detaches nothing when it fails":
    "const b = new ArrayBuffer(3); const failure = await caught(() => structuredClone({ b, f() {} }, { transfer: [b] })); return [failure, b.byteLength]",
  "copies blobs and files, in something else too":
    "const [b, f] = structuredClone([new Blob(['ab'], { type: 'x/y' }), new File(['c'], 'n.txt', { type: 't/p', lastModified: 5 })]); return [b instanceof Blob, b instanceof File, b.type, await b.text(), f instanceof File, f.name, f.type, f.lastModified, await f.text()]",
  "copies one blob once":
    "const b = new Blob(['x']); const c = structuredClone({ b, again: b }); return [c.b !== b, c.b === c.again]",
  "copies keys, which stay as secret as they were":
    "const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']); const copy = structuredClone({ key }).key; const text = new TextEncoder().encode('a'); return [copy !== key, copy instanceof CryptoKey, copy.type, copy.usages, copy.extractable, await crypto.subtle.verify('HMAC', key, await crypto.subtle.sign('HMAC', copy, text), text), await caught(() => crypto.subtle.exportKey('raw', copy))]",
  "has its looks": {
    body: "return [structuredClone.name, structuredClone.length, shapeOf(globalThis, 'structuredClone').enumerable]",
    expected: ["structuredClone", 1, false],
  },
  "refuses platform objects": {
    body: "return Promise.all([new EventTarget(), new Event('x'), { deep: [new AbortController()] }, new TextDecoder()].map((value) => caught(() => structuredClone(value))))",
    // Node's own classes are plain objects to it.
    expected: Array.from({ length: 4 }, () => ({ dom: "DataCloneError", code: 25 })),
  },
});
