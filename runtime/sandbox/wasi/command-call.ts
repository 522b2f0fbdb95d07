import type { FailureCode, Outcome } from "../../model";
import { FAILURE_CODES } from "../../model";
import { ConsoleOutput } from "../console-output";
import { DeadlineTimer } from "../deadline-timer";
import type { CallOutput, EngineCall, EngineCallOptions } from "../engine";
import type { ThreadSpan, ToCall } from "../protocol";
import { nowUs } from "../thread-clock";
import type { Fault } from "../wasm/fault";
import { LineSplitter } from "./line-splitter";
import type { Refusal } from "./limited-program";
import type { ProcessEnd } from "./program-failure";
import { programFailure } from "./program-failure";
import { ProgramInput } from "./program-input";
import { OutputBuffer, readAll } from "./program-output";
import type { ProgramResponse } from "./program-response";
import { programResponse } from "./program-response";
import { requestInvocation } from "./request-environment";
import type { Program, RunningProgram, SdkClient } from "./sdk-client";
import type { Measure } from "./sdk-messages";

const PAGE_BYTES = 65_536;
/** No process ran. */
const NOTHING: Measure = { cpuUs: 0, memoryBytes: 0, instantiations: [] };
/** Of a process that was stopped nobody knows any more. */
const UNKNOWN = { ...NOTHING, cpuUs: null, memoryBytes: null } as const;
type Measured = Measure | typeof UNKNOWN;
const WELL = { outcome: "ok", failure: null } as const;

/** What a sandbox is bound to: a program, or why it can't be one here. */
export type Loaded =
  | { readonly ok: true; readonly program: Program; readonly shift: number }
  | { readonly ok: false; readonly refusal: Refusal };

export interface CommandOptions extends EngineCallOptions {
  readonly client: SdkClient;
  readonly loaded: Promise<Loaded>;
  readonly fileName: string;
  readonly env: Readonly<Record<string, string>>;
  readonly maxPages: number;
}

/** One call: one process of the program, from its start to its response. */
export class CommandCall implements EngineCall {
  readonly #options: CommandOptions;
  readonly #to: CallOutput;
  readonly #console: ConsoleOutput;
  readonly #input: ProgramInput;
  readonly #output: OutputBuffer;
  readonly #startUs = nowUs();
  #deadline: DeadlineTimer | null = null;
  #lastWords = "";
  #over = false;
  #abandoned = false;

  constructor(options: CommandOptions, to: CallOutput) {
    this.#options = options;
    this.#to = to;
    this.#console = new ConsoleOutput(options.limits);
    this.#output = new OutputBuffer(options.limits.responseBytes);
    this.#input = new ProgramInput(() => {
      to.say({ type: "request-pull" });
    });
  }

  get mark(): number {
    return this.#options.mark;
  }

  get over(): boolean {
    return this.#over;
  }

  /** The call is over and its process may still run. */
  get abandoned(): boolean {
    return this.#abandoned;
  }

  begin(): void {
    this.#deadline = new DeadlineTimer(this.#options.deadlineUs, () => {
      this.#abandon("timeout", "deadline");
    });
    // An error of the SDK's own ends the thread, and the pool answers for it.
    void this.#start();
  }

  reply(message: Exclude<ToCall, { type: "cancel" }>): void {
    if (message.type === "request-chunk") void this.#input.chunk(message.bytes);
    // A client that went away is the end of the input.
    else if (message.type === "request-end" || message.type === "request-error") void this.#input.end();
  }

  cancel(): void {
    this.#abandon("interrupted", "cancelled");
  }

  async #start(): Promise<void> {
    const loaded = await this.#options.loaded;
    if (loaded.ok) await this.#run(loaded);
    else this.#end(loaded.refusal, null, nowUs(), NOTHING);
  }

  async #run({ program, shift }: Extract<Loaded, { ok: true }>): Promise<void> {
    const { client, input, fileName, maxPages } = this.#options;
    if (input.trigger === "event") throw new Error("an event reaches a program as a request");
    client.threads.refused = (reason) => {
      this.#abandon("threw", "invalid-module", `the module is refused: ${reason}`);
    };
    const { args, env } = requestInvocation(input, this.#options.env);
    const running = await client.run(program, args, env);
    const { process } = running;
    this.#input.begin(process.stdin, input.body);
    const [end] = await Promise.all([
      Promise.race([endOf(running), client.threads.failure]),
      readAll(process.stdout, (bytes) => this.#takeOutput(bytes)),
      this.#readErrors(running),
    ]);
    const handledUs = nowUs();
    const measure = await client.threads.measure();
    await running.close();
    const memory = { bytes: measure.memoryBytes, limitBytes: maxPages * PAGE_BYTES };
    const failure = programFailure(end, memory, this.#lastWords, { fileName, shift });
    if (failure === null) this.#respond(handledUs, measure);
    else this.#end(failure, null, handledUs, measure);
  }

  #takeOutput(bytes: Uint8Array): boolean {
    if (this.#over) return false;
    if (this.#output.add(bytes)) return true;
    const limit = this.#options.limits.responseBytes;
    this.#abandon("threw", "response-too-large", `standard output exceeded the limit of ${limit} bytes`);
    return false;
  }

  /** Standard error is the program's log. */
  async #readErrors({ process }: RunningProgram): Promise<void> {
    const lines = new LineSplitter((line) => {
      this.#lastWords = line;
      this.#console.add("error", line, nowUs());
    });
    await readAll(process.stderr, (bytes) => {
      if (!this.#over) lines.write(bytes);
      return !this.#over;
    });
    if (!this.#over) lines.end();
  }

  #respond(handledUs: number, measure: Measure): void {
    if (this.#over) return;
    const response = programResponse(this.#output.take());
    if (response.ok) this.#end(WELL, response, handledUs, measure);
    else {
      const failure = { code: "invalid-response", message: response.message, stack: null } as const;
      this.#end({ outcome: "threw", failure }, null, handledUs, measure);
    }
  }

  /** The process may go on: what is known is said now, and the sandbox is not used again. */
  #abandon(outcome: Outcome, code: FailureCode, message: string = FAILURE_CODES[code]): void {
    if (this.#over) return;
    this.#abandoned = true;
    this.#end({ outcome, failure: { code, message, stack: null } }, null, nowUs(), UNKNOWN);
  }

  #end(
    ending: Fault | typeof WELL,
    response: Extract<ProgramResponse, { ok: true }> | null,
    handledUs: number,
    measure: Measured,
  ): void {
    if (this.#over) return;
    if (response === null) this.#logOutput();
    this.#over = true;
    this.#deadline?.clear();
    const { mark, receivedUs, bindSpans } = this.#options;
    this.#to.ended({
      mark,
      ...ending,
      response: response === null ? null : { head: response.head, body: response.body },
      logs: this.#console.lines,
      droppedLogLines: this.#console.dropped,
      spans: [...bindSpans, ...this.#spans(bindSpans.length, handledUs, measure)],
      receivedUs,
      handledUs,
      activeCpuUs: measure.cpuUs === null ? null : Math.round(measure.cpuUs),
      memoryBytes: measure.memoryBytes,
      sound: !this.#abandoned,
    });
  }

  /** What a program wrote before it failed is no response, but it may say why. */
  #logOutput(): void {
    const lines = new LineSplitter((line) => {
      this.#console.add("log", line, nowUs());
    });
    lines.write(this.#output.take());
    lines.end();
  }

  #spans(handlerIndex: number, handledUs: number, { instantiations }: Measured): ThreadSpan[] {
    const handler = { name: "handler", startUs: this.#startUs, endUs: handledUs, parent: null, attributes: {} };
    const below = { name: "instantiate", parent: handlerIndex, attributes: {} };
    return [handler, ...instantiations.map(({ startUs, endUs }) => ({ ...below, startUs, endUs }))];
  }
}

async function endOf({ process }: RunningProgram): Promise<ProcessEnd> {
  try {
    const { exitCode } = await process.wait();
    return { exitCode };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
