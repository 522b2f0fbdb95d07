import { join, resolve } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { createBuilder } from "../../../../runtime/build";
import { built } from "../project";

// AssemblyScript's compiler takes seconds to begin on a machine that does much else.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const EXAMPLES = resolve(import.meta.dirname, "../../../../build/examples");

interface Answered {
  readonly head: string;
  readonly body: string;
}

/** Calls an example's module as the sandbox does, without one: what is tested is the example. */
async function open(name: string): Promise<(target: string, headers?: string) => Answered> {
  await using builder = createBuilder();
  const { code } = built(await builder.build(join(EXAMPLES, name)));
  const env = {
    abort: () => {
      throw new Error("the module aborted");
    },
  };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(code), { env });
  const { memory, allocate, handler } = instance.exports as {
    memory: WebAssembly.Memory;
    allocate: (bytes: number) => number;
    handler: (pointer: number, bytes: number) => bigint;
  };
  return (target, headers = "") => {
    const request = new TextEncoder().encode(`GET ${target} HTTP/1.1\r\nhost: hello.local\r\n${headers}\r\n`);
    const pointer = allocate(request.length);
    new Uint8Array(memory.buffer).set(request, pointer);
    const packed = BigInt.asUintN(64, handler(pointer, request.length));
    const [at, bytes] = [Number(packed >> 32n), Number(packed & 0xffff_ffffn)];
    const [head = "", body = ""] = Buffer.from(memory.buffer, at, bytes).toString("utf8").split("\r\n\r\n");
    return { head, body };
  };
}

const JSON_PLEASE = "accept: text/html, application/json\r\n";

describe.each(["hello-assemblyscript", "hello-wat"])("%s does what hello does", async (name) => {
  const call = await open(name);

  test.each([
    ["/", "world"],
    ["/?name=Ada", "Ada"],
    ["/?nickname=A&name=Ada%20Lovelace&x=1", "Ada Lovelace"],
    ["/?name=+J%C3%BCrgen+", "Jürgen"],
    ["/?name=", "world"],
    ["/?name=%20", "world"],
    ["/?other=name", "world"],
  ])("%s greets %s", (target, expected) => {
    expect(call(target)).toEqual({
      head: expect.stringMatching(/^HTTP\/1\.1 200\r\ncontent-type: text\/plain;charset=UTF-8$/) as string,
      body: `Hello, ${expected}!\n`,
    });
  });

  test("JSON for those who ask for it", () => {
    const { head, body } = call("/?name=%22A%5Cda%22", JSON_PLEASE);
    expect(head).toContain("content-type: application/json");
    expect(JSON.parse(body)).toEqual({ hello: '"A\\da"' });
  });

  test("a thousand calls of one instance give the same answers", () => {
    for (let count = 0; count < 1000; count += 1) {
      expect(call(`/?name=${count}`).body).toBe(`Hello, ${count}!\n`);
    }
  });

  test("a large request, and text that is no encoding", () => {
    expect(call(`/?name=Ada`, `x-large: ${"x".repeat(300_000)}\r\n`).body).toBe("Hello, Ada!\n");
    expect(call("/?name=100%").body).toBe("Hello, 100%!\n");
  });
});
