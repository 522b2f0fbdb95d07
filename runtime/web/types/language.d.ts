/**
 * What QuickJS has of the language's newest and TypeScript's libraries have not in every version. Proposals that can still change
 * (immutable buffers, chunks of iterators) are left out: the platforms that a function goes to don't run them.
 */

interface ErrorConstructor {
  /** V8's: gives the object a `stack` without the frames above the function. */
  captureStackTrace(target: object, above?: Function): void;
  stackTraceLimit: number;
}

interface RegExpConstructor {
  /** The text as a pattern that matches it alone. */
  escape(text: string): string;
}

interface Math {
  /** The numbers' sum, rounded once. */
  sumPrecise(numbers: Iterable<number>): number;
}

interface RawJSON {
  readonly rawJSON: string;
}
interface JSON {
  /** Text that `stringify` writes as it is: a number beyond doubles, for one. */
  rawJSON(text: string | number | boolean | null): RawJSON;
  isRawJSON(value: unknown): value is RawJSON;
}

interface Map<K, V> {
  getOrInsert(key: K, value: V): V;
  getOrInsertComputed(key: K, compute: (key: K) => V): V;
}
interface WeakMap<K extends WeakKey, V> {
  getOrInsert(key: K, value: V): V;
  getOrInsertComputed(key: K, compute: (key: K) => V): V;
}

interface Uint8ArrayBase64Options {
  alphabet?: "base64" | "base64url";
}
interface Uint8ArrayFromBase64Options extends Uint8ArrayBase64Options {
  lastChunkHandling?: "loose" | "strict" | "stop-before-partial";
}
interface Uint8ArrayConstructor {
  fromBase64(text: string, options?: Uint8ArrayFromBase64Options): Uint8Array<ArrayBuffer>;
  fromHex(text: string): Uint8Array<ArrayBuffer>;
}
interface Uint8Array<TArrayBuffer extends ArrayBufferLike> {
  toBase64(options?: Uint8ArrayBase64Options & { omitPadding?: boolean }): string;
  toHex(): string;
  setFromBase64(text: string, options?: Uint8ArrayFromBase64Options): { read: number; written: number };
  setFromHex(text: string): { read: number; written: number };
}

interface IteratorConstructor {
  concat<T>(...parts: Iterable<T>[]): IteratorObject<T, undefined, unknown>;
}
