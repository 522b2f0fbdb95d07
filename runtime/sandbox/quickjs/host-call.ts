/** How the guest's calls of its host reach their handlers. */
import type { MonotonicUs } from "../../model";
import type { HostFunctions } from "../../web/bridge";
import { nowUs } from "../thread-clock";
import type { Crossing, GuestValue } from "./crossing";

/** A handler that returns nothing gives the guest undefined. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- so that a handler can be one expression
export type HostHandlers = Readonly<Record<keyof HostFunctions, (...args: GuestValue[]) => GuestValue | void>>;

/** Calls a host function by its name in memory. Returns a value for the engine to free, or 0 where an error was thrown into the guest. */
export type HostCall = (namePtr: number, nameBytes: number, selfPtr: number, count: number, values: number) => number;

/** Who sees what a guest does; see `Instance.watch`. */
export interface InstanceWatcher {
  /** In the place of each poll. True: ask whether the guest must stop. */
  polled(): boolean;
  /** The host was called, since `beganUs`, and is about to answer. */
  hosted(name: string, beganUs: MonotonicUs): void;
}

/** Hands calls to `handlers`, and those of a name that they have not to `unknown`. */
export function hostCall(crossing: Crossing, handlers: HostHandlers, unknown: HostCall): HostCall {
  const known = new Map<string, HostHandlers[keyof HostHandlers]>(Object.entries(handlers));
  return (namePtr, nameBytes, selfPtr, count, values) => {
    const handler = known.get(crossing.name(namePtr, nameBytes));
    if (handler === undefined) return unknown(namePtr, nameBytes, selfPtr, count, values);
    try {
      return crossing.make(handler(...crossing.readAll(count, values)) as GuestValue);
    } catch (error) {
      crossing.throwInside(error);
      return 0;
    }
  };
}

/** Tells `watcher` of each call, too. */
export function watchedHostCall(crossing: Crossing, watcher: InstanceWatcher, call: HostCall): HostCall {
  return (namePtr, nameBytes, selfPtr, count, values) => {
    const beganUs = nowUs();
    const name = crossing.name(namePtr, nameBytes);
    const result = call(namePtr, nameBytes, selfPtr, count, values);
    watcher.hosted(name, beganUs);
    return result;
  };
}
