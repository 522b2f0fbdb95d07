import { expect, test } from "vitest";
import { createGuest } from "./guest-harness";

test("code runs in the guest and its result comes back", async () => {
  using guest = await createGuest();
  expect(await guest.evaluate("return { sum: 1 + 2, url: new URL('/a', 'http://b').href }")).toEqual({
    sum: 3,
    url: "http://b/a",
  });
});
