import fc from "fast-check";
import { expect, it } from "vitest";
import { CallQueue } from "../../../runtime/pool/call-queue";
import { UnorderedSet } from "../../../runtime/pool/unordered-set";

const steps = fc.array(fc.record({ add: fc.boolean(), which: fc.nat(9) }), { maxLength: 60 });

it("holds what a Set would hold", () => {
  fc.assert(
    fc.property(steps, (list) => {
      const members = Array.from({ length: 10 }, (_, id) => ({ id, memberIndex: -1 }));
      const set = new UnorderedSet<{ id: number; memberIndex: number }>();
      const model = new Set<number>();
      for (const { add, which } of list) {
        const member = members[which];
        if (member === undefined) continue;
        if (add) set.add(member);
        else set.delete(member);
        if (add) model.add(which);
        else model.delete(which);
        expect([...set].map(({ id }) => id).sort()).toEqual([...model].sort());
        expect(set.size).toBe(model.size);
        expect(members.filter((one) => set.has(one)).map(({ id }) => id)).toEqual([...model].sort());
      }
      set.clear();
      expect(members.some((one) => set.has(one))).toBe(false);
    }),
  );
});

it("queues calls by their arrival, however they leave and come back", () => {
  fc.assert(
    fc.property(steps, (list) => {
      const calls = Array.from({ length: 10 }, (_, sequence) => ({ sequence }));
      const queue = new CallQueue<{ sequence: number }>();
      const model = new Set<number>();
      for (const { add, which } of list) {
        const call = calls[which];
        if (call === undefined) continue;
        if (add) queue.add(call);
        else expect(queue.leave(call)).toBe(model.has(which));
        if (add) model.add(which);
        else model.delete(which);
        const waiting = [...model].sort();
        expect([...queue].map(({ sequence }) => sequence)).toEqual(waiting);
        expect(queue.size).toBe(waiting.length);
        expect(queue.head?.sequence ?? null).toBe(waiting[0] ?? null);
      }
    }),
  );
});

it("goes through a queue that calls leave meanwhile", () => {
  const calls = Array.from({ length: 6 }, (_, sequence) => ({ sequence }));
  const queue = new CallQueue<{ sequence: number }>();
  for (const call of calls) queue.add(call);
  const seen: number[] = [];
  for (const call of queue) {
    seen.push(call.sequence);
    queue.leave(call);
    const next = calls[call.sequence + 1];
    if (call.sequence % 3 === 0 && next !== undefined) queue.leave(next);
  }
  expect(seen).toEqual([0, 2, 3, 5]);
  expect(queue.size).toBe(0);
});
