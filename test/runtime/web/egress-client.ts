/** A stand-in for a sandbox's thread, and real servers for it to call. */
import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach } from "vitest";
import type { Egress, EgressOptions } from "../../../runtime/web/egress";
import type { EgressAnswer, EgressFetch } from "../../../runtime/web/egress-messages";
import { createEgress } from "../../../runtime/web/egress";

export interface Site {
  readonly origin: string;
  readonly host: string;
  readonly requests: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[];
  readonly sockets: Set<Socket>;
}

const servers: Server[] = [];
const clients: Client[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.egress.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
});

export async function serve(respond: (request: IncomingMessage, response: ServerResponse) => void): Promise<Site> {
  const requests: Site["requests"] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      requests.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
      respond(request, response);
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin: `http://${host}`, host, requests, sockets };
}

/** What a sandbox's thread does: it sends requests, pulls chunks and waits for answers. */
export class Client {
  readonly answers: EgressAnswer[] = [];
  readonly egress: Egress;
  #waiting: (() => void)[] = [];
  #nextId = 1;

  constructor(allowNet: readonly string[], options: Partial<EgressOptions> = {}) {
    this.egress = createEgress({ allowNet, ...options }, (answer) => {
      this.answers.push(answer);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    clients.push(this);
  }

  /** Starts a fetch; the number is its id. */
  start(url: string, request: Partial<EgressFetch> = {}): number {
    const fetchId = this.#nextId++;
    const defaults = { method: "GET", headers: [], body: null, redirect: "follow" } as const;
    this.egress.handle({ type: "fetch", fetchId, url, ...defaults, ...request });
    return fetchId;
  }

  pull(fetchId: number): void {
    this.egress.handle({ type: "fetch-pull", fetchId });
  }

  /** The next answer to that fetch, taken out of the list. */
  async next(fetchId: number): Promise<EgressAnswer> {
    for (;;) {
      const index = this.answers.findIndex((answer) => answer.fetchId === fetchId);
      const [answer] = index < 0 ? [] : this.answers.splice(index, 1);
      if (answer !== undefined) return answer;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  /** A whole fetch: head and body, or the failure's message. */
  async fetch(url: string, request: Partial<EgressFetch> = {}): Promise<Whole> {
    const fetchId = this.start(url, request);
    const first = await this.next(fetchId);
    if (first.type !== "fetch-head") return { error: first.type === "fetch-error" ? first.message : first.type };
    const chunks: Uint8Array[] = [];
    for (;;) {
      this.pull(fetchId);
      const answer = await this.next(fetchId);
      if (answer.type === "fetch-error") return { error: answer.message };
      if (answer.type !== "fetch-chunk") break;
      chunks.push(answer.bytes);
    }
    const { head, url: finalUrl, redirected } = first;
    return {
      status: head.status,
      statusText: head.statusText,
      headers: head.headers,
      url: finalUrl,
      redirected,
      chunks,
      text: Buffer.concat(chunks).toString(),
    };
  }
}

export interface Whole {
  readonly error?: string;
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly url?: string;
  readonly redirected?: boolean;
  readonly chunks?: readonly Uint8Array[];
  readonly text?: string;
}

export function header(whole: Whole, name: string): string[] {
  return (whole.headers ?? []).filter(([key]) => key === name).map(([, value]) => value);
}
