import { expect, test } from "vitest";
import { createFunction } from "./function-harness";
import { differential } from "./differential";

differential("performance's timeline", {
  "marks and what is between them":
    "performance.mark('a'); await nextTurn(); performance.mark('b', { detail: { n: 1 } }); const m = performance.measure('m', 'a', 'b'); const [a, b] = ['a', 'b'].map((name) => performance.getEntriesByName(name)[0]); const seen = [m instanceof PerformanceMeasure, m instanceof PerformanceEntry, m.name, m.entryType, m.startTime === a.startTime, Math.abs(m.duration - (b.startTime - a.startTime)) < 1e-6, m.detail, a instanceof PerformanceMark, a.entryType, a.duration, a.detail, b.detail]; performance.clearMarks(); performance.clearMeasures(); return seen",
  "times of one's own":
    "const mark = performance.mark('x', { startTime: 5 }); const measures = [performance.measure('m', { start: 5, end: 7 }), performance.measure('m', { start: 'x', duration: 3 }), performance.measure('m', { end: 9, duration: 2, detail: [1] })].map((m) => [m.startTime, m.duration, m.detail]); performance.clearMarks(); performance.clearMeasures(); return [mark.startTime, mark.duration, measures]",
  "a measure without a start begins with the clock":
    "const m = performance.measure('m'); performance.clearMeasures(); return [m.startTime, m.duration > 0]",
  "lists in the order of time, by name and by type":
    "performance.mark('late', { startTime: 30 }); performance.mark('early', { startTime: 10 }); performance.measure('early', { start: 20, end: 25 }); const own = (list) => list.map((e) => [e.name, e.entryType, e.startTime]); const seen = [own(performance.getEntriesByType('mark')), own(performance.getEntriesByName('early')), own(performance.getEntriesByName('early', 'measure')), own(performance.getEntriesByType('nothing'))]; performance.clearMarks('early'); seen.push(own(performance.getEntriesByType('mark'))); performance.clearMarks(); performance.clearMeasures(); seen.push(performance.getEntriesByType('mark').length); return seen",
  "the latest mark of a name counts":
    "performance.mark('a', { startTime: 1 }); performance.mark('a', { startTime: 4 }); const m = performance.measure('m', { start: 'a', end: 6 }); performance.clearMarks(); performance.clearMeasures(); return [m.startTime, m.duration]",
  "a detail is a copy":
    "const detail = { list: [1] }; const mark = performance.mark('a', { detail }); performance.clearMarks(); return [mark.detail, mark.detail !== detail, await caught(() => performance.mark('f', { detail() {} }))]",
  "a mark can be made without the timeline":
    "const mark = new PerformanceMark('own', { startTime: 2 }); return [mark.name, mark.startTime, performance.getEntriesByName('own').length]",
  "refuses what makes no sense":
    "return Promise.all([() => performance.mark(), () => performance.measure(), () => performance.measure('m', 'no such mark'), () => performance.mark('n', { startTime: -1 }), () => performance.measure('m', { start: 1, end: 2, duration: 1 }), () => new PerformanceEntry(), () => new PerformanceMeasure(), () => new PerformanceMark()].map(caught))",
  "refuses options without a start or an end": {
    body: "return caught(() => performance.measure('m', { detail: 1 }))",
    // Node takes a detail alone.
    expected: { error: "TypeError" },
  },
  "as JSON":
    "const mark = performance.mark('j', { startTime: 3, detail: 'd' }); performance.clearMarks(); return JSON.parse(JSON.stringify(mark))",
});

test("what is measured is a span, and the next call begins with an empty timeline", async () => {
  using subject = await createFunction(
    `export default () => { const before = performance.getEntries().length; performance.mark("begin"); performance.measure("lookup", "begin"); return Response.json(before) }`,
  );
  for (let call = 0; call < 2; call += 1) {
    expect(subject.request("http://h/").text).toBe("0");
    const spans = subject.guest.calls.filter(({ name }) => name === "span");
    expect(spans.map(({ args }) => args[0])).toEqual(["lookup"]);
  }
});
