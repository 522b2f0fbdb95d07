import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Why a gateway could not be opened, one line of gloss each. */
export const GATEWAY_FAILURE_CODES = {
  "port-in-use": "another program listens on that port",
  "port-forbidden": "the system does not let this user listen on that port",
  "no-loopback": "neither 127.0.0.1 nor ::1 can be listened on",
  "folder-unreadable": "the folder of functions does not exist or can't be read",
} as const;
export type GatewayFailureCode = keyof typeof GATEWAY_FAILURE_CODES;

/** `message` is one line: what is wrong, where, and what to do. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly code: GatewayFailureCode;

  constructor(code: GatewayFailureCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** The only addresses a gateway listens on. */
const LOOPBACK = ["127.0.0.1", "::1"] as const;

/** How often port 0 may pick a port that is free on one address and taken on the other. */
const TRIES = 10;

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

function listenOn(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Listens on every loopback address there is, all on one port. */
async function listenOnAll(make: () => Server, port: number, bound: Server[]): Promise<number> {
  let actual = port;
  for (const host of LOOPBACK) {
    const server = make();
    try {
      actual = await listenOn(server, host, actual);
      bound.push(server);
    } catch (error) {
      // A machine without IPv6 (or, seldom, without IPv4) has only one of the two.
      if (codeOf(error) !== "EADDRNOTAVAIL" && codeOf(error) !== "EAFNOSUPPORT") {
        throw error;
      }
    }
  }
  return actual;
}

/** What listens. */
export interface Listening {
  readonly servers: readonly Server[];
  readonly port: number;
}

/**
 * Opens one server per loopback address, all on the same port; 0 picks a free one.
 * @throws {GatewayError} `port-in-use`, `port-forbidden`, `no-loopback`
 */
export async function listen(make: () => Server, port: number): Promise<Listening> {
  for (let attempt = 1; ; attempt += 1) {
    const servers: Server[] = [];
    try {
      const actual = await listenOnAll(make, port, servers);
      if (servers.length === 0) {
        throw new GatewayError("no-loopback", "Can't listen on 127.0.0.1 or ::1; bring the loopback interface up.");
      }
      return { servers, port: actual };
    } catch (error) {
      for (const server of servers) {
        server.close();
      }
      if (port !== 0 || codeOf(error) !== "EADDRINUSE" || attempt === TRIES) {
        throw asGatewayError(error, port);
      }
    }
  }
}

function asGatewayError(error: unknown, port: number): unknown {
  switch (codeOf(error)) {
    case "EADDRINUSE":
      return new GatewayError(
        "port-in-use",
        `Port ${port} of localhost is in use by another program; end it, or choose another with --port (0 picks a free one).`,
        error,
      );
    case "EACCES":
      return new GatewayError(
        "port-forbidden",
        `Listening on port ${port} of localhost is not permitted; choose one above 1023 with --port.`,
        error,
      );
    default:
      return error;
  }
}
