import { isOpenState } from "../../wasm";
import { changedRanges } from "../changed-ranges";
import type { Bundle, Image, WasmImage } from "../protocol";
import type { Evaluated } from "./init";
import { PAGE_BYTES } from "./one-memory";

const NOTHING = new SharedArrayBuffer(0);
/** Giving each of more elements back takes longer than to instantiate again. */
const MAX_KEPT_ELEMENTS = 4096;

/** An image of a module that was started and not called yet. */
export function makeImage(
  { key, version, fileName }: Bundle,
  evaluated: Evaluated,
  init: Pick<Image, "initUs" | "initLogs" | "initSpans">,
): WasmImage {
  const { core, handler, rewritten, module, instance, startsAgain } = evaluated;
  const elements = core.tables.reduce((sum, { minimum }) => sum + minimum, 0);
  const bytes = startsAgain ? initialMemory(evaluated) : instance.bytes;
  const [need] = core.memories;
  const ranges = changedRanges(NOTHING, bytes.buffer);
  return {
    engine: "wasm",
    key,
    version,
    module,
    shift: rewritten.shift,
    fileName,
    handler,
    memory: need === undefined ? null : { pages: bytes.length / PAGE_BYTES, maximum: need.maximum },
    memoryBytes: bytes.length,
    contents: packRanges(bytes, ranges),
    ranges,
    globals: startsAgain ? [] : instance.globals(),
    startsAgain,
    resettable: isOpenState(core) && elements <= MAX_KEPT_ELEMENTS,
    ...init,
  };
}

/** Memory as it was before the start function. */
function initialMemory({ core, rewritten }: Evaluated): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array((core.memories[0]?.minimum ?? 0) * PAGE_BYTES);
  for (const segment of rewritten.data) bytes.set(segment.bytes, segment.offset);
  return bytes;
}

function packRanges(bytes: Uint8Array, ranges: Uint32Array): SharedArrayBuffer {
  const parts: Uint8Array[] = [];
  for (let index = 0; index < ranges.length; index += 2) parts.push(bytes.subarray(ranges[index], ranges[index + 1]));
  const packed = new SharedArrayBuffer(parts.reduce((sum, part) => sum + part.length, 0));
  const target = new Uint8Array(packed);
  let at = 0;
  for (const part of parts) {
    target.set(part, at);
    at += part.length;
  }
  return packed;
}
