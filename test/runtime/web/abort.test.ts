import { differential } from "./differential";

differential("AbortController and AbortSignal", {
  "starts out not aborted":
    "const { signal } = new AbortController(); return [signal.aborted, signal.reason === undefined, signal.onabort, signal instanceof EventTarget]",
  "gives the same signal": "const c = new AbortController(); return c.signal === c.signal",
  "aborts with a DOMException":
    "const c = new AbortController(); c.abort(); const { reason } = c.signal; return [c.signal.aborted, reason.name, reason.code, reason.message, reason instanceof DOMException]",
  "aborts with any reason":
    "return [null, 0, '', 'x'].map((r) => { const c = new AbortController(); c.abort(r); return c.signal.reason; })",
  "aborts once":
    "const c = new AbortController(); let n = 0; c.signal.addEventListener('abort', () => n++); c.abort(1); c.abort(2); return [n, c.signal.reason]",
  "fires a trusted event that neither bubbles nor cancels":
    "const c = new AbortController(); let seen; c.signal.addEventListener('abort', (e) => { seen = [e.type, e.isTrusted, e.bubbles, e.cancelable, e.target === c.signal, c.signal.aborted]; }); c.abort(); return seen",
  "onabort runs in the order it was set":
    "const c = new AbortController(); const log = []; c.signal.addEventListener('abort', () => log.push(1)); c.signal.onabort = () => log.push(2); c.signal.addEventListener('abort', () => log.push(3)); c.abort(); return log",
  "onabort can be replaced and taken off":
    "const c = new AbortController(); const log = []; c.signal.onabort = () => log.push(1); c.signal.onabort = () => log.push(2); const d = new AbortController(); d.signal.onabort = () => log.push(3); d.signal.onabort = null; c.abort(); d.abort(); return [log, d.signal.onabort]",
  "onabort is null for what is no object": {
    body: "const { signal } = new AbortController(); signal.onabort = 1; return signal.onabort",
    expected: null,
  },
  "throwIfAborted throws the reason":
    "const c = new AbortController(); c.signal.throwIfAborted(); c.abort('why'); return caught(() => c.signal.throwIfAborted())",
  "AbortSignal.abort is aborted":
    "return [AbortSignal.abort().aborted, AbortSignal.abort().reason.name, AbortSignal.abort('x').reason, AbortSignal.abort(undefined).reason.name]",
  "AbortSignal can't be constructed": "return caught(() => new AbortSignal())",
  "timeout aborts later":
    "const s = AbortSignal.timeout(5); const before = s.aborted; await new Promise((done) => s.addEventListener('abort', done)); return [before, s.aborted, s.reason.name, s.reason.code, s.reason instanceof DOMException]",
  "timeout of zero waits for a turn":
    "const s = AbortSignal.timeout(0); const before = s.aborted; await new Promise((done) => setTimeout(done, 10)); return [before, s.aborted]",
  "timeout needs milliseconds":
    "return [await caught(() => AbortSignal.timeout()), await caught(() => AbortSignal.timeout('x'))].map((r) => 'error' in r)",
  "timeout refuses what is negative": "return 'error' in (await caught(() => AbortSignal.timeout(-1)))",
  "any of nothing never aborts": "return AbortSignal.any([]).aborted",
  "operations say how many arguments they need": {
    body: "return [AbortSignal.abort, AbortSignal.timeout, AbortSignal.any, AbortController.prototype.abort, AbortSignal.prototype.throwIfAborted, EventTarget.prototype.addEventListener, EventTarget.prototype.dispatchEvent].map((f) => f.length)",
    expected: [0, 1, 1, 0, 0, 2, 1],
  },
  "any follows the first": {
    body: "const a = new AbortController(), b = new AbortController(); const s = AbortSignal.any([a.signal, b.signal]); const before = s.aborted; b.abort('b'); a.abort('a'); return [before, s.aborted, s.reason]",
    // Node answers with the last reason.
    expected: [false, true, "b"],
  },
  "any of an aborted one is aborted":
    "return AbortSignal.any([new AbortController().signal, AbortSignal.abort('x'), AbortSignal.abort('y')]).reason",
  "any fires after its source":
    "const c = new AbortController(); const log = []; const s = AbortSignal.any([c.signal]); s.addEventListener('abort', () => log.push('any')); c.signal.addEventListener('abort', () => log.push('source', s.aborted)); c.abort(); return log",
  "any of any follows the roots":
    "const c = new AbortController(); const s = AbortSignal.any([AbortSignal.any([c.signal]), AbortSignal.any([c.signal])]); let n = 0; s.onabort = () => n++; c.abort(7); return [s.reason, n]",
  "any keeps a signal alive that only its listener holds":
    "const c = new AbortController(); const seen = await new Promise((done) => { AbortSignal.any([c.signal]).addEventListener('abort', () => done('heard')); c.abort(); }); return seen",
  "any takes an iterable":
    "return [AbortSignal.any(new Set([AbortSignal.abort(1)])).reason, 'error' in (await caught(() => AbortSignal.any(1))), 'error' in (await caught(() => AbortSignal.any([{}])))]",
  "controllers and signals know their own kind":
    "return [await caught(() => Object.getOwnPropertyDescriptor(AbortController.prototype, 'signal').get.call({})), await caught(() => Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted').get.call({})), await caught(() => AbortController.prototype.abort.call({}))]",
  "classes have their looks": {
    body: "return [AbortController.name, AbortController.length, AbortSignal.name, AbortSignal.length, String(new AbortController()), String(AbortSignal.abort()), shapeOf(AbortSignal, 'any').enumerable, shapeOf(AbortSignal.prototype, 'reason').enumerable, shapeOf(globalThis, 'AbortSignal')]",
    // Node hides what Web IDL makes enumerable.
    expected: [
      "AbortController",
      0,
      "AbortSignal",
      0,
      "[object AbortController]",
      "[object AbortSignal]",
      true,
      true,
      { configurable: true, enumerable: false, writable: true, value: "function", length: 0 },
    ],
  },
});

differential("DOMException", {
  "has its defaults": "const e = new DOMException(); return [e.name, e.message, e.code, e instanceof Error, String(e)]",
  "has the legacy code of its name":
    "return ['IndexSizeError', 'NotFoundError', 'NotSupportedError', 'InvalidStateError', 'SyntaxError', 'InvalidAccessError', 'TypeMismatchError', 'NetworkError', 'AbortError', 'QuotaExceededError', 'TimeoutError', 'DataCloneError', 'EncodingError', 'OperationError', 'NotAllowedError'].map((name) => new DOMException('m', name).code)",
  "reads as text": "return String(new DOMException('gone', 'NotFoundError'))",
  "has constants": "return [DOMException.ABORT_ERR, DOMException.prototype.TIMEOUT_ERR, DOMException.DATA_CLONE_ERR]",
  "has a tag": "return Object.prototype.toString.call(new DOMException())",
  "has a stack": "return typeof new DOMException('x').stack",
});
