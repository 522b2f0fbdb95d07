import type { BuildProblem, HeaderPair, Invocation, SourceLocation } from "../../../runtime";

/** What the gateway answers by itself, before it is written as a page or as JSON. */
export interface Answer {
  readonly status: number;
  /** Stable; a failure's code for scripts. */
  readonly code: string;
  readonly title: string;
  readonly message: string;
  /** Mapped to the function's source; null when there is none. */
  readonly stack: string | null;
  readonly problems: readonly BuildProblem[];
  /** The invocation's id: `coldframe trace <id>` shows the rest. Null when there was no call. */
  readonly invocation: string | null;
  /** Names of the folder's functions, for a 404. */
  readonly functions: readonly string[] | null;
  readonly headers: readonly HeaderPair[];
}

/** Seconds. */
const RETRY_SOON: readonly HeaderPair[] = [["retry-after", "1"]];

function answer(fields: Pick<Answer, "status" | "code" | "title" | "message"> & Partial<Answer>): Answer {
  return { stack: null, problems: [], invocation: null, functions: null, headers: [], ...fields };
}

/**
 * The answer to a call that gave no response.
 *
 * A function that failed (`threw`, `out-of-memory`, `crashed`) is a 500: its own fault, and asking again won't help. 504 says
 * that it took too long. 503 says that it never ran for want of room (or because the gateway closed) and may be asked again.
 */
export function answerToFailure(invocation: Invocation): Answer {
  const { outcome, error, id } = invocation;
  const fields = {
    code: error?.code ?? outcome,
    message: error?.message ?? `The call ended ${outcome} and gave no response.`,
    stack: error?.stack ?? null,
    invocation: id,
  };
  switch (outcome) {
    case "ok":
    case "threw":
      return answer({ ...fields, status: 500, title: "The function failed" });
    case "timeout":
      return answer({ ...fields, status: 504, title: "The function took too long" });
    case "out-of-memory":
      return answer({ ...fields, status: 500, title: "The function ran out of memory" });
    case "crashed":
      return answer({ ...fields, status: 500, title: "The function's sandbox died" });
    case "rejected":
      return answer({ ...fields, status: 503, title: "All sandboxes are busy", headers: RETRY_SOON });
    case "interrupted":
      return answer({ ...fields, status: 503, title: "The call was interrupted", headers: RETRY_SOON });
  }
}

/** `file:line:column`, as editors and terminals make links of it. */
export function placeOf(location: SourceLocation): string {
  return `${location.file}:${location.line}:${location.column}`;
}

/** The answer when the source does not build: 500, with every problem's place and source line. */
export function answerToBuildFailure(problems: readonly BuildProblem[]): Answer {
  const [first] = problems;
  const place = first?.location ? `${placeOf(first.location)}: ` : "";
  return answer({
    status: 500,
    code: first?.code ?? "build-failed",
    title: "The function does not build",
    message: `${place}${first?.message ?? "the build failed"}`,
    problems,
  });
}

/** The answer when a folder has no function of that name. */
export function answerToUnknown(name: string, functions: readonly string[]): Answer {
  const known = functions.length === 0 ? "the folder has none" : `there are: ${functions.join(", ")}`;
  return answer({
    status: 404,
    code: "no-such-function",
    title: "No such function",
    message: `No function is named "${name}"; ${known}.`,
    functions,
  });
}

/** The answer to what an exception in the host left: a bug in Coldframe, said so. */
export function answerToBug(error: unknown): Answer {
  return answer({
    status: 500,
    code: "internal",
    title: "Coldframe itself failed",
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? (error.stack ?? null) : null,
  });
}

/** The answer while the gateway closes. */
export function answerWhileClosing(): Answer {
  return answer({
    status: 503,
    code: "gateway-closed",
    title: "The gateway is closing",
    message: "The gateway is closing; start it again with coldframe serve.",
    headers: RETRY_SOON,
  });
}

/** The answer as a JSON document, for everything that is not a browser. */
export function answerAsJson(from: Answer): string {
  const { code, message, stack, problems, functions, invocation } = from;
  return `${JSON.stringify({
    error: {
      code,
      message,
      stack,
      ...(problems.length === 0 ? {} : { problems }),
      ...(functions === null ? {} : { functions }),
    },
    invocation,
  })}\n`;
}
