import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { displayProblem, isWaylandOnly } from "../../../build/start/display";

describe.runIf(process.platform === "linux")("a window can be opened", () => {
  test("not where no display is named", async () => {
    expect(await displayProblem({})).toMatch(/DISPLAY and WAYLAND_DISPLAY are not set/);
  });

  test("not on a display that nobody serves, as after a lost connection", async () => {
    expect(await displayProblem({ DISPLAY: ":4321" })).toBe("the display :4321 doesn't answer");
    expect(await displayProblem({ DISPLAY: "nonsense" })).toBe("the display nonsense doesn't answer");
  });

  test("on a Wayland display that answers", async () => {
    const runtime = await mkdtemp(join(tmpdir(), "coldframe-wayland-"));
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((done) => server.listen(join(runtime, "wayland-0"), done));
    onTestFinished(async () => {
      server.close();
      await rm(runtime, { recursive: true, force: true });
    });
    expect(await displayProblem({ WAYLAND_DISPLAY: "wayland-0", XDG_RUNTIME_DIR: runtime })).toBeNull();
    expect(isWaylandOnly({ WAYLAND_DISPLAY: "wayland-0" })).toBe(true);
    expect(isWaylandOnly({ WAYLAND_DISPLAY: "wayland-0", DISPLAY: ":0" })).toBe(false);
  });
});
