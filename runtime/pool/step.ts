import type { MonotonicUs } from "../model";
import type { FromSandbox } from "../sandbox/protocol";
import type { Partner } from "./sandbox";
import type { Watchdog, Watched } from "./watchdog";

/** The sandbox's thread ended while something was asked of it. */
export class SandboxEnded extends Error {
  override readonly name = "SandboxEnded";
}

/** The part of a sandbox that a step needs. */
interface Stepping {
  finish(): void;
  end(reason: string): Promise<void>;
}

/** One message of a sandbox's upkeep and the wait for its answer: boot, reset or bind. */
export class Step<T extends "ready" | "bound"> implements Partner, Watched {
  readonly answer: Promise<Extract<FromSandbox, { type: T }>>;
  dueUs: MonotonicUs;
  memberIndex = -1;
  readonly #sandbox: Stepping;
  readonly #expected: T;
  #watchdog: Watchdog | null = null;
  #resolve: (answer: Extract<FromSandbox, { type: T }>) => void = ignore;
  #reject: (error: SandboxEnded) => void = ignore;

  constructor(sandbox: Stepping, expected: T, limitUs: number) {
    this.#sandbox = sandbox;
    this.#expected = expected;
    this.dueUs = limitUs;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  watch(watchdog: Watchdog): void {
    this.#watchdog = watchdog;
    watchdog.watch(this);
  }

  message(message: FromSandbox): void {
    if (!isOf(message, this.#expected)) {
      void this.#sandbox.end(`the thread answered ${message.type} instead of ${this.#expected}`);
      return;
    }
    this.#watchdog?.leave(this);
    this.#sandbox.finish();
    this.#resolve(message);
  }

  ended(reason: string): void {
    this.#watchdog?.leave(this);
    this.#reject(new SandboxEnded(reason));
  }

  due(): void {
    this.#watchdog?.leave(this);
    void this.#sandbox.end(`the thread did not answer ${this.#expected} in time`);
  }
}

function ignore(): void {
  // Replaced before anyone can call it.
}

function isOf<T extends FromSandbox["type"]>(
  message: FromSandbox,
  type: T,
): message is Extract<FromSandbox, { type: T }> {
  return message.type === type;
}
