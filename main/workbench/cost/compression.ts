import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { HeaderPair, RecordedResponse } from "../../../runtime";
import { COMPRESSION } from "../../../runtime/cost";
import type { MeasuredCompression, NotCompressed } from "../../../runtime/cost";

/**
 * Really compresses a recorded body, or says why not: there is none, it was too long to be kept, it is encoded already, or it may
 * not be changed on its way (`cache-control: no-transform`).
 */
export async function measureCompression(
  response: RecordedResponse | null,
): Promise<MeasuredCompression | NotCompressed> {
  if (response === null) return "no-response";
  const { bytes, content } = response.body;
  if (bytes === 0) return "no-body";
  const encoding = headerOf(response.headers, "content-encoding");
  if (encoding !== "" && encoding !== "identity") return "encoded";
  if (/(^|[\s,])no-transform([\s,]|$)/.test(headerOf(response.headers, "cache-control"))) return "no-transform";
  if (content === null) return "not-kept";
  const [gzipped, brotlied] = await Promise.all([
    promisify(gzip)(content, { level: COMPRESSION.gzipLevel }),
    promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: COMPRESSION.brotliQuality,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength,
      },
    }),
  ]);
  return {
    contentType: headerOf(response.headers, "content-type"),
    bytes: content.byteLength,
    gzipBytes: gzipped.byteLength,
    brotliBytes: brotlied.byteLength,
  };
}

/** A header's values in lower case, as the standard joins several. */
function headerOf(headers: readonly HeaderPair[], wanted: string): string {
  return headers
    .filter(([name]) => name.toLowerCase() === wanted)
    .map(([, value]) => value.trim().toLowerCase())
    .join(", ");
}
