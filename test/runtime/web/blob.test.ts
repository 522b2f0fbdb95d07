import { differential } from "./differential";

differential("Blob and File", {
  "parts of all kinds": `const b = new Blob(["h\u00e9", new Uint8Array([1, 2]), new Uint16Array([0x4142]).buffer, new DataView(new ArrayBuffer(3), 1), new Blob(["x"]), 5, null]); return [b.size, [...(await b.bytes())]]`,
  type: `return ["Text/PLAIN", "a\u00e9b", "a\\nb", "", undefined, null].map((type) => new Blob([], { type }).type)`,
  slice: `const b = new Blob(["0123456789"]); return Promise.all([[], [2], [2, 5], [-3], [-3, -1], [5, 2], [0, 99], [NaN], [1.7, 3.2], [Infinity]].map((a) => b.slice(...a).text()))`,
  "slice has the given type": `const b = new Blob(["x"], { type: "a/b" }); return [b.slice().type, b.slice(0, 1, "C/D").type]`,
  "text, arrayBuffer, bytes, stream": `const b = new Blob(["\ufeffab\ud800"]); return [await b.text(), (await b.arrayBuffer()).byteLength, [...(await b.bytes())], (await chunksOf(b.stream())).flat()]`,
  "line endings": `return [await new Blob(["a\\r\\nb\\rc\\nd"], { endings: "native" }).text(), await new Blob(["a\\r\\nb"]).text(), await caught(() => new Blob([], { endings: "x" }))]`,
  "parts must be a sequence": `return [await caught(() => new Blob("abc")), await caught(() => new Blob(5)), await caught(() => new Blob(null)), await caught(() => new Blob({})), new Blob(undefined).size, new Blob(new Set(["a", "b"])).size]`,
  "options must be an object": `return [await caught(() => new Blob([], 5)), new Blob([], null).size]`,
  "bytes are copied": `const a = new Uint8Array([1]); const b = new Blob([a]); a[0] = 9; return [...(await b.bytes())]`,
  "an empty blob streams nothing": `return chunksOf(new Blob([]).stream())`,
  members: `return ["size", "slice", "text", "stream"].map((k) => shapeOf(Blob.prototype, k)).concat([Blob.length, File.length, Object.prototype.toString.call(new Blob()), Object.prototype.toString.call(new File([], ""))])`,
  File: `const f = new File(["abc"], "n\ud800.txt", { type: "text/plain", lastModified: 1234 }); return [f.name, f.type, f.size, f.lastModified, f instanceof Blob, await f.text()]`,
  // Node keeps the fraction; it is a long long.
  "lastModified is a whole number": {
    body: `return new File([], "a", { lastModified: 1234.9 }).lastModified`,
    expected: 1234,
  },
  "File needs two arguments": `return [await caught(() => new File([])), await caught(() => new File("a", "b")), await caught(() => new File())]`,
  "lastModified is now": `const before = Date.now(); const f = new File([], "a"); return f.lastModified >= before && f.lastModified <= Date.now()`,
  "a file's slice is a blob": `const s = new File(["abc"], "a").slice(1); return [s instanceof File, s instanceof Blob, s.size]`,
  "a stranger is refused": `return [await caught(() => Object.getOwnPropertyDescriptor(Blob.prototype, "size").get.call({})), await caught(() => Blob.prototype.text.call({}))]`,
});

differential("FormData", {
  "append, get, getAll, has, delete": `const f = new FormData(); f.append("a", "1"); f.append("a", 2); f.append("b", "x"); const one = [f.get("a"), f.getAll("a"), f.get("z"), f.getAll("z"), f.has("b"), f.has("z")]; f.delete("a"); return [one, [...f]]`,
  "set keeps the first place": `const f = new FormData(); f.append("a", "1"); f.append("b", "2"); f.append("a", "3"); f.set("a", "x"); f.set("c", "y"); return [...f]`,
  "blobs become files": `const f = new FormData(); f.append("a", new Blob(["x"], { type: "t/y" })); f.append("b", new Blob(["x"]), "name.txt"); f.append("c", new File(["x"], "own")); f.append("d", new File(["x"], "own", { lastModified: 5, type: "q/r" }), "other"); return [...f].map(([k, v]) => [k, v.name, v.type, v instanceof File, k === "d" ? v.lastModified : 0])`,
  "a file stays the same object": `const file = new File([], "a"); const f = new FormData(); f.append("x", file); return f.get("x") === file`,
  "only blobs have names": `const f = new FormData(); return [await caught(() => f.append("a", "b", "c")), await caught(() => f.set("a", "b", "c"))]`,
  "too few arguments": `const f = new FormData(); return [await caught(() => f.append("a")), await caught(() => f.get()), await caught(() => f.set("a")), await caught(() => new FormData(1))]`,
  "values are converted": `const f = new FormData(); f.append("\ud800", null); f.append("b", { toString: () => "\udc00" }); return [...f]`,
  iteration: `const f = new FormData(); f.append("a", "1"); f.append("b", "2"); const seen = []; f.forEach((v, k, all) => seen.push([v, k, all === f])); return [[...f.keys()], [...f.values()], [...f.entries()], seen, Object.prototype.toString.call(f.keys())]`,
  "multipart: what browsers send": `const body = '--x\\r\\nContent-Disposition: form-data; name="a"\\r\\n\\r\\none\\r\\n--x\\r\\ncontent-disposition: form-data; name="f"; filename="n%22.txt"\\r\\nContent-Type: text/html; charset=x\\r\\n\\r\\n<b>\\r\\n--x--\\r\\n'; const f = await new Response(body, { headers: { "content-type": "multipart/form-data; boundary=x" } }).formData(); const file = f.get("f"); return [f.get("a"), file.name, file.type, await file.text()]`,
  "multipart: a quoted boundary": `return [...(await new Response('--a b\\r\\nContent-Disposition: form-data; name="a"\\r\\n\\r\\n1\\r\\n--a b--', { headers: { "content-type": 'multipart/form-data; boundary="a b"' } }).formData())]`,
  "multipart: malformed is a TypeError": `const tries = ["", "--y--", "--x", "--x\\r\\n", '--x\\r\\nContent-Disposition: form-data\\r\\n\\r\\n1\\r\\n--x--', '--x\\r\\nContent-Disposition: form-data; name="a\\r\\n\\r\\n1\\r\\n--x--', '--x\\r\\nContent-Disposition: form-data; name="a"\\r\\n\\r\\n1', '--x\\r\\nContent-Disposition: form-data; name="a"\\r\\n\\r\\n1\\r\\n--x', '--x\\r\\n\\r\\n1\\r\\n--x--']; return Promise.all(tries.map((body) => caught(() => new Response(body, { headers: { "content-type": "multipart/form-data; boundary=x" } }).formData())))`,
  "multipart: a byte order mark stays in a value": `const f = new FormData(); f.append("a", "\ufeffx"); return (await new Response(f).formData()).get("a").length`,
  "multipart: empty": `return [...(await new Response(new FormData()).formData())]`,
  "multipart: the serialized text": `const f = new FormData(); f.append('a"b', "1\\n2"); f.append("f", new Blob(["x"]), "\u00fc.bin"); const r = new Response(f); const boundary = /boundary=(.*)$/.exec(r.headers.get("content-type"))[1]; return (await r.text()).replaceAll(boundary, "B")`,
  members: `return ["append", "get", "entries"].map((k) => shapeOf(FormData.prototype, k)).concat([FormData.prototype[Symbol.iterator] === FormData.prototype.entries, FormData.length])`,
});
