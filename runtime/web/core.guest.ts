import { installAbort } from "./abort.guest";
import { installBase64 } from "./base64.guest";
import type { GuestOperations, HostFunctions } from "./bridge";
import { installClone } from "./clone.guest";
import { installCompression } from "./compression.guest";
import { installConsole } from "./console.guest";
import { installEncoding } from "./encoding.guest";
import { installErrorEvents } from "./error-events.guest";
import { eventHooks, installEvents } from "./events.guest";
import { installGlobals } from "./globals.guest";
import { installPerformance } from "./performance.guest";
import { installStreams } from "./streams.guest";
import { installTimers } from "./timers.guest";

/** What the rest of the guest needs of the core. Its classes are imported from their own files. */
export interface Core {
  readonly operations: Pick<GuestOperations, "timers" | "rejection">;
  /**
   * A call begins: the first thing the operations `request` and `event` do. The clock starts
   * again, timers of the last call are dropped, and those of the top level are asked for again.
   */
  refresh(): void;
  /** A call is about to be settled: reports the promises whose rejection nobody handled. Call it right before `host.settled`. */
  finish(): void;
}

export function installCore(host: HostFunctions): Core {
  eventHooks.now = () => host.now();
  const output = installConsole(host);
  const timers = installTimers(host);
  installEvents();
  const rejections = installErrorEvents(output, () => {
    timers.wakeSoon();
  });
  installAbort((delayMs, run) => {
    timers.start(delayMs, run);
  });
  installStreams();
  installEncoding(host);
  installCompression(host);
  installBase64();
  installClone();
  const performance = installPerformance(host);
  installGlobals();
  return {
    operations: {
      timers() {
        rejections.flush();
        timers.runDue();
      },
      rejection(promise, reason, handled) {
        rejections.track(promise, reason, handled);
      },
    },
    refresh() {
      timers.refresh();
      output.refresh();
      performance.refresh();
    },
    finish() {
      rejections.flush();
    },
  };
}
