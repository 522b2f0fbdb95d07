import { expect, test } from "vitest";
import { bodyText, ThreadHarness } from "./thread-harness";

const HELLO = `export default { fetch(request) { return new Response("hello " + request.method) } }`;

test("a bound instance answers, again and again", async () => {
  await using thread = await ThreadHarness.open();
  const image = await thread.image(HELLO);
  const first = await thread.invoke(image);
  expect(first).toMatchObject({ outcome: "ok", sound: true });
  expect(bodyText(first)).toBe("hello GET");
  expect(first.spans.map((span) => span.name)).toEqual(["bind", "handler"]);
  const second = await thread.invoke(null, { method: "POST" });
  expect(bodyText(second)).toBe("hello POST");
});

test("an endless loop ends at its deadline, and the next call works", async () => {
  await using thread = await ThreadHarness.open();
  const image = await thread.image(`export default () => { for (;;) {} }`);
  const result = await thread.invoke(image, {}, 50);
  expect(result).toMatchObject({ outcome: "timeout", failure: { code: "deadline" }, sound: false });
  const hello = await thread.image(HELLO);
  expect(bodyText(await thread.invoke(hello))).toBe("hello GET");
});
