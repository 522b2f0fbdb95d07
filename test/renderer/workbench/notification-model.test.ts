import { beforeEach, describe, expect, test } from "vitest";
import {
  markNotificationsRead,
  notify,
  notifyFailure,
  useNotifications,
} from "../../../renderer/session/notifications";
import { messageText, shownForMs, shownMessages } from "../../../renderer/workbench/notification-model";

const NONE: ReadonlySet<number> = new Set();
const all = () => useNotifications.getState().all;
const shown = (closed = NONE) => shownMessages(all(), closed).map(({ message }) => message);

function tell(level: "info" | "warning" | "error", message: string): void {
  notify({ level, message, details: null });
}

beforeEach(() => {
  useNotifications.setState({ all: [] });
});

describe("messages", () => {
  test("the newest three are shown, and a closed one makes room", () => {
    for (const message of ["one", "two", "three", "four"]) tell("info", message);
    expect(shown()).toEqual(["four", "three", "two"]);
    expect(shown(new Set([all()[0]?.id ?? 0]))).toEqual(["three", "two", "one"]);
  });

  test("an error is not pushed out by what is none", () => {
    tell("error", "the history can't be written");
    for (const message of ["one", "two", "three"]) tell("info", message);
    expect(shown()).toEqual(["three", "two", "the history can't be written"]);
  });

  test("an error stays, the rest goes away after as long as it takes to read", () => {
    expect(shownForMs({ level: "error", message: "x" })).toBeNull();
    const short = shownForMs({ level: "info", message: "saved" }) ?? 0;
    const long = shownForMs({ level: "warning", message: "x".repeat(150) }) ?? 0;
    expect(short).toBeGreaterThanOrEqual(5_000);
    expect(long).toBeGreaterThan(short);
    expect(shownForMs({ level: "info", message: "x".repeat(9_000) })).toBeLessThanOrEqual(20_000);
  });

  test("once read, all are kept and none is shown", () => {
    tell("error", "one");
    tell("info", "two");
    markNotificationsRead();
    expect(shown()).toEqual([]);
    expect(all()).toHaveLength(2);
  });

  test("a failure of the API is one line, with code and details to copy", () => {
    notifyFailure({ code: "unreadable", message: "hello/index.ts can't be read", details: "EACCES" });
    const [failure] = all();
    expect(failure).toMatchObject({ level: "error", message: "hello/index.ts can't be read" });
    expect(failure && messageText(failure)).toBe("hello/index.ts can't be read\nunreadable\nEACCES");
  });

  test("the oldest are dropped after two hundred", () => {
    for (let number = 0; number < 250; number += 1) tell("info", String(number));
    expect(all()).toHaveLength(200);
    expect(all()[0]?.message).toBe("249");
  });
});
