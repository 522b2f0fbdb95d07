/** Reads what the guest sent to the host's cryptography. Each reader throws a `Refusal` for anything out of its range. */

export type Parameters = Readonly<Record<string, unknown>>;
export type Primitive = (parameters: Parameters, bytes: readonly unknown[]) => Uint8Array | string | boolean;

/** An argument that the guest's own Web APIs would never send, or one past a limit. */
export class Refusal extends Error {}

const HASHES: ReadonlyMap<unknown, string> = new Map([
  ["SHA-1", "sha1"],
  ["SHA-256", "sha256"],
  ["SHA-384", "sha384"],
  ["SHA-512", "sha512"],
]);

export function parseParameters(json: unknown): Parameters {
  if (typeof json !== "string") throw new Refusal("parameters");
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null) throw new Refusal("parameters");
  return value as Parameters;
}

/** Node's name of the hash that WebCrypto calls `parameters.hash`. */
export function hashName(parameters: Parameters): string {
  const name = HASHES.get(parameters["hash"]);
  if (name === undefined) throw new Refusal("hash");
  return name;
}

export function integer(parameters: Parameters, name: string, minimum: number, maximum: number): number {
  const value = parameters[name];
  if (!Number.isInteger(value) || Number(value) < minimum || Number(value) > maximum) throw new Refusal(name);
  return Number(value);
}

export function oneOf<T extends string>(parameters: Parameters, name: string, values: readonly T[]): T {
  const value = values.find((candidate) => candidate === parameters[name]);
  if (value === undefined) throw new Refusal(name);
  return value;
}

/** Byte string number `index`; an absent one is empty. */
export function byteString(bytes: readonly unknown[], index: number): Uint8Array {
  const value = bytes[index] ?? new Uint8Array(0);
  if (!(value instanceof Uint8Array)) throw new Refusal("bytes");
  return value;
}
