import type { ApiError, Reply, WindowApi } from "../../preload/contract";

declare global {
  interface Window {
    readonly coldframe: WindowApi;
  }
}

/** The main process, as preload exposes it. Only the bridge reads it from the window. */
export const api: WindowApi = window.coldframe;

/** An expected failure of a call, for code that throws. `message` is one line to show. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  readonly error: ApiError;

  constructor(error: ApiError) {
    super(error.message);
    this.error = error;
  }
}

/** The value of a reply. @throws {ApiFailure} */
export async function valueOf<T>(reply: Reply<T>): Promise<T> {
  const result = await reply;
  if (!result.ok) throw new ApiFailure(result.error);
  return result.value;
}

/** An id for work that `api.cancel` can end. */
export function newWorkId(): string {
  return crypto.randomUUID();
}

/** What an error has to say beyond its message, to be copied; null: nothing. */
export function detailsOf(error: Error): string | null {
  if (!(error instanceof ApiFailure)) return error.stack ?? null;
  const { code, details } = error.error;
  return details === null ? code : `${code}\n${details}`;
}

/** Whether a call could not be read because it has not ended yet. */
export function isStillRunning(error: Error): boolean {
  return error instanceof ApiFailure && error.error.code === "still-running";
}
