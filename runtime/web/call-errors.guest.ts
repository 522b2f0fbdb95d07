import type { FailureCodeText } from "./calls.guest";
import { indentLines, join, sliceText } from "./inspect-layout.guest";
import { inspect } from "./inspect.guest";
import { append, bareArray, Error, getOwnPropertyDescriptor, isArray, isObject, toText } from "./primordials.guest";

/** A failure of the function that becomes `host.fail` as it is. */
export class CallFailure extends Error {
  readonly #code: FailureCodeText;
  readonly #message: string;
  constructor(code: FailureCodeText, message: string) {
    super(message);
    this.#code = code;
    this.#message = message;
  }
  /** What a thrown value says when it is one of these; a stranger's object is not asked anything. */
  static read(error: unknown): { code: FailureCodeText; message: string } | null {
    return isObject(error) && #code in error ? { code: error.#code, message: error.#message } : null;
  }
}

/** What a thrown value says of itself, as text whatever it is. Nothing that it does can throw here. */
export function describeThrown(error: unknown): { message: string; stack: string } {
  try {
    if (!isObject(error)) return { message: "a " + typeof error + " was thrown: " + textOf(error), stack: "" };
    const { name, message, stack } = error as { name?: unknown; message?: unknown; stack?: unknown };
    const named = typeof name === "string" && name !== "" ? name : "";
    const said = typeof message === "string" ? message : "";
    const line = named !== "" && said !== "" ? named + ": " + said : named + said;
    return {
      message: line === "" ? "an object was thrown" : line,
      stack: withReasons(typeof stack === "string" ? stack : "", error),
    };
  } catch {
    return { message: "something was thrown that can't be read", stack: "" };
  }
}

/** A call must not miss its deadline for the telling of why it failed: a cause may hold a whole response. */
const MAX_REASON_VALUES = 50;

/** A stack, and below it what the error names as its reasons, with their stacks: as Node prints them. */
function withReasons(stack: string, error: object): string {
  const reasons: string[] = bareArray();
  const cause = getOwnPropertyDescriptor(error, "cause");
  if (cause !== undefined && cause.get === undefined) append(reasons, "[cause]: " + shown(cause.value));
  const errors: unknown = getOwnPropertyDescriptor(error, "errors")?.value;
  if (isArray(errors)) append(reasons, "[errors]: " + shown(errors));
  if (reasons.length === 0) return stack;
  const frames = stack[stack.length - 1] === "\n" ? sliceText(stack, 0, stack.length - 1) : stack;
  return (frames === "" ? "" : frames + " ") + "{\n  " + join(reasons, ",\n  ") + "\n}";
}

function shown(value: unknown): string {
  return indentLines(inspect(value, 2, MAX_REASON_VALUES), 2);
}

function textOf(value: unknown): string {
  return typeof value === "symbol" ? "a symbol" : toText(value);
}
