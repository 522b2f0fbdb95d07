import { differential } from "./differential";

const SOURCE =
  "const source = (...chunks) => new ReadableStream({ start(c) { chunks.forEach((x) => c.enqueue(x)); c.close(); } });";

differential("ReadableStream", {
  "reads what is enqueued": `${SOURCE} const r = source(1, 2).getReader(); return [await r.read(), await r.read(), await r.read(), await r.closed === undefined]`,
  "pulls as it is read":
    "const log = []; let n = 0; const s = new ReadableStream({ pull(c) { log.push(c.desiredSize); c.enqueue(++n); if (n === 3) c.close(); } }, { highWaterMark: 0 }); return [await chunksOf(s), log]",
  "pulls ahead to its high water mark":
    "let n = 0; new ReadableStream({ pull(c) { c.enqueue(++n); } }, { highWaterMark: 4 }); await nextTurn(); return n",
  "waits for an asynchronous pull":
    "let n = 0; const s = new ReadableStream({ async pull(c) { await nextTurn(); c.enqueue(++n); if (n === 2) c.close(); } }); return chunksOf(s)",
  "fails as its source fails":
    "return [await caught(() => chunksOf(new ReadableStream({ start(c) { c.error(new RangeError('x')); } }))), await caught(() => chunksOf(new ReadableStream({ pull() { throw 'pull'; } }))), await caught(() => chunksOf(new ReadableStream({ start() { return Promise.reject('start'); } })))]",
  "throws what start throws": "return caught(() => new ReadableStream({ start() { throw 'now'; } }))",
  "gives queued chunks before a close, not before an error":
    "const s = new ReadableStream({ start(c) { c.enqueue(1); c.error('bad'); } }); return caught(() => s.getReader().read())",
  "is locked by its reader": `${SOURCE} const s = source(1); const r = s.getReader(); return [s.locked, await caught(() => s.getReader()), await caught(() => s.cancel()), (r.releaseLock(), s.locked)]`,
  "rejects reads of a released reader": `const s = new ReadableStream(); const r = s.getReader(); const pending = caught(() => r.read()); r.releaseLock(); return [await pending, await caught(() => r.read()), await caught(() => r.closed)]`,
  "cancels its source with a reason":
    "const log = []; const s = new ReadableStream({ cancel(why) { log.push(why); } }); await s.cancel('bored'); return [log, await s.getReader().read()]",
  "a failed cancel is told": "return caught(() => new ReadableStream({ cancel() { throw 'no'; } }).cancel())",
  "a controller refuses after close":
    "let c; new ReadableStream({ start(x) { c = x; } }); c.close(); return [await caught(() => c.enqueue(1)), await caught(() => c.close()), c.desiredSize]",
  "iterates asynchronously": `${SOURCE} const seen = []; for await (const x of source('a', 'b')) seen.push(x); return seen`,
  "a broken iteration cancels":
    "let why = 'not'; const s = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel() { why = 'cancelled'; } }); for await (const x of s) break; return [why, s.locked]",
  "an iteration can leave the stream open": `${SOURCE} const s = source(1, 2); for await (const x of s.values({ preventCancel: true })) break; return [s.locked, await s.getReader().read()]`,
  "comes from iterables":
    "return [await chunksOf(ReadableStream.from([1, 2])), await chunksOf(ReadableStream.from(new Set('ab'))), await chunksOf(ReadableStream.from((async function* () { yield 1; yield 2; })())), await chunksOf(ReadableStream.from('ab')), await chunksOf(ReadableStream.from([Promise.resolve(3)]))]",
  "comes from iterables only":
    "return [await caught(() => ReadableStream.from({})), await caught(() => ReadableStream.from(null)), await caught(() => ReadableStream.from(1))]",
  "cancelling ends its iterable":
    "const log = []; const s = ReadableStream.from((function* () { try { yield 1; yield 2; } finally { log.push('ended'); } })()); const r = s.getReader(); await r.read(); await r.cancel(); return log",
  tees: `${SOURCE} const [a, b] = source(1, 2).tee(); return [await chunksOf(a), await chunksOf(b)]`,
  "cancels when both branches did":
    "let why; const [a, b] = new ReadableStream({ cancel(x) { why = x; } }).tee(); const first = a.cancel(1); const before = why === undefined; await Promise.all([first, b.cancel(2)]); return [before, why]",
  "a failing tee fails both":
    "const [a, b] = new ReadableStream({ start(c) { c.error('bad'); } }).tee(); return [await caught(() => chunksOf(a)), await caught(() => chunksOf(b))]",
  "measures its queue":
    "let c; new ReadableStream({ start(x) { c = x; } }, new ByteLengthQueuingStrategy({ highWaterMark: 10 })); c.enqueue(new Uint8Array(4)); return c.desiredSize",
  "refuses a bad strategy":
    "return [await caught(() => new ReadableStream({}, { highWaterMark: -1 })), await caught(() => new ReadableStream({}, { highWaterMark: NaN })), await caught(() => new ReadableStream({}, { size: 1 })), await caught(() => new ReadableStream({ type: 'x' })), await caught(() => new ReadableStream(null))]",
  "a bad size fails the stream":
    "let c; const s = new ReadableStream({ start(x) { c = x; } }, { size: () => -1 }); const now = await caught(() => c.enqueue(1)); return [now, await caught(() => s.getReader().read())]",
  "knows its own kind":
    "return [await caught(() => ReadableStream.prototype.getReader.call({})), await caught(() => ReadableStream.prototype.cancel.call({})), await caught(() => new ReadableStreamDefaultController()), await caught(() => new ReadableStreamDefaultReader({}))]",
  "has its looks":
    "return [ReadableStream.name, ReadableStream.length, String(new ReadableStream()), ReadableStream.prototype.values === ReadableStream.prototype[Symbol.asyncIterator], shapeOf(ReadableStream.prototype, 'locked'), shapeOf(globalThis, 'ReadableStream')]",
});

differential("byte streams", {
  "read into the reader's buffer":
    "const s = new ReadableStream({ type: 'bytes', start(c) { c.enqueue(new Uint8Array([1, 2, 3, 4, 5])); } }); const r = s.getReader({ mode: 'byob' }); const a = await r.read(new Uint8Array(2)); const b = await r.read(new Uint8Array(8)); return [Array.from(a.value), a.done, Array.from(b.value), b.value.buffer.byteLength]",
  "detach what they are given":
    "const s = new ReadableStream({ type: 'bytes', start(c) { c.enqueue(new Uint8Array([1])); } }); const mine = new Uint8Array(4); await s.getReader({ mode: 'byob' }).read(mine); return mine.byteLength",
  "let the source fill the buffer":
    "const s = new ReadableStream({ type: 'bytes', pull(c) { const v = c.byobRequest.view; v[0] = 7; v[1] = 8; c.byobRequest.respond(2); } }); const { value } = await s.getReader({ mode: 'byob' }).read(new Uint8Array(5)); return [Array.from(value), value.buffer.byteLength]",
  "let the source answer with its own view":
    "const s = new ReadableStream({ type: 'bytes', pull(c) { const v = c.byobRequest.view; c.byobRequest.respondWithNewView(new Uint8Array(v.buffer, v.byteOffset, 1)); } }); return (await s.getReader({ mode: 'byob' }).read(new Uint8Array(5))).value.byteLength",
  "fill at least what is asked":
    "let n = 0; const s = new ReadableStream({ type: 'bytes', pull(c) { c.enqueue(new Uint8Array([++n])); } }); return Array.from((await s.getReader({ mode: 'byob' }).read(new Uint8Array(4), { min: 3 })).value)",
  "allocate for plain readers":
    "const s = new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 16, pull(c) { c.byobRequest.view[0] = 9; c.byobRequest.respond(1); } }); return Array.from((await s.getReader().read()).value)",
  "end with an empty view":
    "const s = new ReadableStream({ type: 'bytes', start(c) { c.close(); } }); const { value, done } = await s.getReader({ mode: 'byob' }).read(new Uint8Array(3)); return [value.byteLength, done]",
  "keep the kind of view":
    "const s = new ReadableStream({ type: 'bytes', start(c) { c.enqueue(new Uint8Array([1, 0, 2, 0])); } }); const { value } = await s.getReader({ mode: 'byob' }).read(new Uint16Array(2)); return [value.constructor.name, Array.from(value)]",
  "refuse empty views":
    "const s = new ReadableStream({ type: 'bytes' }); const r = s.getReader({ mode: 'byob' }); return [await caught(() => r.read(new Uint8Array(0))), await caught(() => r.read()), await caught(() => r.read([]))]",
  "refuse what is no bytes":
    "let c; new ReadableStream({ type: 'bytes', start(x) { c = x; } }); return [await caught(() => c.enqueue('a')), await caught(() => c.enqueue(new Uint8Array(0)))]",
  "only they give byob readers":
    "return [await caught(() => new ReadableStream().getReader({ mode: 'byob' })), await caught(() => new ReadableStream().getReader({ mode: 'x' }))]",
  tee: "const [a, b] = new ReadableStream({ type: 'bytes', start(c) { c.enqueue(new Uint8Array([1, 2])); c.close(); } }).tee(); return [await chunksOf(a), await chunksOf(b)]",
});

const SINK =
  "const log = []; const sink = (more) => new WritableStream({ write(x) { log.push(x); }, close() { log.push('close'); }, abort(why) { log.push(['abort', why]); }, ...more });";

differential("WritableStream", {
  "writes in order and closes": `${SINK} const w = sink().getWriter(); w.write(1); w.write(2); await w.close(); return [log, await w.closed === undefined]`,
  "tells how much it wants":
    "const s = new WritableStream({}, { highWaterMark: 2 }); const w = s.getWriter(); await w.ready; const before = w.desiredSize; w.write(1); w.write(2); const full = w.desiredSize; await nextTurn(); return [before, full, w.desiredSize]",
  "ready waits for room":
    "let done; const log = []; const s = new WritableStream({ write() { return new Promise((f) => { done = f; }); } }); const w = s.getWriter(); await w.ready; w.write(1); w.ready.then(() => log.push('ready')); await nextTurn(); log.push('waiting'); done(); await nextTurn(); return log",
  "writes one at a time":
    "const log = []; const s = new WritableStream({ async write(x) { log.push('begin ' + x); await nextTurn(); log.push('end ' + x); } }); const w = s.getWriter(); await Promise.all([w.write(1), w.write(2)]); return log",
  "aborts its sink": `${SINK} const s = sink(); await s.abort('why'); return [log, await caught(() => s.getWriter().closed)]`,
  "fails as its sink fails": `${SINK} const w = sink({ write() { throw 'full'; } }).getWriter(); const first = await caught(() => w.write(1)); return [first, await caught(() => w.write(2)), await caught(() => w.closed), await caught(() => w.ready)]`,
  "aborts the controller's signal":
    "let c; const s = new WritableStream({ start(x) { c = x; } }); await s.abort('why'); return [c.signal.aborted, c.signal.reason]",
  "the controller can fail it":
    "let c; const s = new WritableStream({ start(x) { c = x; } }); c.error('bad'); return caught(() => s.getWriter().closed)",
  "is locked by its writer": `${SINK} const s = sink(); const w = s.getWriter(); const both = [s.locked, await caught(() => s.getWriter()), await caught(() => s.close())]; w.releaseLock(); return [...both, s.locked, await caught(() => w.write(1))]`,
  "refuses writes after close": `${SINK} const w = sink().getWriter(); w.close(); return [await caught(() => w.write(1)), await caught(() => w.close())]`,
  "refuses a type": "return caught(() => new WritableStream({ type: 'bytes' }))",
  "knows its own kind":
    "return [await caught(() => WritableStream.prototype.getWriter.call({})), await caught(() => new WritableStreamDefaultController()), await caught(() => new WritableStreamDefaultWriter({}))]",
});

differential("TransformStream and pipes", {
  "passes through as it is": "return chunksOf(ReadableStream.from([1, 2]).pipeThrough(new TransformStream()))",
  "transforms and flushes":
    "return chunksOf(ReadableStream.from([1, 2]).pipeThrough(new TransformStream({ transform(x, c) { c.enqueue(x * 2); c.enqueue(x * 3); }, flush(c) { c.enqueue('end'); } })))",
  "transforms asynchronously":
    "return chunksOf(ReadableStream.from([1, 2]).pipeThrough(new TransformStream({ async transform(x, c) { await nextTurn(); c.enqueue(x + 1); } })))",
  "fails both sides":
    "const t = new TransformStream({ transform() { throw new RangeError('x'); } }); const w = t.writable.getWriter(); const reading = caught(() => t.readable.getReader().read()); return [await caught(() => w.write(1)), await reading, await caught(() => w.closed)]",
  "terminate ends the readable side":
    "const t = new TransformStream({ transform(x, c) { c.enqueue(x); c.terminate(); } }); const w = t.writable.getWriter(); w.write(1).catch(() => {}); w.closed.catch(() => {}); w.ready.catch(() => {}); return chunksOf(t.readable)",
  "calls cancel":
    "let why; const t = new TransformStream({ cancel(x) { why = x; } }); await t.readable.cancel('enough'); return why",
  "refuses types":
    "return [await caught(() => new TransformStream({ readableType: 'x' })), await caught(() => new TransformStream({ writableType: 'x' }))]",
  "pipes and closes": `${SINK} await ReadableStream.from([1, 2]).pipeTo(sink()); return log`,
  "pipes without closing": `${SINK} const s = sink(); await ReadableStream.from([1]).pipeTo(s, { preventClose: true }); return [log, s.locked]`,
  "a failing source aborts the sink": `${SINK} return [await caught(() => new ReadableStream({ start(c) { c.error('bad'); } }).pipeTo(sink())), log]`,
  "a failing sink cancels the source":
    "let why; const s = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(x) { why = x; } }); const failure = await caught(() => s.pipeTo(new WritableStream({ write() { throw 'full'; } }))); return [failure, why]",
  "an aborted signal stops a pipe": `${SINK} const c = new AbortController(); const s = new ReadableStream({ cancel(why) { log.push(['cancel', why]); } }); const piping = caught(() => s.pipeTo(sink(), { signal: c.signal })); await nextTurn(); c.abort('stop'); return [await piping, log]`,
  "an aborted signal stops a pipe before it starts": `${SINK} return [await caught(() => ReadableStream.from([1]).pipeTo(sink(), { signal: AbortSignal.abort() })), log.map(([what, why]) => [what, why.name])]`,
  "locks both ends":
    "const s = new ReadableStream(), w = new WritableStream(); s.pipeTo(w).catch(() => {}); return [s.locked, w.locked, await caught(() => s.pipeTo(new WritableStream()))]",
  "pipes to streams only":
    "return [await caught(() => new ReadableStream().pipeTo({})), await caught(() => new ReadableStream().pipeThrough({})), await caught(() => new ReadableStream().pipeTo(new WritableStream(), { signal: 1 }))]",
  "backpressure reaches the source":
    "let n = 0; const s = new ReadableStream({ pull(c) { n++; c.enqueue(n); } }, { highWaterMark: 1 }); s.pipeThrough(new TransformStream()); await nextTurn(); await nextTurn(); return n <= 3",
  "strategies measure":
    "const a = new CountQueuingStrategy({ highWaterMark: 3 }), b = new ByteLengthQueuingStrategy({ highWaterMark: '5' }); return [a.highWaterMark, a.size(), a.size({}), b.highWaterMark, b.size(new Uint8Array(7)), await caught(() => new CountQueuingStrategy()), await caught(() => new CountQueuingStrategy({}))]",
});
