import { differential } from "./differential";

const parts = `const partsOf = (u) => ({ href: u.href, origin: u.origin, protocol: u.protocol, username: u.username, password: u.password,
  host: u.host, hostname: u.hostname, port: u.port, pathname: u.pathname, search: u.search, hash: u.hash });`;

differential("URL", {
  "every part of a full URL": `${parts} return partsOf(new URL("http://user:p%40ss@Ex.com:8080/a/../b/./c?x=1&y=2#frag"))`,
  "a default port disappears": `${parts} return [partsOf(new URL("https://h:443/")), partsOf(new URL("http://h:80"))]`,
  "a relative URL on a base": `return [new URL("../x?y", "http://h/a/b/c").href, new URL("//o/p", "https://h").href, new URL("?q", new URL("http://h/a?b")).href]`,
  "non-ASCII and lone surrogates": `return [new URL("http://ex\u00e4mple.com/\u00fc?\u00f6#\u20ac").href, new URL("http://h/\\ud800x").href, new URL("http://h/a\\0b").href]`,
  "what is no URL is a TypeError": `return [await caught(() => new URL("nope")), await caught(() => new URL("//x")), await caught(() => new URL("/a", "b")), await caught(() => new URL()), await caught(() => new URL("http://[1"))]`,
  "the constructor needs new": `return caught(() => URL("http://h"))`,
  "canParse and parse": `return [URL.canParse("http://h"), URL.canParse("x"), URL.canParse("x", "http://h"), URL.parse("x"), URL.parse("x", "http://h/y").href, URL.parse("a:b").href, URL.parse("http://h") instanceof URL]`,
  "setters normalize": `${parts} const u = new URL("http://h/p?q#f"); u.protocol = "https"; u.username = "a:b"; u.password = "c@"; u.host = "x.y:9"; u.pathname = "a b"; u.hash = "z z"; u.port = "1234"; return partsOf(u)`,
  "setters ignore nonsense": `${parts} const u = new URL("http://h/p"); u.port = "x"; u.protocol = "data"; u.hostname = ""; return partsOf(u)`,
  "an empty search or hash goes away": `const u = new URL("http://h/p?q#f"); u.search = ""; u.hash = ""; return u.href`,
  "href can be set, and refuses nonsense": `const u = new URL("http://h/"); u.href = "https://x/?a=1"; const e = await caught(() => { u.href = "no" }); return [u.href, u.searchParams.get("a"), e]`,
  "searchParams is the same object and live both ways": `const u = new URL("http://h/?a=1&a=2"); const p = u.searchParams; p.append("b", "x y"); const one = u.href; u.search = "?c=3"; return [p === u.searchParams, one, [...p], (p.delete("c"), u.href)]`,
  "changing href or search replaces the linked parameters": `const u = new URL("http://h/?a=1"); const p = u.searchParams; u.href = "http://h/?z=9"; return [p.get("a"), p.get("z"), p.size]`,
  "sorting linked parameters writes the query": `const u = new URL("http://h/?b=2&a=1"); u.searchParams.sort(); return u.href`,
  "JSON and string": `const u = new URL("http://h/x"); return [JSON.stringify({ u }), String(u), u.toString(), u.toJSON()]`,
  "members are enumerable accessors": `return ["href", "origin", "searchParams"].map((key) => shapeOf(URL.prototype, key))`,
  "a stranger is refused": `return caught(() => Object.getOwnPropertyDescriptor(URL.prototype, "href").get.call({}))`,
  "the tag": `return [Object.prototype.toString.call(new URL("a:b")), URL.name, URL.length]`,
  "opaque paths and special schemes": `${parts} return ["mailto:a@b", "data:text/plain,x y", "file:///a/b", "blob:https://h/id", "about:blank"].map((u) => partsOf(new URL(u)))`,
  "IPv4 and IPv6 hosts": `return [new URL("http://0x7f.1/").host, new URL("http://[::1]:3000/").host, new URL("http://256/").host]`,
});

differential("URLSearchParams", {
  "from a string": `return [...new URLSearchParams("?a=1&b=%20x+y&&c&=d&a=2")]`,
  "only one question mark is dropped": `return [...new URLSearchParams("??a=1")]`,
  "malformed percent signs and bytes": `return [...new URLSearchParams("a=%&b=%zz&c=%ff&d=%e2%82%ac&e=%EF%BB%BFx&f=%2")]`,
  "from pairs, records, maps, other parameters": `return [[["a", "1"], ["a", 2]], { x: 1, y: undefined }, new Map([["m", "n"]]), new URLSearchParams("q=1&q=2")].map((init) => [...new URLSearchParams(init)])`,
  "from nothing": `return [undefined, null, "", 5, true].map((init) => String(new URLSearchParams(init)))`,
  "malformed pairs are a TypeError": `return [await caught(() => new URLSearchParams([["a"]])), await caught(() => new URLSearchParams([["a", "b", "c"]])), await caught(() => new URLSearchParams([1])), await caught(() => new URLSearchParams({ a: Symbol() }))]`,
  "any iterable of iterables": `return [...new URLSearchParams((function* () { yield new Set("ab"); yield new Set(["c", "d"]) })())]`,
  "lone surrogates become the replacement character": `return [...new URLSearchParams({ "\\ud800": "\\udfff" })]`,
  serializing: `return String(new URLSearchParams([["a b", "!'()~*-._"], ["\u00e9", "\u20ac&=+%"], ["\u{1f600}", ""], ["nl", "a\\r\\nb"]]))`,
  "get, getAll, has with value": `const p = new URLSearchParams("a=1&a=2&b=3"); return [p.get("a"), p.get("z"), p.getAll("a"), p.getAll("z"), p.has("a"), p.has("a", "2"), p.has("a", "9"), p.has("a", undefined)]`,
  "set keeps the first place": `const p = new URLSearchParams("a=1&b=2&a=3"); p.set("a", "x"); p.set("n", "y"); return String(p)`,
  "delete by name and value": `const p = new URLSearchParams("a=1&a=2&b=3"); p.delete("a", "2"); const one = String(p); p.delete("a"); return [one, String(p)]`,
  "sort is stable and by code units": `const p = new URLSearchParams("z=1&a=2&z=0&\u{1f600}=3&\uffff=4&a=1"); p.sort(); return [...p]`,
  "size, keys, values, entries": `const p = new URLSearchParams("a=1&b=2"); return [p.size, [...p.keys()], [...p.values()], [...p.entries()]]`,
  forEach: `const seen = []; const p = new URLSearchParams("a=1&b=2"); p.forEach(function (value, name, all) { seen.push([value, name, all === p, this.t]) }, { t: 1 }); return seen`,
  "iteration is live": `const p = new URLSearchParams("a=1&b=2&c=3"); const seen = []; for (const [name] of p) { seen.push(name); p.delete(name) } return seen`,
  "the iterator": `const i = new URLSearchParams("a=1")[Symbol.iterator](); return [Object.prototype.toString.call(i), i[Symbol.iterator]() === i, i.next(), i.next(), i.next()]`,
  "entries is the iterator method": `return [URLSearchParams.prototype[Symbol.iterator] === URLSearchParams.prototype.entries, shapeOf(URLSearchParams.prototype, "size"), shapeOf(URLSearchParams.prototype, "forEach")]`,
  "too few arguments": `const p = new URLSearchParams(); return [await caught(() => p.append("a")), await caught(() => p.get()), await caught(() => p.forEach())]`,
});
