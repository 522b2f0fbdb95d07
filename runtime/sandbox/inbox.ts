import type { MessagePort } from "node:worker_threads";
import { receiveMessageOnPort } from "node:worker_threads";
import type { ToSandbox } from "./protocol";

export type Boot = Extract<ToSandbox, { type: "boot" }>;

/** Who acts on messages. */
export interface Receiver {
  /** Calls `receive`, which hands over one or more messages, and then does what they leave to do. */
  take(receive: () => void): void;
  /** A promise where the message takes a turn of the event loop: the next one comes after it. */
  receive(message: ToSandbox): Promise<void> | null;
  /** Asked where nothing is left to do: the next message, which `next` takes, if it is worth to look out for one and it comes in time. */
  lookOut(next: () => ToSandbox | null): ToSandbox | null;
}

/** Messages that are taken before the event loop has its turn again. */
const MESSAGES_A_TURN = 100;

/** Messages are handled one after the other, also where handling one takes a turn of the event loop. */
export class Inbox {
  readonly #port: MessagePort;
  readonly #boot: (message: Boot) => { readonly receiver: Receiver; readonly ready: Promise<void> };
  #receiver: Receiver | null = null;
  #last: Promise<void> | null = null;

  /** `boot` makes the receiver, which is `ready` for the next message later. */
  constructor(port: MessagePort, boot: (message: Boot) => { receiver: Receiver; ready: Promise<void> }) {
    this.#port = port;
    this.#boot = boot;
  }

  /** Takes the message and those behind it, so that their answers can go out together. */
  take(first: ToSandbox): void {
    let message: ToSandbox | null = first;
    let taken = 0;
    const next = (): ToSandbox | null => (taken < MESSAGES_A_TURN ? nextMessage(this.#port) : null);
    const receive = (): void => {
      for (; message !== null; message = next()) {
        taken += 1;
        this.#receive(message);
      }
    };
    while (message !== null) {
      this.#together(receive);
      message = taken < MESSAGES_A_TURN && this.#last === null ? (this.#receiver?.lookOut(next) ?? null) : null;
    }
  }

  #receive(message: ToSandbox): void {
    const pending = this.#last === null ? this.#handle(message) : this.#last.then(() => this.#handleLater(message));
    if (pending === null) return;
    const settled = pending.then(() => {
      if (this.#last === settled) this.#last = null;
    });
    this.#last = settled;
    // A host error is a bug of ours: it ends the thread, and the pool answers for it.
    settled.catch((error: unknown) => {
      queueMicrotask(() => {
        throw error;
      });
    });
  }

  #handle(message: ToSandbox): Promise<void> | null {
    if (this.#receiver !== null) return this.#receiver.receive(message);
    if (message.type !== "boot") return null;
    const { receiver, ready } = this.#boot(message);
    this.#receiver = receiver;
    return ready;
  }

  async #handleLater(message: ToSandbox): Promise<void> {
    const handling: { pending: Promise<void> | null } = { pending: null };
    this.#together(() => {
      handling.pending = this.#handle(message);
    });
    await handling.pending;
  }

  #together(receive: () => void): void {
    if (this.#receiver === null) receive();
    else this.#receiver.take(receive);
  }
}

function nextMessage(port: MessagePort): ToSandbox | null {
  const received = receiveMessageOnPort(port) as { readonly message: ToSandbox } | undefined;
  return received?.message ?? null;
}
