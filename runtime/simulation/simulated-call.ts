import type { Start } from "../model";
import type { SimulatedEvent } from "./event-queue";
import type { SimulatedSandbox } from "./simulated-sandbox";
import type { SimulatedFunction } from "./simulation-types";

/** One call on its way through a simulated pool. */
export class SimulatedCall {
  readonly sequence: number;
  readonly called: number;
  readonly target: SimulatedFunction;
  readonly acceptUs: number;
  /** Which of the measured starts it takes, from 0 to 1: the same one however the pool is set. */
  readonly draw: number;
  /** It was let into the queue. */
  admitted = false;
  settled = false;
  impatient = false;
  offeredTo: SimulatedSandbox | null = null;
  sandbox: SimulatedSandbox | null = null;
  start: Start | null = null;
  begunUs: number | null = null;
  /** What is planned for it while it waits or runs; taken back when it goes on. */
  due: SimulatedEvent | null = null;
  patience: SimulatedEvent | null = null;
  /** The end of what it does now. */
  step: SimulatedEvent | null = null;

  constructor(sequence: number, called: number, target: SimulatedFunction, acceptUs: number, draw: number) {
    this.sequence = sequence;
    this.called = called;
    this.target = target;
    this.acceptUs = acceptUs;
    this.draw = draw;
  }

  get key(): string {
    return String(this.called);
  }

  /** Nothing that was planned for it happens any more. */
  forget(): void {
    this.due?.cancel();
    this.patience?.cancel();
    this.step?.cancel();
  }
}
