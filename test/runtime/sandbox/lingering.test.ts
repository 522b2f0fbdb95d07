import { expect, test } from "vitest";
import { ControlWords } from "../../../runtime/sandbox/control-words";
import { Lingering } from "../../../runtime/sandbox/lingering";

/** A thread that has just had two messages, one right after the other. */
function awake(mayLinger: boolean): { lingering: Lingering; words: ControlWords } {
  const words = new ControlWords();
  words.setMayLinger(mayLinger);
  const lingering = new Lingering(words);
  lingering.arrived();
  lingering.wait(() => null);
  lingering.arrived();
  return { lingering, words };
}

test("a thread whose calls come one after the other looks out for the next, and takes it", () => {
  const { lingering } = awake(true);
  let asked = 0;
  expect(lingering.wait(() => ((asked += 1) === 3 ? "call" : null))).toBe("call");
});

test("it gives up after a moment", () => {
  const { lingering } = awake(true);
  const startedMs = performance.now();
  let last = 0;
  expect(
    lingering.wait(() => {
      last = performance.now();
      return null;
    }),
  ).toBeNull();
  expect(last - startedMs).toBeLessThan(50);
});

test("it sleeps at once where the pool forbids it, before or meanwhile", () => {
  expect(awake(false).lingering.wait(() => "call")).toBeNull();
  const { lingering, words } = awake(true);
  let asked = 0;
  lingering.wait(() => {
    asked += 1;
    words.setMayLinger(false);
    return null;
  });
  expect(asked).toBe(1);
});

test("it sleeps at once after a first call", () => {
  const words = new ControlWords();
  words.setMayLinger(true);
  const lingering = new Lingering(words);
  lingering.arrived();
  expect(lingering.wait(() => "call")).toBeNull();
});
