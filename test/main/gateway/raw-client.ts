import { connect, type Socket } from "node:net";

/** A client that says exactly what it is told to, byte by byte. */
export class RawClient implements AsyncDisposable {
  readonly socket: Socket;
  /** All that came so far, as Latin-1. */
  received = "";
  isEnded = false;
  isClosed = false;
  readonly #wakes = new Set<() => void>();

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (bytes: Buffer) => {
      this.received += bytes.toString("latin1");
      this.#wake();
    });
    socket.on("end", () => {
      this.isEnded = true;
      this.#wake();
    });
    socket.on("error", () => {
      this.#wake();
    });
    socket.on("close", () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  static async open(port: number, options: { readonly allowHalfOpen?: boolean } = {}): Promise<RawClient> {
    const socket = connect({ host: "127.0.0.1", port, ...options });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    return new RawClient(socket);
  }

  send(text: string): void {
    this.socket.write(Buffer.from(text, "latin1"));
  }

  /** Resolves once what came satisfies the test; rejects when the connection closes without. */
  async until(done: (received: string) => boolean): Promise<string> {
    while (!done(this.received)) {
      if (this.isClosed) {
        throw new Error(`closed after: ${JSON.stringify(this.received)}`);
      }
      await this.#change();
    }
    return this.received;
  }

  async closed(): Promise<string> {
    while (!this.isClosed) {
      await this.#change();
    }
    return this.received;
  }

  /** Sends one request and gives what came when the server closed the connection. */
  static async exchange(port: number, text: string): Promise<string> {
    await using client = await RawClient.open(port);
    client.send(text);
    return await client.closed();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.closed();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wakes.add(resolve);
    });
  }

  #wake(): void {
    for (const wake of this.#wakes) {
      wake();
    }
    this.#wakes.clear();
  }
}
