import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { basename, extname } from "node:path";
import type { Socket } from "node:net";
import { Exchange, type ExchangeHost } from "./exchange";
import { folderFunctions, singleFunction, type FunctionTable, type HasEntry } from "./functions";
import type { BuildFunction, CallLine, GatewayTarget, InvokeFunction, ServedFunction } from "./gateway-types";
import { GatewayError, listen } from "./listen";
import { Sources } from "./sources";

/** Where `coldframe serve` listens unless it is told otherwise. */
const DEFAULT_PORT = 8787;

/** An idle connection is kept this long; milliseconds. Longer than load tools pause between two runs. */
const KEEP_ALIVE_MS = 60_000;
/** As much as the largest platform takes (Cloudflare: 128 KB). */
const MAX_HEADER_BYTES = 128 * 1024;
/** When the gateway closes, what it still has to send may take this long; milliseconds. */
const LAST_BYTES_MS = 500;

export interface GatewayOptions {
  readonly target: GatewayTarget;
  /** 0 picks a free one. Default: {@link DEFAULT_PORT}. */
  readonly port?: number;
  readonly invoke: InvokeFunction;
  /** Builds a function's newest version when its source changed. Without it `invoke` builds, and its `artifact` is null. */
  readonly build?: BuildFunction;
  /** Whether a subfolder of a folder target is a function. */
  readonly hasEntry?: HasEntry;
  /** Called once for every request, when its call has ended. */
  readonly onCall?: (line: CallLine) => void;
  /** An exception in the host: a bug in Coldframe. The client gets a 500. */
  readonly onError?: (error: unknown) => void;
}

/** An open gateway. Dispose it: it stops listening, cancels its calls, waits for them, and ends its connections. */
export interface Gateway extends AsyncDisposable {
  /** `http://localhost:port/` first, then the addresses. */
  readonly urls: readonly string[];
  readonly port: number;
  /** As they are now; a folder is read again. */
  functions(): Promise<readonly ServedFunction[]>;
  close(): Promise<void>;
}

/**
 * Opens a loopback-only HTTP gateway to functions.
 * @throws {GatewayError} `port-in-use`, `port-forbidden`, `no-loopback`, `folder-unreadable`
 */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const table = await openTable(options);
  const connections = new Connections();
  let isClosing = false;
  let actualPort = 0;
  const host: ExchangeHost = {
    get port() {
      return actualPort;
    },
    table,
    sources: options.build === undefined ? null : new Sources(options.build),
    invoke: options.invoke,
    isClosing: () => isClosing,
    onCall: options.onCall ?? (() => undefined),
    onError: options.onError ?? (() => undefined),
  };
  const { servers, port } = await listen(() => createGatewayServer(host, connections), options.port ?? DEFAULT_PORT);
  actualPort = port;
  let closed: Promise<void> | null = null;
  function close(): Promise<void> {
    isClosing = true;
    closed ??= closeAll(servers, connections);
    return closed;
  }
  return {
    urls: ["localhost", ...servers.map(addressOf)].map((name) => `http://${name}:${port}/`),
    port,
    async functions() {
      await table.refresh();
      return table.list();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function openTable({ target, hasEntry }: GatewayOptions): Promise<FunctionTable> {
  if (target.kind === "function") {
    return singleFunction(basename(target.entry, extname(target.entry)), target.entry);
  }
  try {
    return await folderFunctions(target.path, hasEntry ?? (() => false));
  } catch (error) {
    const message =
      (error as NodeJS.ErrnoException).code === "ENOENT"
        ? `${target.path} does not exist: check the path; it is taken from the current folder`
        : `The folder ${target.path} can't be read; name a folder of functions, or one function.`;
    throw new GatewayError("folder-unreadable", message, error);
  }
}

function addressOf(server: Server): string {
  const address = server.address();
  const host = typeof address === "object" && address !== null ? address.address : "";
  return host.includes(":") ? `[${host}]` : host;
}

/** Who is connected, and what each is waiting for. No sets of exchanges, for the reason that the pool's `UnorderedSet` gives. */
class Connections {
  /** Several exchanges of one connection are pipelined. */
  readonly #open = new Map<Socket, Exchange[]>();
  #running = 0;
  #tellSettled: (() => void) | null = null;

  add(socket: Socket): void {
    const exchanges: Exchange[] = [];
    this.#open.set(socket, exchanges);
    socket.once("close", () => {
      this.#open.delete(socket);
      for (const exchange of exchanges) {
        exchange.abandon();
      }
    });
  }

  run(socket: Socket, exchange: Exchange): void {
    const exchanges = this.#open.get(socket);
    exchanges?.push(exchange);
    this.#running += 1;
    void exchange.run().then(() => {
      exchanges?.splice(exchanges.indexOf(exchange), 1);
      this.#running -= 1;
      if (this.#running === 0) {
        this.#tellSettled?.();
      }
    });
  }

  cancelAll(): void {
    for (const exchanges of this.#open.values()) {
      for (const exchange of exchanges) {
        exchange.cancel();
      }
    }
  }

  /** Resolves when no exchange runs any more. */
  async settled(): Promise<void> {
    if (this.#running === 0) {
      return;
    }
    await new Promise<void>((resolve) => {
      this.#tellSettled = resolve;
    });
  }
}

function createGatewayServer(host: ExchangeHost, connections: Connections): Server {
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    // An upload may take as long as it likes: the call's own deadline ends it.
    requestTimeout: 0,
    // requestTarget checks the host, HTTP/1.0 included.
    requireHostHeader: true,
  });
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
  });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    connections.run(request.socket, new Exchange(host, request, response, false));
  });
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    connections.run(request.socket, new Exchange(host, request, response, true));
  });
  server.on("connect", (_request: IncomingMessage, socket: Socket) => {
    const text = "CONNECT is not served: this is not a proxy.\n";
    socket.end(
      `HTTP/1.1 405 Method Not Allowed\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\n` +
        `content-length: ${text.length}\r\n\r\n${text}`,
    );
  });
  return server;
}

async function closeAll(servers: readonly Server[], connections: Connections): Promise<void> {
  const closed = servers.map(
    (server) =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  );
  connections.cancelAll();
  await connections.settled();
  for (const server of servers) {
    server.closeIdleConnections();
  }
  const limit = new AbortController();
  await Promise.race([Promise.all(closed), delay(LAST_BYTES_MS, undefined, { signal: limit.signal, ref: false })]);
  limit.abort();
  for (const server of servers) {
    server.closeAllConnections();
  }
  await Promise.all(closed);
}
