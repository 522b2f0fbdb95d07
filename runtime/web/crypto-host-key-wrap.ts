/**
 * AES Key Wrap, RFC 3394, over single blocks of AES: the cryptography of Electron (BoringSSL) doesn't offer it to Node as a cipher.
 */
import { Refusal } from "./crypto-host-parameters";
import { nodeCrypto } from "./node-crypto";

const INITIAL_VALUE = Buffer.alloc(8, 0xa6);

function checkLengths(key: Uint8Array, text: Uint8Array, minimum: number): void {
  if (![16, 24, 32].includes(key.length)) throw new Refusal("AES key length");
  if (text.length % 8 !== 0 || text.length < minimum || text.length > 1_048_576) throw new Refusal("data length");
}

/** XORs a step number, big endian, into the eight bytes of `block`. */
function mixStep(block: Buffer, step: number): void {
  block.writeUInt32BE((block.readUInt32BE(4) ^ step) >>> 0, 4);
}

/** RFC 3394, section 2.2.1. `text` is a multiple of 8 bytes, 16 at least. */
export function wrapKey(key: Uint8Array, text: Uint8Array): Uint8Array {
  checkLengths(key, text, 16);
  const cipher = nodeCrypto()
    .createCipheriv(`aes-${key.length * 8}-ecb`, key, null)
    .setAutoPadding(false);
  const blocks = text.length / 8;
  const result = Buffer.concat([INITIAL_VALUE, text]);
  const register = result.subarray(0, 8);
  for (let round = 0; round < 6; round += 1) {
    for (let index = 1; index <= blocks; index += 1) {
      const part = result.subarray(index * 8, index * 8 + 8);
      const encrypted = cipher.update(Buffer.concat([register, part]));
      register.set(encrypted.subarray(0, 8));
      mixStep(register, round * blocks + index);
      part.set(encrypted.subarray(8));
    }
  }
  return result;
}

/** RFC 3394, section 2.2.2. @throws {Refusal} when the integrity check fails. */
export function unwrapKey(key: Uint8Array, wrapped: Uint8Array): Uint8Array {
  checkLengths(key, wrapped, 24);
  const decipher = nodeCrypto()
    .createDecipheriv(`aes-${key.length * 8}-ecb`, key, null)
    .setAutoPadding(false);
  const blocks = wrapped.length / 8 - 1;
  const result = Buffer.from(wrapped);
  const register = result.subarray(0, 8);
  for (let round = 5; round >= 0; round -= 1) {
    for (let index = blocks; index >= 1; index -= 1) {
      const part = result.subarray(index * 8, index * 8 + 8);
      mixStep(register, round * blocks + index);
      const decrypted = decipher.update(Buffer.concat([register, part]));
      register.set(decrypted.subarray(0, 8));
      part.set(decrypted.subarray(8));
    }
  }
  if (!nodeCrypto().timingSafeEqual(register, INITIAL_VALUE)) throw new Refusal("integrity");
  return result.subarray(8);
}
