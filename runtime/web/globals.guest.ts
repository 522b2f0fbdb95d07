import type { HostFunctions } from "./bridge";
import { EventTarget } from "./events.guest";
import { defineGlobal, exposeInterface } from "./interfaces.guest";
import { TypeError } from "./primordials.guest";

const key = {};
/** What edge platforms answer here is their name; Cloudflare's is "Cloudflare-Workers". */
const USER_AGENT = "Coldframe/0.1";

function constructedBy(token: unknown): void {
  if (token !== key) throw new TypeError("Illegal constructor");
}

function installPerformance(host: Pick<HostFunctions, "now" | "epochNow">): void {
  class Performance extends EventTarget {
    #own = true;
    constructor(token?: object) {
      constructedBy(token);
      super();
    }
    get timeOrigin(): number {
      if (!(#own in this)) throw new TypeError("Illegal invocation");
      return host.epochNow() - host.now();
    }
    now(): number {
      if (!(#own in this)) throw new TypeError("Illegal invocation");
      return host.now();
    }
    toJSON(): { timeOrigin: number } {
      if (!(#own in this)) throw new TypeError("Illegal invocation");
      return { timeOrigin: host.epochNow() - host.now() };
    }
  }
  exposeInterface(Performance, "Performance", 0);
  defineGlobal("performance", new Performance(key));
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

/** Installs `performance`, `navigator` and `self`. */
export function installGlobals(host: Pick<HostFunctions, "now" | "epochNow">): void {
  installPerformance(host);
  installNavigator();
  defineGlobal("self", globalThis);
}
