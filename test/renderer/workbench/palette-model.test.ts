import { describe, expect, test } from "vitest";
import type { CommandId } from "../../../preload/contract";
import { COMMANDS } from "../../../preload/contract";
import { fit, paletteOrder, withRecent } from "../../../renderer/workbench/palette-model";

/** The titles that fit what was typed, the best first. */
function found(typed: string): readonly string[] {
  return Object.values(COMMANDS)
    .map(({ title }) => ({ title, score: fit(title, undefined, typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ title }) => title);
}

describe("the palette", () => {
  test("has every command but the one that opens it", () => {
    const order = paletteOrder(() => true, []);
    expect([...order, "view.palette"].sort()).toEqual(Object.keys(COMMANDS).sort());
  });

  test("begins with what was run last, and ends with what nobody can carry out", () => {
    const available = (id: CommandId): boolean => id !== "run.replay" && id !== "pool.drain";
    const order = paletteOrder(available, ["help.about", "run.replay", "run.send"]);
    expect(order.slice(0, 2)).toEqual(["help.about", "run.send"]);
    expect(order.slice(-2)).toEqual(["run.replay", "pool.drain"]);
    expect(new Set(order).size).toBe(order.length);
  });

  test("remembers a command once, and the last five", () => {
    let recent: readonly CommandId[] = [];
    for (const id of [
      "run.send",
      "help.about",
      "run.send",
      "view.pool",
      "view.cost",
      "view.trace",
      "run.build",
    ] as const) {
      recent = withRecent(recent, id);
    }
    expect(recent).toEqual(["run.build", "view.trace", "view.cost", "view.pool", "run.send"]);
  });

  test("finds by the beginnings of words, and by letters left out", () => {
    expect(found("show hist")[0]).toBe("Show History");
    expect(found("nf")[0]).toBe("New Function from Example…");
    expect(found("drn")[0]).toBe("Drain Pool");
    expect(found("zzz")).toEqual([]);
  });

  test("the title counts more than what stands behind it", () => {
    expect(fit("hello", "index.ts", "hello")).toBeGreaterThan(fit("other", "hello", "hello"));
    expect(fit("other", "hello/index.ts", "hello")).toBeGreaterThan(0);
  });
});
