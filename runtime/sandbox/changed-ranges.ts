import { Buffer } from "node:buffer";

/** Small enough to leave out most of what did not change, large enough for few and quick copies. */
const BLOCK_BYTES = 4096;

/**
 * Where `memory` differs from `base` and, beyond its end, from zero: pairs of a begin and an end, in bytes. Most of an image is
 * the base as it was, so that copying only the rest makes a bind several times shorter.
 */
export function changedRanges(
  base: SharedArrayBuffer | ArrayBuffer,
  memory: SharedArrayBuffer | ArrayBuffer,
): Uint32Array {
  const before = Buffer.from(base);
  const after = Buffer.from(memory);
  const zeros = Buffer.alloc(BLOCK_BYTES);
  const ranges: number[] = [];
  for (let start = 0; start < after.length; start += BLOCK_BYTES) {
    const end = Math.min(start + BLOCK_BYTES, after.length);
    const same =
      start < before.length
        ? before.compare(after, start, end, start, end) === 0
        : zeros.compare(after, start, end, 0, end - start) === 0;
    if (same) continue;
    if (ranges.at(-1) === start) ranges[ranges.length - 1] = end;
    else ranges.push(start, end);
  }
  return Uint32Array.from(ranges);
}
