import { FAILURE_CODES } from "../model";
import type { Failure, MonotonicUs, Outcome } from "../model";
import type { FailedInit, FromSandbox, Image } from "../sandbox/protocol";
import type { Call } from "./call";
import { INTERRUPT_AFTER_US, TERMINATE_AFTER_US } from "./conversation";
import type { Partner, Sandbox } from "./sandbox";
import type { Watched } from "./watchdog";

/** Images kept at once, in bytes of linear memory; the least recently used go first. */
const IMAGE_CACHE_BYTES = 256 * 1024 * 1024;

/** Images by key. They are immutable, and one serves all sandboxes. */
export class ImageCache {
  readonly #limit: number;
  /** Least recently used first. */
  readonly #images = new Map<string, Image>();
  /** The most recently used. */
  #latest: Image | null = null;
  #bytes = 0;

  constructor(limitBytes: number = IMAGE_CACHE_BYTES) {
    this.#limit = limitBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Image | null {
    // Mostly one function is called again and again, and a `Map` that is changed for each call keeps garbage: see `UnorderedSet`.
    if (key === this.#latest?.key) return this.#latest;
    const image = this.#images.get(key);
    if (image === undefined) return null;
    this.#images.delete(key);
    this.#images.set(key, image);
    this.#latest = image;
    return image;
  }

  /** An image that is larger than the whole cache is kept alone: somebody is about to use it. */
  set(image: Image): void {
    this.#forget(image.key);
    this.#images.set(image.key, image);
    this.#latest = image;
    this.#bytes += image.memoryBytes;
    for (const key of this.#images.keys()) {
      if (this.#bytes <= this.#limit || key === image.key) break;
      this.#forget(key);
    }
  }

  #forget(key: string): void {
    const image = this.#images.get(key);
    if (image === undefined) return;
    this.#images.delete(key);
    if (image === this.#latest) this.#latest = null;
    this.#bytes -= image.memoryBytes;
  }
}

/** From the interrupt to the end of a thread that does not heed it. */
const GRACE_US = TERMINATE_AFTER_US - INTERRUPT_AFTER_US;

/** How a top level failed. */
export interface InitFailure {
  readonly outcome: Outcome;
  readonly failure: Failure;
  readonly init: FailedInit;
}

export interface MakingHost {
  made(making: ImageMaking, image: Image): void;
  failed(making: ImageMaking, failure: InitFailure): void;
  nowUs(): MonotonicUs;
}

/** An image being made, on behalf of every call that waits for it. The top level has as long as the call that began it. */
export class ImageMaking implements Partner, Watched {
  readonly first: Call;
  readonly sandbox: Sandbox;
  readonly waiting = new Set<Call>();
  /** When the top level was started; null while its sandbox is made ready. */
  startedUs: MonotonicUs | null = null;
  dueUs: MonotonicUs;
  memberIndex = -1;
  readonly #host: MakingHost;
  readonly #deadlineUs: MonotonicUs;
  readonly #mark: number;
  #interrupted = false;

  constructor(first: Call, sandbox: Sandbox, host: MakingHost) {
    this.first = first;
    this.sandbox = sandbox;
    this.#host = host;
    this.#deadlineUs = first.deadlineUs;
    this.#mark = first.takeMark();
    this.dueUs = first.deadlineUs + INTERRUPT_AFTER_US;
  }

  begin(): void {
    const { source, limits } = this.first.job;
    const { key, version, code, fileName, env, files } = source;
    const bundle = { key, version, code, fileName, env, files };
    this.startedUs = this.#host.nowUs();
    this.sandbox.start(this);
    const deadlineUs = this.#deadlineUs;
    const mark = this.#mark;
    this.sandbox.post({ type: "make-image", mark, bundle, deadlineUs, limits });
  }

  message(message: FromSandbox): void {
    if (message.type !== "image" && message.type !== "image-failed") {
      void this.sandbox.end(`the thread answered ${message.type} instead of an image`);
      return;
    }
    this.sandbox.finish();
    if (message.type === "image") this.#host.made(this, message.image);
    else this.#host.failed(this, this.#interrupted ? { ...TIMED_OUT, init: message.init } : message);
  }

  ended(reason: string): void {
    const message = `the sandbox died under the module's top level: ${reason}`;
    const died = { outcome: "crashed", failure: { code: "sandbox-died", message, stack: null } } as const;
    // The thread took with it what it knew of the memory and the console.
    const init = { initUs: this.#host.nowUs() - (this.startedUs ?? this.#host.nowUs()), memoryBytes: null, logs: [] };
    this.#host.failed(this, { ...(this.#interrupted ? TIMED_OUT : died), init });
  }

  due(): void {
    if (this.#interrupted) {
      void this.sandbox.end("its top level did not stop when it was told to");
      return;
    }
    this.interrupt();
  }

  /** Nobody waits for it any more, or its time is up. If it does not stop now, it is ended. */
  interrupt(): void {
    this.#interrupted = true;
    this.sandbox.interrupt(this.#mark);
    this.dueUs = Math.min(this.#host.nowUs(), this.#deadlineUs + INTERRUPT_AFTER_US) + GRACE_US;
  }

  /** Whether `call` has more time or memory than the top level was given, so that its failure says nothing about that call. */
  couldSucceedFor(call: Call, { failure }: InitFailure): boolean {
    const { first } = this;
    if (failure.code === "init-timeout")
      return call.deadlineUs - call.acceptUs > this.#deadlineUs - first.acceptUs && call.deadlineUs > this.#deadlineUs;
    return failure.code === "init-out-of-memory" && call.job.memoryMb > first.job.memoryMb;
  }
}

const TIMED_OUT: Omit<InitFailure, "init"> = {
  outcome: "timeout",
  failure: {
    code: "init-timeout",
    message: FAILURE_CODES["init-timeout"],
    stack: null,
  },
};
