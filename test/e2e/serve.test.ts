import { once } from "node:events";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ChildProcess } from "node:child_process";
import { expect, test } from "vitest";
import { coldframe, EXAMPLES, temporaryFolder } from "./coldframe";
import { whileServing } from "./while-serving";

const HELLO = join(EXAMPLES, "hello");
const HAND_OVER = resolve("test/fixtures/hand-over.mjs");

test("serve answers requests, logs a line for each, keeps them in the history, and ends with Ctrl-C", async () => {
  const home = await temporaryFolder();
  const run = await whileServing(home, HELLO, async (url) => {
    const response = await fetch(`${url}?name=Ada`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("Hello, Ada!\n");
  });
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/^hello {2}http:\/\/localhost:\d+\/\n$/);
  expect(run.stderr).toMatch(/^GET \/\?name=Ada 200 · (cold|prewarmed|warm) · [\d.]+ (µs|ms|s)$/m);
  const history = await coldframe(["history", "--json"], { home });
  expect(JSON.parse(history.stdout)).toMatchObject({
    invocations: [{ function: "hello", outcome: "ok", status: 200, method: "GET" }],
  });
});

test("serve says once what is suspicious in a source, with its place", async () => {
  const folder = await temporaryFolder();
  const source =
    'const same = typeof fetch === "functoin";\nexport default { fetch: () => new Response(String(same)) };\n';
  await writeFile(join(folder, "index.ts"), source);
  const run = await whileServing(await temporaryFolder(), folder, async (url) => {
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url)).status).toBe(200);
  });
  expect(run.stderr.match(/index\.ts:1:\d+: .*functoin/g)).toHaveLength(1);
});

test("the build that a request waited for is in its trace, and not in its queue", async () => {
  const home = await temporaryFolder();
  await whileServing(home, HELLO, async (url) => {
    await (await fetch(url)).text();
  });
  const { invocations } = JSON.parse((await coldframe(["history", "--json"], { home })).stdout) as {
    invocations: { id: string }[];
  };
  const trace = await coldframe(["trace", invocations[0]?.id ?? "", "--json"], { home });
  const { spans } = JSON.parse(trace.stdout) as { spans: { name: string; startUs: number; endUs: number }[] };
  const [build, queue] = ["build", "queue"].map((name) => spans.find((span) => span.name === name));
  expect(build?.endUs).toBeGreaterThan(build?.startUs ?? Infinity);
  expect(queue?.startUs).toBe(build?.endUs);
});

test("serve ends when its launcher is killed without a word", async () => {
  const home = await temporaryFolder();
  const child = Promise.withResolvers<ChildProcess>();
  const finished = coldframe(["serve", HELLO, "--port", "0"], { home, started: child.resolve, launcher: HAND_OVER });
  const launcher = await child.promise;
  if (launcher.stdout !== null) await once(launcher.stdout, "data");
  launcher.kill("SIGKILL");
  // The pipes are the server's as well: they close when it is gone.
  expect((await finished).signal).toBe("SIGKILL");
});

test("a folder of functions is served by name, and an edit is there at the next request", async () => {
  const home = await temporaryFolder();
  const folder = await temporaryFolder();
  await mkdir(join(folder, "hello"));
  await copyFile(join(HELLO, "index.ts"), join(folder, "hello", "index.ts"));
  await writeFile(join(folder, "version.js"), "export default () => new Response('one');");
  const run = await whileServing(home, folder, () => Promise.resolve());
  expect(run.stdout).toMatch(
    /^hello {2}http:\/\/localhost:\d+\/hello\/\nversion {2}http:\/\/localhost:\d+\/version\/\n$/,
  );
  await whileServing(home, folder, async (url) => {
    const address = new URL("/version/", url);
    expect(await (await fetch(address)).text()).toBe("one");
    await writeFile(join(folder, "version.js"), "export default () => new Response('two');");
    expect(await (await fetch(address)).text()).toBe("two");
  });
});
