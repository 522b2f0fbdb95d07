const HEX_ROW_BYTES = 16;

export interface HexRow {
  /** Eight hexadecimal digits. */
  readonly offset: string;
  /** Pairs of digits, a blank between, two in the middle; as long for the last row as for the others. */
  readonly hex: string;
  /** Printable ASCII, a dot for the rest. */
  readonly ascii: string;
}

export function hexRowCount(bytes: Uint8Array): number {
  return Math.ceil(bytes.length / HEX_ROW_BYTES);
}

export function hexRow(bytes: Uint8Array, row: number): HexRow {
  const start = row * HEX_ROW_BYTES;
  const part = bytes.subarray(start, start + HEX_ROW_BYTES);
  const pairs = Array.from({ length: HEX_ROW_BYTES }, (_, at) => part[at]?.toString(16).padStart(2, "0") ?? "  ");
  return {
    offset: start.toString(16).padStart(8, "0"),
    hex: `${pairs.slice(0, 8).join(" ")}  ${pairs.slice(8).join(" ")}`,
    ascii: Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join(""),
  };
}
