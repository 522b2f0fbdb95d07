/**
 * What one `invoke` or `make-image` has in common while it runs in the thread: turns into the guest, its clock, deadline,
 * timers, console and the ways it can be stopped.
 */
import type { Failure, FailureCode, Outcome } from "../../model";
import { FAILURE_CODES } from "../../model";
import { Codecs } from "../../web/codec-host";
import { ConsoleOutput } from "../console-output";
import type { ControlWords } from "../control-words";
import { cutText } from "../cut-text";
import { DeadlineTimer } from "../deadline-timer";
import type { CallLimits, ThreadSpan } from "../protocol";
import type { Instance } from "./instance";
import { isOutOfMemory } from "./instance";
import { nowUs } from "../thread-clock";
import { Turn } from "../turn";

/** How a run ended. */
export interface Ending {
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  /** Whether the instance's state can be trusted for another call. */
  readonly sound: boolean;
}

export const FINE: Ending = { outcome: "ok", failure: null, sound: true };

export interface RunOptions {
  readonly instance: Instance;
  readonly deadlineUs: number;
  readonly limits: CallLimits;
  /** Where the pool says that the run must stop now. */
  readonly control: ControlWords;
  /** Its name there. */
  readonly mark: number;
  /** A run that ends by its deadline or its memory limit ends with these codes. */
  readonly codes: { readonly deadline: FailureCode; readonly memory: FailureCode };
}

/** A failure is shown, recorded and searched: what a guest says of it must not be a way to fill the history. */
const MESSAGE_CHARACTERS = 16 * 1024;
const STACK_CHARACTERS = 64 * 1024;
/** Spans of the guest's own that a call keeps; the rest is counted. */
const MAX_SPANS = 1000;

export abstract class Run {
  readonly startUs = nowUs();
  readonly console: ConsoleOutput;
  readonly spans: ThreadSpan[] = [];
  droppedSpans = 0;
  activeCpuUs = 0;
  protected readonly options: RunOptions;
  #ending: Ending | null = null;
  #turn: Turn | null = null;
  #over = false;
  #wakeAtMs = -1;
  #wakeTimer: NodeJS.Timeout | undefined;
  #deadline: DeadlineTimer | null = null;
  #codecs: Codecs | null = null;

  constructor(options: RunOptions) {
    this.options = options;
    this.console = new ConsoleOutput(options.limits);
  }

  /** Called once, with nothing of the guest running any more. */
  protected abstract finish(ending: Ending): void;
  /** Called after each turn that did not end the run. */
  protected abstract afterTurn(): void;

  get mark(): number {
    return this.options.mark;
  }

  get codecs(): Codecs {
    this.#codecs ??= new Codecs();
    return this.#codecs;
  }

  get over(): boolean {
    return this.#over;
  }

  get awaitsTimer(): boolean {
    return this.#wakeAtMs >= 0;
  }

  /** Milliseconds since the run began: the guest's clock. */
  nowMs(): number {
    return (nowUs() - this.startUs) / 1000;
  }

  /** Ends the run when the current turn is over. The first ending counts, unless the turn goes on past the deadline. */
  end(ending: Ending): void {
    this.#ending ??= ending;
  }

  fail(outcome: Outcome, code: FailureCode, message: string, stack: string | null = null, sound = false): void {
    const failure = {
      code,
      message: cutText(message, MESSAGE_CHARACTERS),
      stack: stack === null ? null : cutText(stack, STACK_CHARACTERS),
    };
    this.end({ outcome, failure, sound });
  }

  /** Whether guest code must stop at once; notes why. Polled by the engine. */
  interrupted(): boolean {
    this.#turn?.polled();
    if (this.#ending?.sound === false) return true;
    const late = nowUs() >= this.options.deadlineUs;
    if (!late && !this.options.control.mustStop(this.options.mark)) return false;
    // What comes after a sound ending may go on for ever too; a failure stays what it was.
    if (this.#ending?.failure) this.#ending = { ...this.#ending, sound: false };
    else this.#stop(late);
    return true;
  }

  #stop(late: boolean): void {
    this.#ending = null;
    if (late) this.#failByDeadline();
    else this.fail("interrupted", "cancelled", FAILURE_CODES.cancelled);
  }

  /** One entry into the guest and all the microtasks that follow from it. */
  turn(enter: (instance: Instance) => void): void {
    if (this.#over) return;
    const turn = new Turn();
    this.#turn = turn;
    try {
      enter(this.options.instance);
    } catch (error) {
      this.#broke(error);
    }
    this.#turn = null;
    this.activeCpuUs += turn.activeUs();
    if (this.#ending === null) this.interrupted();
    if (this.#ending === null) this.afterTurn();
    this.#conclude();
  }

  #conclude(): void {
    if (this.#ending === null) this.#arm();
    else this.close(this.#ending);
  }

  /** Ends the run now; only outside of a turn. */
  close(ending: Ending): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#wakeTimer);
    this.#deadline?.clear();
    this.#codecs?.closeAll();
    this.finish(ending);
  }

  cancel(): void {
    this.turn((instance) => {
      instance.enter("cancel");
    });
    this.close({
      outcome: "interrupted",
      failure: { code: "cancelled", message: FAILURE_CODES.cancelled, stack: null },
      sound: false,
    });
  }

  wakeAt(atMs: number): void {
    this.#wakeAtMs = atMs;
  }

  span(name: string, startMs: number, endMs: number, attributes: ThreadSpan["attributes"]): void {
    if (this.spans.length >= MAX_SPANS) {
      this.droppedSpans += 1;
      return;
    }
    // A function may measure what was never or is yet to come: a span lies within its call.
    const nowMs = this.nowMs();
    const at = (ms: number): number => this.startUs + Math.round(Math.min(Math.max(ms, 0), nowMs) * 1000);
    this.spans.push({ name, startUs: at(startMs), endUs: Math.max(at(startMs), at(endMs)), parent: null, attributes });
  }

  /**
   * Whether a failure that the guest reports was for want of memory: the engine's own error for a failed allocation (a guest that
   * forges it only lies about itself), or any other when no page is left, since the engine may fail at anything then.
   */
  protected ranOutOfMemory(message: string): boolean {
    return /\bout of memory$/.test(message) || this.options.instance.full;
  }

  #failByDeadline(): void {
    this.fail("timeout", this.options.codes.deadline, FAILURE_CODES[this.options.codes.deadline]);
  }

  #broke(error: unknown): void {
    if (this.#ending !== null && !this.#ending.sound) return;
    this.#ending = null;
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    const { memory } = this.options.codes;
    if (isOutOfMemory(error) || this.options.instance.full) this.fail("out-of-memory", memory, FAILURE_CODES[memory]);
    else if (error instanceof WebAssembly.RuntimeError)
      this.fail("crashed", "sandbox-died", `the Wasm instance trapped: ${message}`);
    else this.fail("threw", "handler-threw", `${name}: ${message}`, stack ?? null);
  }

  #arm(): void {
    clearTimeout(this.#wakeTimer);
    if (this.#wakeAtMs >= 0) {
      const delay = Math.max(0, Math.ceil(this.#wakeAtMs - this.nowMs()));
      this.#wakeTimer = setTimeout(() => {
        this.#wakeAtMs = -1;
        this.turn((instance) => {
          instance.enter("timers");
        });
      }, delay);
    }
    this.#deadline ??= new DeadlineTimer(this.options.deadlineUs, () => {
      this.#failByDeadline();
      this.#conclude();
    });
  }
}
