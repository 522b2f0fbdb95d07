import type { HeaderPair, ResponseHead } from "../model";

/** The guest calls out: granted or refused, and answered, by the egress. */
export interface EgressFetch {
  readonly type: "fetch";
  /** Chosen by the guest, unique in the call. */
  readonly fetchId: number;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Uint8Array | null;
  readonly redirect: "follow" | "error" | "manual";
}

/** What a sandbox asks for; part of its protocol. */
export type EgressRequest =
  | EgressFetch
  /** The guest is ready for one more chunk. */
  | { readonly type: "fetch-pull"; readonly fetchId: number }
  | { readonly type: "fetch-abort"; readonly fetchId: number };

export type EgressAnswer =
  | {
      readonly type: "fetch-head";
      readonly fetchId: number;
      /** Where the response came from, after redirects. */
      readonly url: string;
      readonly redirected: boolean;
      readonly head: ResponseHead;
    }
  /** At most 64 KiB, in a buffer of its own. */
  | { readonly type: "fetch-chunk"; readonly fetchId: number; readonly bytes: Uint8Array }
  | { readonly type: "fetch-end"; readonly fetchId: number }
  | { readonly type: "fetch-error"; readonly fetchId: number; readonly message: string };
