import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../../preload/contract";
import { commandOf } from "../../../renderer/workbench/key-binding";

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

describe("what a key press means", () => {
  test("Ctrl is the command key, and Command takes its place on a Mac", () => {
    const enter = { ...NONE, key: "Enter", code: "Enter" };
    expect(commandOf({ ...enter, ctrlKey: true }, false)).toBe("run.send");
    expect(commandOf({ ...enter, metaKey: true }, true)).toBe("run.send");
    expect(commandOf({ ...enter, metaKey: true }, false)).toBeNull();
    expect(commandOf({ ...enter, ctrlKey: true }, true)).toBeNull();
    expect(commandOf(enter, false)).toBeNull();
  });

  test("a modifier more is another key", () => {
    const p = { ...NONE, key: "p", code: "KeyP", ctrlKey: true };
    expect(commandOf(p, false)).toBe("file.go-to-function");
    expect(commandOf({ ...p, key: "P", shiftKey: true }, false)).toBe("view.palette");
    expect(commandOf({ ...p, altKey: true }, false)).toBe("run.profile");
    expect(commandOf({ ...p, key: "P", shiftKey: true, altKey: true }, false)).toBeNull();
  });

  test("a letter or digit is its place on the keyboard, whatever Shift or Alt make of it there", () => {
    expect(commandOf({ ...NONE, key: "ß", code: "KeyS", metaKey: true, altKey: true }, true)).toBe("file.save-all");
    expect(commandOf({ ...NONE, key: "&", code: "Digit1", ctrlKey: true }, false)).toBe("view.trace");
    expect(commandOf({ ...NONE, key: "Enter", code: "NumpadEnter", ctrlKey: true }, false)).toBe("run.send");
  });

  test("no two commands want the same key", () => {
    const shortcuts = Object.values(COMMANDS).flatMap(({ shortcut }) => (shortcut === null ? [] : [shortcut]));
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
  });

  test("Escape and function keys need no modifier", () => {
    expect(commandOf({ ...NONE, key: "Escape", code: "Escape" }, false)).toBe("run.cancel");
    expect(commandOf({ ...NONE, key: "F6", code: "F6" }, false)).toBe("view.next-panel");
    expect(commandOf({ ...NONE, key: "F6", code: "F6", shiftKey: true }, false)).toBe("view.previous-panel");
    expect(commandOf({ ...NONE, key: "a", code: "KeyA" }, false)).toBeNull();
  });
});
