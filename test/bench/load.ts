/** HTTP load over 32 keep-alive connections, from its own thread. */
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import autocannon from "autocannon";
import type { BenchContext } from "./figure";

const CONNECTIONS = 32;

/** Requests per second: one sample a round. */
export async function loadRequests(bench: BenchContext, url: string): Promise<number[]> {
  const rounds = bench.quick ? 1 : 6;
  const duration = bench.quick ? 1 : 3;
  const result: number[] = [];
  // The first answer may need a build and a cold start.
  const first = await fetch(url);
  if (!first.ok) throw new Error(`${url} answered ${first.status}`);
  await first.arrayBuffer();
  for (let round = 0; round < rounds; round += 1) {
    const load = await autocannon({ url, connections: CONNECTIONS, duration });
    if (load.non2xx > 0 || load.errors > 0)
      throw new Error(`${load.non2xx} answers of ${url} were failures, ${load.errors} were missing`);
    // The first round of several warms up.
    if (round > 0 || rounds === 1) result.push(load.requests.total / load.duration);
  }
  return result;
}

/** `coldframe serve` as its user starts it, with its history. */
export async function serveColdframe(bench: BenchContext): Promise<number[]> {
  const script = join(bench.root, "build/bin/coldframe.js");
  const server = spawn(process.execPath, [script, "serve", join(bench.root, "test/fixtures/hono-app"), "--port", "0"], {
    env: { ...process.env, COLDFRAME_HOME: join(bench.scratch, "serve-home") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  try {
    const url = await Promise.any([announcedUrl(server.stdout), announcedUrl(server.stderr)]);
    server.stdout.resume();
    server.stderr.resume();
    return await loadRequests(bench, new URL("/items/7", url).href);
  } finally {
    server.kill("SIGTERM");
  }
}

/** A server of Node's own that answers the same bytes: how far `serve` could go at most. */
export async function servePlainNode(bench: BenchContext): Promise<number[]> {
  const body = JSON.stringify({ id: 7, name: "item 7" });
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
      .end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const result = await loadRequests(bench, `http://127.0.0.1:${port}/`);
  server.closeAllConnections();
  server.close();
  return result;
}

async function announcedUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const port = /http:\/\/localhost:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return `http://127.0.0.1:${port}/`;
  }
  throw new Error("`coldframe serve` did not say where it listens");
}
