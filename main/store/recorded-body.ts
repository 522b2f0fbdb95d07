import { createHash } from "node:crypto";
import type { RecordedBody } from "../../runtime/model";

/** Bodies up to this many bytes are kept whole; of longer ones the length and hash. */
export const DEFAULT_BODY_LIMIT_BYTES = 256 * 1024;

/** A whole body as it is kept. `null` stands for "no body": zero bytes. */
export function recordBody(bytes: Uint8Array | null, limitBytes: number = DEFAULT_BODY_LIMIT_BYTES): RecordedBody {
  if (bytes === null) return { bytes: 0, content: null, sha256: null };
  if (bytes.length <= limitBytes) return { bytes: bytes.length, content: bytes, sha256: null };
  return { bytes: bytes.length, content: null, sha256: createHash("sha256").update(bytes).digest("hex") };
}
