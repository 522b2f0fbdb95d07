import { describe, expect, test } from "vitest";
import { PANELS } from "../../../renderer/session/panels";
import { defaultLayout, heightBelow, parseLayout, sharesOf, sizesOf } from "../../../renderer/workbench/layout-model";
import { nextStop, readingOrder } from "../../../renderer/workbench/panel-order";

describe("the default layout", () => {
  test("has every panel once, each beside one that is there already", () => {
    const layout = defaultLayout();
    expect(layout.map(({ panel }) => panel).sort()).toEqual([...PANELS].sort());
    for (const [index, { beside }] of layout.entries()) {
      const before = layout.slice(0, index).map(({ panel }) => panel);
      if (beside !== null) expect(before).toContain(beside.panel);
    }
  });

  test("the group below begins with whichever of its panels is there", () => {
    const layout = defaultLayout(["explorer", "editor", "console", "problems", "history"]);
    expect(layout.find(({ panel }) => panel === "history")?.beside).toEqual({ panel: "editor", direction: "below" });
    expect(layout.find(({ panel }) => panel === "problems")?.beside).toEqual({ panel: "history", direction: "within" });
  });
});

describe("a saved layout", () => {
  test("is taken where it is one", () => {
    const layout = { grid: {}, panels: { editor: { id: "editor" } } };
    expect(parseLayout(JSON.stringify(layout))).toEqual(layout);
  });

  test("keeps no panel smaller than this version does", () => {
    const older = { grid: {}, panels: { console: { minimumWidth: 10 }, trace: { id: "trace" } } };
    expect(parseLayout(JSON.stringify(older))).toEqual({
      grid: {},
      panels: { console: { minimumWidth: 200 }, trace: { id: "trace" } },
    });
  });

  test.each([
    ["none", null],
    ["cut off", '{"grid":{"root'],
    ["no object", "7"],
    ["null", "null"],
    ["without a grid", '{"panels":{}}'],
    ["without panels", '{"grid":{},"panels":[]}'.replace("[]", "3")],
    ["of a version with another panel", '{"grid":{},"panels":{"editor":{},"profiler":{}}}'],
  ])("%s: the default takes its place", (_what, text) => {
    expect(parseLayout(text)).toBeNull();
  });
});

test("groups keep their shares of a window of another size", () => {
  const groups = [
    { id: "above", width: 1400, height: 600 },
    { id: "below", width: 1400, height: 200 },
  ];
  const shares = sharesOf(groups, { width: 1400, height: 800 });
  expect([...sizesOf(shares, { width: 700, height: 400 })]).toEqual([
    ["above", { width: 700, height: 300 }],
    ["below", { width: 700, height: 100 }],
  ]);
});

describe("the room below messages", () => {
  const editor = { top: 26, right: 900, bottom: 600 };
  const console = { top: 26, right: 1400, bottom: 600 };
  const trace = { top: 600, right: 1400, bottom: 874 };

  test("is that of the panels in the corner below", () => {
    expect(heightBelow([editor, trace, console])).toBe(274);
  });

  test("is none where a panel in that corner reaches to the top, or is alone", () => {
    expect(heightBelow([editor, { ...trace, right: 900 }, { ...console, bottom: 874 }])).toBe(0);
    expect(
      heightBelow([
        { ...editor, bottom: 26 },
        { ...trace, top: 26 },
      ]),
    ).toBe(0);
    expect(heightBelow([])).toBe(0);
  });
});

describe("stepping through the panels", () => {
  test("goes as a page is read, a few pixels more or less in a row", () => {
    const places = { console: [31, 900], below: [600, 0], editor: [28, 200], explorer: [30, 0] } as const;
    const names = Object.keys(places) as (keyof typeof places)[];
    const order = readingOrder(names, (name) => ({ top: places[name][0], left: places[name][1] }));
    expect(order).toEqual(["explorer", "editor", "console", "below"]);
  });

  test("is a ring, and begins at either end", () => {
    expect([nextStop(-1, 5, 1), nextStop(4, 5, 1), nextStop(1, 5, 1)]).toEqual([0, 0, 2]);
    expect([nextStop(-1, 5, -1), nextStop(0, 5, -1), nextStop(3, 5, -1)]).toEqual([4, 4, 2]);
  });
});
