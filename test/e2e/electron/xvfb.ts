import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { installCommand, installPackages, isDebianRoot } from "../../../build/provision/debian";
import { ProvisionError } from "../../../build/provision/provision-error";
import { isInstalled } from "../../../build/provision/run";
import type { Work } from "../../../build/provision/work";

/** A display that nobody sees. */
export interface VirtualDisplay extends AsyncDisposable {
  /** As `DISPLAY` has it. */
  readonly name: string;
}

const PACKAGES = ["xvfb", "xauth", "fonts-dejavu-core"];

/** Starts Xvfb on a display that is free, which it finds itself. */
export async function startVirtualDisplay(work: Work): Promise<VirtualDisplay> {
  await needXvfb(work);
  const screen = ["-screen", "0", "1600x1000x24"];
  const server = spawn("Xvfb", ["-displayfd", "3", ...screen, "-ac", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const said: Buffer[] = [];
  server.stdio[2]?.on("data", (chunk: Buffer) => said.push(chunk));
  const ended = once(server, "exit");
  const [number] = await Promise.race([
    once(server.stdio[3] as Readable, "data") as Promise<[Buffer]>,
    ended.then(() => {
      throw new ProvisionError(`Xvfb ended before it had a display: ${Buffer.concat(said).toString().trim()}`);
    }),
  ]);
  return {
    name: `:${number.toString().trim()}`,
    async [Symbol.asyncDispose]() {
      server.kill();
      await ended;
    },
  };
}

async function needXvfb(work: Work): Promise<void> {
  // It has no `--version`, but says what it knows and ends well when asked for help.
  if (await isInstalled("Xvfb", work.signal, "-help")) return;
  if (await isDebianRoot()) return installPackages(PACKAGES, work);
  throw new ProvisionError(`the tests of the window need Xvfb here: run sudo ${installCommand(PACKAGES)}`);
}
