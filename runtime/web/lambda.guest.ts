import { failThrown } from "./answer.guest";
import type { Call } from "./calls.guest";
import type { Callable } from "./handler-shape.guest";
import { apply, isObject, max, TypeError, trunc } from "./primordials.guest";
import { whenSettled } from "./promises.guest";

/** What Lambda's runtime tells a handler about its call. */
interface LambdaFacts {
  readonly requestId: string;
  readonly functionName: string;
  /** `now()` time at which the call's deadline passes. */
  readonly deadlineMs: number;
}

/** Lambda's context object; there is no account and no log group behind it. */
function contextOf(call: Call, { requestId, functionName, deadlineMs }: LambdaFacts): object {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    getRemainingTimeInMillis: () => max(0, trunc(deadlineMs - call.host.now())),
  };
}

function isThenable(value: unknown): boolean {
  return isObject(value) && typeof (value as { then?: unknown }).then === "function";
}

/**
 * Calls a Lambda handler of any style: one that returns a promise, one that returns its result, and one that calls back
 * (it names a third parameter, and returns nothing).
 */
export function invokeLambda(
  call: Call,
  handler: Callable,
  event: unknown,
  facts: LambdaFacts,
  take: (result: unknown) => void,
): void {
  let done = false;
  const settle = (result: unknown): void => {
    if (done) return;
    done = true;
    try {
      take(result);
    } catch (error) {
      failThrown(call, error);
    }
  };
  const fail = (error: unknown): void => {
    if (done) return;
    done = true;
    failThrown(call, error);
  };
  const callback = (error: unknown, result: unknown): void => {
    if (error === null || error === undefined) settle(result);
    else fail(typeof error === "string" ? new TypeError(error) : error);
  };
  const result = apply<unknown, unknown[], unknown>(handler, undefined, [event, contextOf(call, facts), callback]);
  if (isThenable(result)) whenSettled(result, settle, fail);
  else if (result !== undefined || handler.length < 3) settle(result);
}
