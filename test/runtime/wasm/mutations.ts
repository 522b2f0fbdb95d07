/** Modules that are damaged in ways that a seed decides. */

/** A small generator that gives the same numbers for the same seed (mulberry32). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const INTERESTING = [0x00, 0x01, 0x0b, 0x40, 0x41, 0x60, 0x7f, 0x80, 0xfc, 0xff];

/** One to eight changes: a bit, a byte, bytes cut out, doubled or moved, or the end cut off. */
export function mutate(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  let changed = Uint8Array.from(bytes);
  const times = 1 + random(8);
  for (let time = 0; time < times; time += 1) changed = change(changed, random);
  return changed;
}

function change(bytes: Uint8Array<ArrayBuffer>, random: (below: number) => number): Uint8Array<ArrayBuffer> {
  // The preamble is the same in all: without it nothing else is looked at.
  const at = 8 + random(Math.max(1, bytes.length - 8));
  const length = 1 + random(8);
  switch (random(6)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      return bytes;
    case 1:
      bytes[at] = random(256);
      return bytes;
    case 2:
      bytes[at] = INTERESTING[random(INTERESTING.length)] ?? 0;
      return bytes;
    case 3:
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
    case 4:
      return Uint8Array.from([...bytes.subarray(0, at + length), ...bytes.subarray(at)]);
    default:
      return random(20) === 0 ? bytes.slice(0, at) : bytes;
  }
}
