import { expect, test } from "vitest";
import { startText } from "../../../runtime/model";

test("a call without a start never started, unless it is not known", () => {
  const failure = (code: "queue-full" | "process-ended") => ({ code, message: "", stack: null });
  expect(startText({ start: "warm", error: failure("process-ended") })).toBe("warm");
  expect(startText({ start: null, error: failure("queue-full") })).toBe("never started");
  expect(startText({ start: null, error: failure("process-ended") })).toBe("start unknown");
});
