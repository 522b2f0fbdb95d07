import { connect } from "node:net";
import type { NetConnectOpts } from "node:net";
import { isAbsolute, join } from "node:path";

/** X11's convention: display n answers at this port plus n. */
const X_PORT = 6000;
const ANSWER_MS = 2_000;

/** Why no window can be opened here; null where one can. */
export async function displayProblem(env: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  if (process.platform !== "linux") return null;
  const { DISPLAY: x11 = "", WAYLAND_DISPLAY: wayland = "", XDG_RUNTIME_DIR: runtime = "" } = env;
  if (x11 === "" && wayland === "") return "there is no display (DISPLAY and WAYLAND_DISPLAY are not set)";
  if (wayland !== "" && (await answers({ path: isAbsolute(wayland) ? wayland : join(runtime, wayland) }))) return null;
  const places = xPlaces(x11);
  for (const place of places) if (await answers(place)) return null;
  return `the display ${x11 === "" ? wayland : x11} doesn't answer`;
}

/** Whether only Wayland is there: Electron before 38 has to be told. */
export function isWaylandOnly(env: NodeJS.ProcessEnv = process.env): boolean {
  return (env["WAYLAND_DISPLAY"] ?? "") !== "" && (env["DISPLAY"] ?? "") === "";
}

/** Where `:1`, `:1.0` and `host:1` may be listening. A name is a machine's, "unix" this one's. */
function xPlaces(display: string): readonly NetConnectOpts[] {
  const parts = /^(.*):(\d+)(?:\.\d+)?$/.exec(display);
  if (parts === null) return [];
  const [, host = "", number = "0"] = parts;
  const port = X_PORT + Number(number);
  if (host !== "" && host !== "unix") return [{ host, port }];
  // The one with the zero byte is Linux's abstract socket, which a container may share without sharing /tmp.
  const path = `/tmp/.X11-unix/X${number}`;
  return [{ path }, { path: `\0${path}` }, { host: "127.0.0.1", port }];
}

function answers(place: NetConnectOpts): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ ...place, timeout: ANSWER_MS });
  const end = (answered: boolean) => () => {
    socket.destroy();
    resolve(answered);
  };
  socket.on("connect", end(true)).on("timeout", end(false)).on("error", end(false));
  return promise;
}
