import { z } from "zod";

/** A version as it lies on disk. */
export const KEPT_ARTIFACT = z.object({
  version: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  kind: z.enum(["js", "wasm", "wasi"]),
  engine: z.enum(["quickjs", "wasm", "wasi"]),
  name: z.string(),
  entry: z.string(),
  code: z.base64(),
  sourceMap: z.string().nullable(),
  modules: z.array(z.object({ path: z.string(), bytes: z.number() })),
});
