import type { WebContents } from "electron";
import type { Events } from "../../preload/contract";
import { channelOf } from "../../preload/contract";

/** Tells the window what happened; nobody hears it while there is none. */
export class WindowEvents {
  #contents: WebContents | null = null;

  /** Tells this one from now on. */
  attach(contents: WebContents): void {
    this.#contents = contents;
    contents.once("destroyed", () => {
      if (this.#contents === contents) this.#contents = null;
    });
  }

  send<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    if (this.#contents?.isDestroyed() === false) this.#contents.send(channelOf(name), event);
  }
}
