import type { ChildProcess } from "node:child_process";
import { coldframe } from "./coldframe";

/** Runs `serve`, does something with its first address, and ends it as Ctrl-C does. */
export async function whileServing(home: string, path: string, work: (url: string) => Promise<void>) {
  const child = Promise.withResolvers<ChildProcess>();
  const finished = coldframe(["serve", path, "--port", "0"], { home, started: child.resolve });
  const { stdout } = await child.promise;
  const url = await new Promise<string>((resolve, reject) => {
    let text = "";
    stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const found = /http:\/\/\S+/.exec(text);
      if (found !== null) resolve(found[0]);
    });
    stdout?.on("end", () => {
      reject(new Error("serve ended"));
    });
  });
  try {
    await work(url);
  } finally {
    (await child.promise).kill("SIGINT");
  }
  return finished;
}
