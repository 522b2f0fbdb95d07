/** LEB128, unsigned, at most 32 bits. */
export function unsignedBytes(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}

/** UTF-8 with its length before it. */
export function nameBytes(name: string): number[] {
  const utf8 = new TextEncoder().encode(name);
  return [...unsignedBytes(utf8.length), ...utf8];
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A section with its id and length. */
export function sectionOf(id: number, body: Uint8Array): Uint8Array {
  return concatBytes([Uint8Array.from([id, ...unsignedBytes(body.length)]), body]);
}
