import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { ProvisionError } from "../../../build/provision/provision-error";
import { isInstalled, run } from "../../../build/provision/run";

const { signal } = new AbortController();

test("gives what a command prints, and says in one line why it failed or is not there", async () => {
  expect(await run("sh", ["-c", "echo made"], { signal })).toBe("made\n");
  const failed = run("sh", ["-c", "echo first >&2; echo error: no space left >&2; echo more >&2; exit 3"], { signal });
  await expect(failed).rejects.toThrow(new ProvisionError("sh ended with 3: error: no space left"));
  await expect(run("no-such-tool", [], { signal })).rejects.toThrow("no-such-tool is not installed");
  expect(await isInstalled("no-such-tool", signal)).toBe(false);
});

test("ends what a command has started as well, and at once", async () => {
  const interruption = new AbortController();
  // As a compiler's driver does: it waits for its part, which ends only when it is told to. What begins says so itself: a shell that
  // is told while it starts something would take the signal for its own, and leave that at work.
  const file = join(mkdtempSync(join(tmpdir(), "coldframe-run-")), "said");
  const work = `sh -c 'echo begun > "${file}"; exec sleep 1000'`;
  const part = `(trap 'echo ended >> "${file}"; exit' TERM; ${work} & wait)`;
  const running = run("sh", ["-c", `${part} & wait`], { signal: interruption.signal });
  await vi.waitFor(() => {
    expect(readFileSync(file, "utf8")).toBe("begun\n");
  });
  interruption.abort(new Error("interrupted"));
  await expect(running).rejects.toThrow("interrupted");
  await vi.waitFor(() => {
    expect(readFileSync(file, "utf8")).toBe("begun\nended\n");
  });
  await expect(run("sh", ["-c", "echo late"], { signal: interruption.signal })).rejects.toThrow("interrupted");
  rmSync(dirname(file), { recursive: true });
});
