/** Headers in the order they were sent; names keep their case on the wire and compare without it. */
export type HeaderPair = readonly [name: string, value: string];

/** A body known in full, a stream of chunks, or none. */
export type BodySource = Uint8Array | AsyncIterable<Uint8Array> | null;

/** A request as the function gets it. `url` is absolute. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderPair[];
  readonly body: BodySource;
}

/** What a response starts with. `status` is 200..599. */
export interface ResponseHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HeaderPair[];
}
