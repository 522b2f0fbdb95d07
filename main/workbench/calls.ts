import type { InvokeReply } from "../../preload/contract";
import type { CallInput, Grants, Invocation, Start } from "../../runtime";
import { parseAllowedHosts } from "./grants";
import { findInvocation } from "./history";
import { recordedCall, resolveInput } from "./invoke";
import type { Running } from "./running";
import type { Workbench } from "./workbench";
import { WorkbenchError } from "./workbench-error";

/** One call that a user made by hand. */
export interface CallRequest {
  /** Chosen by who calls, so that the call can be cancelled before it ends. */
  readonly id: string;
  /** Absolute path of a function: a file, or a folder with an entry. */
  readonly entry: string;
  /** A request's URL may be relative to the function's local address. */
  readonly input: CallInput;
  readonly grants: Grants;
  readonly start: Start | "auto";
}

/** Whole bodies of the latest calls: the history keeps long ones by length and hash only. */
const RECENT_CALLS = 20;
const RECENT_BYTES = 128 * 1024 * 1024;

/** The calls of a window: each can be ended while it runs, and the latest are kept whole. */
export class Calls {
  readonly #workbench: Workbench;
  readonly #running: Running;
  readonly #recent = new Map<string, Invocation>();

  constructor(workbench: Workbench, running: Running) {
    this.#workbench = workbench;
    this.#running = running;
  }

  /**
   * Builds the function and calls it. A failed call is an outcome of its invocation.
   * @throws {WorkbenchError} `invalid-url`, `invalid-host`, before anything ran
   * @throws {StoreError} before anything ran, when the history can't be written
   */
  call(request: CallRequest): Promise<InvokeReply> {
    return this.#running.run(request.id, (signal) => this.#call(request, signal));
  }

  /** One of the latest calls, with its whole bodies; null where the history must be asked. */
  recent(id: string): Invocation | null {
    return this.#recent.get(id) ?? null;
  }

  /**
   * An ended call, whole where it is one of the latest.
   * @throws {WorkbenchError} `not-found`, `still-running`
   */
  async invocation(id: string): Promise<Invocation> {
    const recent = this.recent(id);
    if (recent !== null) return recent;
    const found = await findInvocation(this.#workbench, id);
    if (!found.ok) throw new WorkbenchError("not-found", found.error.message);
    if (!found.running) return found.invocation;
    throw new WorkbenchError("still-running", `The call ${id} has not ended yet: wait for it or cancel it`);
  }

  /** Keeps a call whole for a while. */
  remember(invocation: Invocation): void {
    this.#recent.set(invocation.id, invocation);
    let bytes = 0;
    for (const [kept, id] of [...this.#recent.keys()].reverse().entries()) {
      bytes += bodyBytes(this.#recent.get(id));
      if (kept >= RECENT_CALLS || (kept > 0 && bytes > RECENT_BYTES)) this.#recent.delete(id);
    }
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.#recent.delete(id);
  }

  async #call(request: CallRequest, signal: AbortSignal): Promise<InvokeReply> {
    const { id, entry, start } = request;
    const hosts = await parseAllowedHosts(request.grants.allowNet);
    if (!hosts.ok) throw new WorkbenchError("invalid-host", hosts.message);
    const [store, runtime] = await Promise.all([this.#workbench.store(), this.#workbench.runtime()]);
    const built = await runtime.build(entry);
    if (!built.ok) return { type: "build-failed", problems: built.problems };
    const { localHost } = await import("../../runtime");
    const input = absoluteInput(request.input, `http://${localHost(built.artifact.name)}/`);
    const call = { id, input, grants: { ...request.grants, allowNet: hosts.hosts }, start };
    const { artifacts } = this.#workbench;
    const invocation = await recordedCall({ store, runtime, artifacts }, built.artifact, call, { signal });
    this.remember(invocation);
    return { type: "invocation", invocation, warnings: built.warnings };
  }
}

function absoluteInput(input: CallInput, base: string): CallInput {
  if (input.trigger === "event") return input;
  const { url } = input.request;
  if (!URL.canParse(url, base) || !/^https?:$/.test(new URL(url, base).protocol)) {
    throw new WorkbenchError("invalid-url", `"${url}" is not an address that can be called: write a path, or ${base}…`);
  }
  return resolveInput(input, base);
}

function bodyBytes(invocation: Invocation | undefined): number {
  return (invocation?.request.body.content?.byteLength ?? 0) + (invocation?.response?.body.content?.byteLength ?? 0);
}
