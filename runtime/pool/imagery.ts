import type { Clock, MonotonicUs } from "../model";
import type { Image } from "../sandbox/protocol";
import type { Call } from "./call";
import { TERMINATE_AFTER_US } from "./conversation";
import type { Fleet } from "./fleet";
import type { InitFailure, MakingHost } from "./images";
import { ImageCache, ImageMaking } from "./images";
import type { Sandbox } from "./sandbox";
import type { Watchdog } from "./watchdog";

/** A call that waits for its image is answered with it; this is only for the case that nobody else does. */
const FALLBACK_US = TERMINATE_AFTER_US + 5_000;

export interface ImageryHost {
  /** The image is there, or may yet be made for these: they look for a sandbox again. */
  readmit(calls: Iterable<Call>): void;
  pump(): void;
}

/** All images of a pool: kept, being made, and the calls that wait for them. One image is made once, however many want it. */
export class Imagery implements MakingHost {
  readonly #cache = new ImageCache();
  readonly #makings = new Map<string, ImageMaking>();
  readonly #clock: Clock;
  readonly #watchdog: Watchdog;
  readonly #fleet: Fleet;
  readonly #host: ImageryHost;

  constructor(clock: Clock, watchdog: Watchdog, fleet: Fleet, host: ImageryHost) {
    this.#clock = clock;
    this.#watchdog = watchdog;
    this.#fleet = fleet;
    this.#host = host;
  }

  /** Calls that wait for an image, beyond the one for which it is made. */
  get followers(): number {
    let count = 0;
    for (const making of this.#makings.values()) count += Math.max(0, making.waiting.size - 1);
    return count;
  }

  get calls(): Call[] {
    return [...this.#makings.values()].flatMap((making) => [...making.waiting]);
  }

  nowUs(): MonotonicUs {
    return this.#clock.nowUs();
  }

  get(key: string): Image | null {
    return this.#cache.get(key) ?? this.#fleet.imageOf(key);
  }

  isMaking(key: string): boolean {
    return this.#makings.has(key);
  }

  /** Makes `call`'s image on this blank sandbox, which must be reset first where `reset` says so. */
  make(call: Call, sandbox: Sandbox, reset: boolean): void {
    const making = new ImageMaking(call, sandbox, this);
    this.#makings.set(call.job.source.key, making);
    this.follow(call);
    if (reset) void this.#resetAndMake(making);
    else this.#begin(making);
  }

  /** `call` waits for an image that is being made. */
  follow(call: Call): void {
    this.#makings.get(call.job.source.key)?.waiting.add(call);
    call.phase = "image";
    call.admitted = true;
    call.dueUs = call.deadlineUs + FALLBACK_US;
    this.#watchdog.watch(call);
  }

  /** `call` does not wait any more. A top level that nobody waits for is stopped. */
  leave(call: Call): void {
    const { key } = call.job.source;
    const making = this.#makings.get(key);
    if (making?.waiting.delete(call) !== true) return;
    if (making.startedUs !== null) this.#tell(making, call, {});
    if (making.waiting.size > 0) return;
    this.#makings.delete(key);
    making.interrupt();
    this.#watchdog.watch(making);
  }

  made(making: ImageMaking, image: Image): void {
    this.#cache.set(image);
    this.#end(making, { "coldframe.init_us": image.initUs });
    this.#host.readmit(making.waiting);
    // Its reset is under way before anyone looks for a sandbox: it is as good as ready.
    void this.#fleet.restore(making.sandbox, making.sandbox.memoryMb, null);
    this.#host.pump();
  }

  failed(making: ImageMaking, failure: InitFailure): void {
    this.#end(making, {});
    const again: Call[] = [];
    for (const call of making.waiting) {
      if (making.couldSucceedFor(call, failure)) again.push(call);
      else this.#answer(call, failure);
    }
    this.#host.readmit(again);
    void this.#fleet.restore(making.sandbox, making.sandbox.memoryMb, null);
    this.#host.pump();
  }

  #answer(call: Call, { outcome, failure, init }: InitFailure): void {
    this.#watchdog.leave(call);
    call.settle({ outcome, failure, failedInit: init }, this.nowUs());
  }

  async #resetAndMake(making: ImageMaking): Promise<void> {
    const { sandbox } = making;
    sandbox.reserve();
    try {
      await sandbox.reset(making.first.job.memoryMb);
    } catch (error) {
      making.ended(error instanceof Error ? error.message : String(error));
      return;
    }
    if (making.waiting.size > 0) {
      this.#begin(making);
      return;
    }
    this.#watchdog.leave(making);
    this.#fleet.free(sandbox);
  }

  #begin(making: ImageMaking): void {
    making.begin();
    this.#watchdog.watch(making);
  }

  #end(making: ImageMaking, attributes: Readonly<Record<string, number>>): void {
    const { waiting, first } = making;
    this.#watchdog.leave(making);
    if (this.#makings.get(first.job.source.key) === making) this.#makings.delete(first.job.source.key);
    for (const call of waiting) this.#tell(making, call, attributes);
  }

  /** Tells `call` where its top level ran, whatever becomes of it then, and its trace what it waited for. */
  #tell({ sandbox, startedUs }: ImageMaking, call: Call, attributes: Readonly<Record<string, number>>): void {
    if (sandbox.readyUs > call.queuedUs) call.noteSpawn(sandbox, this.#fleet.engine.wait);
    call.start = call.sawSpawn ? "cold" : "prewarmed";
    call.sandboxId = sandbox.id;
    const endUs = this.nowUs();
    call.addDetour({ name: "init", startUs: startedUs ?? endUs, endUs, attributes });
  }
}
