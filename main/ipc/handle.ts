import type { IpcMainInvokeEvent } from "electron";
import { ipcMain } from "electron";
import type { Api, Result } from "../../preload/contract";
import { API_ERROR_CODES, CALL_NAMES, channelOf } from "../../preload/contract";
import { ARGUMENTS } from "../../preload/contract/schemas";
import { apiError } from "./failures";

type ValueOf<Name extends keyof Api> = Extract<Awaited<ReturnType<Api[Name]>>, { readonly ok: true }>["value"];

/** What answers each call of the contract: a value, or an exception that `apiError` knows. */
export type Handlers = {
  readonly [Name in keyof Api]: (...args: Parameters<Api[Name]>) => ValueOf<Name> | Promise<ValueOf<Name>>;
};

export interface HandleOptions {
  /** Whether a call comes from the window's own page, and not from another page or a frame in it. */
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean;
  /** The window asked for something. */
  readonly onCall: () => void;
  /** Told of what should never happen: a foreign caller, arguments that don't fit, a bug. */
  readonly onFault: (name: keyof Api, fault: string) => void;
}

type AnyHandler = (...args: readonly unknown[]) => unknown;

/** Answers the window's calls. Dispose it: no call is answered any more. */
export class CallHandling implements Disposable {
  readonly #options: HandleOptions;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(handlers: Handlers, options: HandleOptions) {
    this.#options = options;
    for (const name of CALL_NAMES) {
      const handler = handlers[name] as AnyHandler;
      ipcMain.handle(channelOf(name), (event, ...args: unknown[]) =>
        this.#track(this.#answer(name, handler, event, args)),
      );
    }
  }

  /** Resolves when every call that was begun has been answered: what the window handed over is then kept. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  [Symbol.dispose](): void {
    for (const name of CALL_NAMES) ipcMain.removeHandler(channelOf(name));
  }

  async #answer(
    name: keyof Api,
    handler: AnyHandler,
    event: IpcMainInvokeEvent,
    args: readonly unknown[],
  ): Promise<Result<unknown>> {
    if (!this.#options.isTrusted(event)) {
      return this.#refuse(name, "forbidden-sender", `from ${event.senderFrame?.url ?? "a page that is gone"}`);
    }
    this.#options.onCall();
    const parsed = ARGUMENTS[name].safeParse(args);
    if (!parsed.success) return this.#refuse(name, "invalid-arguments", parsed.error.issues.map(issueText).join("; "));
    try {
      return { ok: true, value: await handler(...parsed.data) };
    } catch (error) {
      const failure = apiError(error);
      if (failure.code === "internal") this.#options.onFault(name, failure.details ?? failure.message);
      return { ok: false, error: failure };
    }
  }

  #refuse(name: keyof Api, code: "forbidden-sender" | "invalid-arguments", details: string): Result<never> {
    this.#options.onFault(name, `${code}: ${details}`);
    return { ok: false, error: { code, message: `${name} was refused: ${API_ERROR_CODES[code]}`, details } };
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
    }
  }
}

function issueText({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return `${path.map(String).join(".")}: ${message}`;
}
