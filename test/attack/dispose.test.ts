/** What a runtime leaves behind when it is disposed: nothing. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import disposingProcess from "./disposing-process?modulePath";

const LEFT_BEHIND = `
setInterval(() => {}, 1);
export default (request, env, context) => {
  setInterval(() => {}, 1);
  if (request.url.endsWith("/endless")) for (;;);
  return new Response("x");
};`;

test("a process whose runtime was disposed ends, also with a call still running", async () => {
  const folder = await mkdtemp(join(tmpdir(), "coldframe-dispose-"));
  try {
    await writeFile(join(folder, "left.js"), LEFT_BEHIND);
    const { status, stdout, stderr } = spawnSync(process.execPath, [disposingProcess, folder], { timeout: 30_000 });
    expect({ status, said: stdout.toString(), wrong: stderr.toString() }).toEqual({
      status: 0,
      said: "ok interrupted",
      wrong: "",
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
