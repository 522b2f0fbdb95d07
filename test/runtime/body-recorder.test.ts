import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BodyRecorder } from "../../runtime/body-recorder";

test("a body is kept whole up to the limit, and hashed beyond it", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), fc.nat(100), (chunks, limit) => {
      const whole = Buffer.concat(chunks);
      const recorder = new BodyRecorder(limit);
      for (const chunk of chunks) recorder.add(chunk);
      const { bytes, content, sha256 } = recorder.finish(true);
      expect(bytes).toBe(whole.length);
      if (whole.length <= limit) {
        expect(Buffer.from(content ?? [])).toEqual(whole);
        expect(sha256).toBeNull();
      } else {
        expect(content).toBeNull();
        expect(sha256).toBe(createHash("sha256").update(whole).digest("hex"));
      }
    }),
  );
});

test("what broke off has no hash", () => {
  const recorder = new BodyRecorder(1);
  recorder.add(new Uint8Array(2));
  expect(recorder.finish(false)).toEqual({ bytes: 2, content: null, sha256: null });
});
