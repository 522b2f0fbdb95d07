import type { WebContents } from "electron";
import type { Events, Notice } from "../../preload/contract";
import { channelOf } from "../../preload/contract";

/** Tells the window what happened. Notices wait until its page listens; the rest it asks for when it is loaded. */
export class WindowEvents {
  #contents: WebContents | null = null;
  #isListening = false;
  readonly #waiting: Notice[] = [];

  /** Tells this one from now on. */
  attach(contents: WebContents): void {
    this.#contents = contents;
    this.#isListening = false;
    // A page that crashed is loaded again, and listens anew.
    contents.on("render-process-gone", () => {
      this.#isListening = false;
    });
    contents.once("destroyed", () => {
      if (this.#contents !== contents) return;
      this.#contents = null;
      this.#isListening = false;
    });
  }

  /** The page made a call: it subscribed before that. */
  listening(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    for (const notice of this.#waiting.splice(0)) this.send("onNotice", notice);
  }

  notice(level: Notice["level"], message: string, details: string | null = null): void {
    if (this.#isListening) this.send("onNotice", { level, message, details });
    else this.#waiting.push({ level, message, details });
  }

  send<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    if (this.#contents?.isDestroyed() === false) this.#contents.send(channelOf(name), event);
  }
}
