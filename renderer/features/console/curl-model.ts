import type { HeaderPair } from "../../../runtime/model";

/** A request as a curl command can say it. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderPair[];
  readonly cookies: readonly HeaderPair[];
  readonly body: CurlBody;
}

export type CurlBody =
  | { readonly kind: "none" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "multipart"; readonly parts: readonly CurlPart[] }
  | { readonly kind: "file"; readonly name: string };

/** Of a file `value` is the name. */
export interface CurlPart {
  readonly name: string;
  readonly value: string;
  readonly isFile: boolean;
}

/** What curl does where no method is named. */
export function defaultMethod(body: CurlBody): string {
  return body.kind === "none" ? "GET" : "POST";
}
