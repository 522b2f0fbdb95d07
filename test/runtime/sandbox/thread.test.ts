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

test("texts of all kinds cross both ways as they are", async () => {
  await using thread = await ThreadHarness.open();
  const texts = [
    "",
    "a",
    "é",
    "\u0000b\u0000",
    "\u07ff\u0800\uffff",
    "😀",
    "\ud800",
    "x\udc00y",
    "z".repeat(3000),
    "é".repeat(3000),
  ];
  const image = await thread.image(`export default (request) => {
    for (const text of ${JSON.stringify(texts)}) console.log(text);
    return new Response(request.headers.get("echo"), { headers: { echo: request.headers.get("echo") } });
  }`);
  const result = await thread.invoke(image, { headers: [["echo", "caf\u00e9"]] });
  expect(result.logs.map(({ text }) => text)).toEqual(texts);
  expect(result.response?.head.headers).toContainEqual(["echo", "caf\u00e9"]);
  expect(bodyText(result)).toBe("caf\u00e9");
});

test("what the host gives back to the guest is freed", async () => {
  await using thread = await ThreadHarness.open();
  const image = await thread.image(`export default () => {
    for (let turn = 0; turn < 100_000; turn += 1) performance.now();
    return new Response("done");
  }`);
  const first = await thread.invoke(image);
  const second = await thread.invoke(null);
  expect(bodyText(second)).toBe("done");
  expect(second.memoryBytes).toBe(first.memoryBytes);
});

test.each([
  ["nothing of it", HELLO, 0],
  ["WebCrypto", `export default () => new Response(crypto.randomUUID())`, 1],
  ["a Lambda-style handler's request ids", `export const handler = async () => ({ statusCode: 204 })`, 1],
])("a thread loads Node's cryptography where its function needs it: %s", async (_name, code, isLoaded) => {
  await using thread = await ThreadHarness.open();
  const image = await thread.image(code);
  expect(new Int32Array(thread.cryptoWord)).toEqual(Int32Array.of(isLoaded));
  expect(await thread.invoke(image)).toMatchObject({ outcome: "ok" });
  expect(new Int32Array(thread.cryptoWord)).toEqual(Int32Array.of(isLoaded));
});

test("warming the engine up leaves nothing behind", async () => {
  await using first = await ThreadHarness.open(undefined, true);
  await using other = await ThreadHarness.open();
  expect(new Int32Array(first.warmUpWord)).toEqual(Int32Array.of(1));
  const [warmed, fresh] = [await first.image(HELLO), await other.image(HELLO)];
  if (warmed.engine !== "quickjs" || fresh.engine !== "quickjs") throw new Error("an image of another engine");
  expect(warmed.changed).toEqual(fresh.changed);
  expect(Buffer.from(warmed.snapshot.memory).equals(Buffer.from(fresh.snapshot.memory))).toBe(true);
  expect(bodyText(await first.invoke(warmed))).toBe("hello GET");
});
