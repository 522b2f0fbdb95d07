import { workInTerminal } from "../../build/provision/work";
import { buildWhenStale } from "../../build/start/build-when-stale";

/** Tests in this folder drive the built program. */
export default async function setup(): Promise<void> {
  await buildWhenStale(workInTerminal(new AbortController().signal));
}
