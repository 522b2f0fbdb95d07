import { builtinModules } from "node:module";

const FILES = "import the file itself (text, JSON and binary files are bundled), or fetch() it";
const CRYPTO = "use the global crypto (crypto.subtle, crypto.randomUUID(), crypto.getRandomValues())";
const NETWORK = "use fetch()";
const SOCKETS = "edge functions have no sockets; use fetch()";
const THREADS =
  "edge functions have no threads or processes; do the work in the handler, or fetch() a service that does it";
const STREAMS = "use the global Web Streams (ReadableStream, WritableStream, TransformStream)";
const TIMERS = "use the global setTimeout; for a promise, new Promise((resolve) => setTimeout(resolve, ms))";
const DEBUGGING = "leave it out of the function; Coldframe's trace shows where the time went";
const URLS = "use the globals URL and URLSearchParams";

/** What to use instead of each of Node's built-in modules. */
const INSTEAD: Readonly<Record<string, string>> = {
  assert: "throw an Error yourself, or use a small package such as tiny-invariant",
  async_hooks: "pass the context as an argument",
  buffer: "use Uint8Array with TextEncoder and TextDecoder; atob and btoa for base64",
  child_process: THREADS,
  cluster: THREADS,
  console: "use the global console",
  constants: "write the values you need into the source",
  crypto: CRYPTO,
  dgram: SOCKETS,
  diagnostics_channel: "use EventTarget",
  dns: "edge functions can't look names up; fetch() a DNS-over-HTTPS service",
  domain: "use try and catch",
  events: "use EventTarget and Event, or install a package such as eventemitter3",
  fs: FILES,
  http: NETWORK,
  http2: NETWORK,
  https: NETWORK,
  inspector: DEBUGGING,
  module: "use import",
  net: SOCKETS,
  os: "edge functions see no machine; take what you need from the env argument",
  path: "use new URL(relative, base), or install a small package such as pathe",
  perf_hooks: "use the global performance.now()",
  process: "take environment variables from the env argument of the handler",
  punycode: "use new URL(), which encodes host names, or install the package punycode",
  querystring: "use URLSearchParams",
  readline: STREAMS,
  repl: DEBUGGING,
  sqlite: "fetch() a database with an HTTP interface",
  stream: STREAMS,
  string_decoder: "use TextDecoder with {stream: true}",
  sys: "use the language's own features",
  test: "keep tests out of the function",
  timers: TIMERS,
  tls: SOCKETS,
  tty: "edge functions have no terminal; use the global console",
  url: URLS,
  util: "use the language's own: structuredClone, TextEncoder, async functions for promisify, template strings for format",
  v8: DEBUGGING,
  vm: "edge platforms don't evaluate code from strings; import the code",
  wasi: "make the WASI command a function of its own",
  worker_threads: THREADS,
  zlib: "use CompressionStream and DecompressionStream where the platform has them, or install a package such as fflate",
};

const GENERAL = "use a Web API or a package made for edge platforms";

/** Whether an import names one of Node's own modules: `fs`, `node:fs`, `fs/promises`. */
export function isNodeBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

/** What to use instead, as the end of a sentence. */
export function insteadOfBuiltin(specifier: string): string {
  const name =
    specifier
      .replace(/^node:/, "")
      .replace(/^_/, "")
      .split(/[/_]/)[0] ?? "";
  const whole = specifier.replace(/^node:/, "").split("/")[0] ?? "";
  return entryOf(whole) ?? entryOf(name) ?? GENERAL;
}

function entryOf(name: string): string | undefined {
  return Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined;
}
