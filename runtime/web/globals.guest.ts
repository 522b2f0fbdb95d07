import { defineGlobal, exposeInterface } from "./interfaces.guest";
import { TypeError } from "./primordials.guest";

const key = {};
/** What edge platforms answer here is their name; Cloudflare's is "Cloudflare-Workers". */
const USER_AGENT = "Coldframe/0.1";

function constructedBy(token: unknown): void {
  if (token !== key) throw new TypeError("Illegal constructor");
}

function installNavigator(): void {
  class Navigator {
    #userAgent = USER_AGENT;
    constructor(token?: object) {
      constructedBy(token);
    }
    get userAgent(): string {
      if (!(#userAgent in this)) throw new TypeError("Illegal invocation");
      return this.#userAgent;
    }
  }
  exposeInterface(Navigator, "Navigator", 0);
  defineGlobal("navigator", new Navigator(key));
}

/** Installs `navigator` and `self`. */
export function installGlobals(): void {
  installNavigator();
  defineGlobal("self", globalThis);
}
