import { defineConstants, defineGlobal, exposeInterface, setLengths } from "./interfaces.guest";
import {
  append,
  apply,
  bareArray,
  defineProperty,
  DOMException,
  getOwnPropertyDescriptor,
  getterOf,
  isObject,
  toText,
  TypeError,
} from "./primordials.guest";

/** What of an event a dispatch changes; see the DOM standard, "Dispatching events". */
interface EventState {
  type: string;
  bubbles: boolean;
  cancelable: boolean;
  readonly composed: boolean;
  readonly timeStamp: number;
  trusted: boolean;
  initialized: boolean;
  target: unknown;
  currentTarget: unknown;
  phase: number;
  stopped: boolean;
  stoppedImmediately: boolean;
  canceled: boolean;
  inPassiveListener: boolean;
}

export interface EventInit {
  readonly bubbles?: boolean;
  readonly cancelable?: boolean;
  readonly composed?: boolean;
}

/** Filled in by those who come after events: an abort signal is an event target, and an event target takes signals. */
export const eventHooks = {
  now: (): number => 0,
  /** An exception that no caller can be given; the HTML standard's "report an exception". */
  report: (_error: unknown): void => undefined,
  /** Null: not a signal. Otherwise runs `remove` when it aborts; false when it already has. */
  onAbort: (_signal: unknown, _remove: () => void): boolean | null => null,
};

const AT_TARGET = 2;

let stateOf: (event: unknown) => EventState;

/** A dictionary as Web IDL converts it: nothing, or an object. */
export function dictionary<T extends object>(value: unknown): Partial<T> | null {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw new TypeError("The provided value is not an object.");
  return value;
}

const isTrusted = {
  get isTrusted(): boolean {
    return stateOf(this).trusted;
  },
};

/** `isTrusted` is the event's own property, so that a function can't redefine it ([LegacyUnforgeable]). */
const isTrustedDescriptor = {
  __proto__: null,
  get: getterOf(isTrusted, "isTrusted"),
  enumerable: true,
  configurable: false,
} as unknown as PropertyDescriptor;

export class Event {
  #state: EventState;

  static {
    stateOf = (event) => {
      if (!isObject(event) || !(#state in event)) throw new TypeError("Illegal invocation");
      return event.#state;
    };
  }

  constructor(type: string, init: EventInit | null = null) {
    if (arguments.length === 0) throw new TypeError("Event needs a type.");
    const name = toText(type);
    const options = dictionary<EventInit>(init);
    this.#state = {
      type: name,
      bubbles: !!options?.bubbles,
      cancelable: !!options?.cancelable,
      composed: !!options?.composed,
      timeStamp: eventHooks.now(),
      trusted: false,
      initialized: true,
      target: null,
      currentTarget: null,
      phase: 0,
      stopped: false,
      stoppedImmediately: false,
      canceled: false,
      inPassiveListener: false,
    };
    defineProperty(this, "isTrusted", isTrustedDescriptor);
  }

  get type(): string {
    return stateOf(this).type;
  }
  get target(): unknown {
    return stateOf(this).target;
  }
  get srcElement(): unknown {
    return stateOf(this).target;
  }
  get currentTarget(): unknown {
    return stateOf(this).currentTarget;
  }
  composedPath(): unknown[] {
    const { currentTarget } = stateOf(this);
    return currentTarget === null ? [] : [currentTarget];
  }
  get eventPhase(): number {
    return stateOf(this).phase;
  }
  stopPropagation(): void {
    stateOf(this).stopped = true;
  }
  get cancelBubble(): boolean {
    return stateOf(this).stopped;
  }
  set cancelBubble(value: boolean) {
    const state = stateOf(this);
    if (value) state.stopped = true;
  }
  stopImmediatePropagation(): void {
    const state = stateOf(this);
    state.stopped = true;
    state.stoppedImmediately = true;
  }
  get bubbles(): boolean {
    return stateOf(this).bubbles;
  }
  get cancelable(): boolean {
    return stateOf(this).cancelable;
  }
  get returnValue(): boolean {
    return !stateOf(this).canceled;
  }
  set returnValue(value: boolean) {
    const state = stateOf(this);
    if (!value) cancel(state);
  }
  preventDefault(): void {
    cancel(stateOf(this));
  }
  get defaultPrevented(): boolean {
    return stateOf(this).canceled;
  }
  get composed(): boolean {
    return stateOf(this).composed;
  }
  get timeStamp(): number {
    return stateOf(this).timeStamp;
  }
  initEvent(type: string, bubbles: unknown = false, cancelable: unknown = false): void {
    const state = stateOf(this);
    if (arguments.length === 0) throw new TypeError("initEvent needs a type.");
    const name = toText(type);
    if (state.phase !== 0) return;
    state.type = name;
    state.bubbles = !!bubbles;
    state.cancelable = !!cancelable;
    state.trusted = state.canceled = state.stopped = state.stoppedImmediately = false;
    state.target = null;
  }
}

function cancel(state: EventState): void {
  if (state.cancelable && !state.inPassiveListener) state.canceled = true;
}

class CustomEvent extends Event {
  #detail: unknown;
  constructor(type: string, init: (EventInit & { readonly detail?: unknown }) | null = null) {
    if (arguments.length === 0) throw new TypeError("CustomEvent needs a type.");
    super(type, init);
    this.#detail = init?.detail ?? null;
  }
  get detail(): unknown {
    return this.#detail;
  }
  initCustomEvent(type: string, bubbles: unknown = false, cancelable: unknown = false, detail: unknown = null): void {
    if (arguments.length === 0) throw new TypeError("initCustomEvent needs a type.");
    const dispatching = stateOf(this).phase !== 0;
    super.initEvent(type, bubbles, cancelable);
    if (!dispatching) this.#detail = detail;
  }
}

interface Listener {
  readonly type: string;
  readonly callback: object;
  readonly capture: boolean;
  readonly once: boolean;
  readonly passive: boolean;
  removed: boolean;
}

interface ListenerOptions {
  readonly capture?: boolean;
  readonly once?: boolean;
  readonly passive?: boolean;
  readonly signal?: unknown;
}

let listenersOf: (target: unknown) => Listener[];

function truth(value: unknown): boolean {
  return !!value;
}

function captureOf(options: unknown): boolean {
  return isObject(options) ? !!(options as ListenerOptions).capture : !!options;
}

function callbackOf(callback: unknown): object | null {
  if (callback === null || callback === undefined) return null;
  if (!isObject(callback)) throw new TypeError("The listener is neither a function nor an object.");
  return callback;
}

function find(list: readonly Listener[], type: string, callback: object, capture: boolean): number {
  for (let i = 0; i < list.length; i++) {
    const listener = list[i] as Listener;
    if (listener.type === type && listener.callback === callback && listener.capture === capture) return i;
  }
  return -1;
}

/** Takes a listener out of its list; a dispatch that already copied the list skips it. */
function remove(list: Listener[], listener: Listener): void {
  if (listener.removed) return;
  listener.removed = true;
  let at = 0;
  for (let i = 0; i < list.length; i++) {
    const each = list[i] as Listener;
    if (each !== listener) list[at++] = each;
  }
  list.length = at;
}

export class EventTarget {
  #listeners: Listener[] = bareArray();

  static {
    listenersOf = (target) => {
      // Web IDL: an operation of a global object that is called without `this` means the global object.
      const holder = target === undefined || target === globalThis ? globalTarget : target;
      if (!isObject(holder) || !(#listeners in holder)) throw new TypeError("Illegal invocation");
      return holder.#listeners;
    };
  }

  addEventListener(type: string, callback: unknown, options?: unknown): void {
    const list = listenersOf(this);
    if (arguments.length < 2) throw new TypeError("addEventListener needs a type and a listener.");
    const name = toText(type);
    const called = callbackOf(callback);
    const capture = captureOf(options);
    const given = isObject(options) ? (options as ListenerOptions) : null;
    const once = truth(given?.once);
    const passive = truth(given?.passive);
    const signal = given?.signal;
    const listener = called && { type: name, callback: called, capture, once, passive, removed: false };
    if (signal !== undefined) {
      const live = eventHooks.onAbort(signal, () => {
        if (listener) remove(list, listener);
      });
      if (live === null) throw new TypeError("signal is not an AbortSignal.");
      if (!live) return;
    }
    if (listener && find(list, name, listener.callback, capture) < 0) append(list, listener);
  }

  removeEventListener(type: string, callback: unknown, options?: unknown): void {
    const list = listenersOf(this);
    if (arguments.length < 2) throw new TypeError("removeEventListener needs a type and a listener.");
    const name = toText(type);
    const called = callbackOf(callback);
    const at = called ? find(list, name, called, captureOf(options)) : -1;
    if (at >= 0) remove(list, list[at] as Listener);
  }

  dispatchEvent(event: Event): boolean {
    const list = listenersOf(this);
    const state = stateOf(event);
    if (state.phase !== 0 || !state.initialized) {
      throw new DOMException("The event is already being dispatched.", "InvalidStateError");
    }
    state.trusted = false;
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- called without `this`, it means the global object
    dispatch(list, this ?? globalThis, event, state);
    return !state.canceled;
  }
}

function call(listener: Listener, event: Event, currentTarget: unknown): void {
  const { callback } = listener;
  try {
    if (typeof callback === "function") {
      apply(callback, currentTarget, [event]);
      return;
    }
    const { handleEvent } = callback as { handleEvent: unknown };
    if (typeof handleEvent !== "function") throw new TypeError("The listener's handleEvent is not a function.");
    apply(handleEvent, callback, [event]);
  } catch (error) {
    eventHooks.report(error);
  }
}

/** Runs the listeners for capturing, or the others. Those that are added meanwhile don't run; those that are removed don't either. */
function invoke(list: Listener[], target: unknown, event: Event, state: EventState, capture: boolean): void {
  const copy = bareArray<Listener>();
  for (let i = 0; i < list.length; i++) {
    const listener = list[i] as Listener;
    if (listener.type === state.type && listener.capture === capture) append(copy, listener);
  }
  for (let i = 0; i < copy.length && !state.stoppedImmediately; i++) {
    const listener = copy[i] as Listener;
    if (listener.removed) continue;
    if (listener.once) remove(list, listener);
    state.inPassiveListener = listener.passive;
    call(listener, event, target);
    state.inPassiveListener = false;
  }
}

/** Runs the listeners of one event target: there is no tree, so every event is at its target. */
function dispatch(list: Listener[], target: unknown, event: Event, state: EventState): void {
  state.target = target;
  state.currentTarget = target;
  state.phase = AT_TARGET;
  invoke(list, target, event, state, true);
  if (!state.stopped) invoke(list, target, event, state, false);
  state.phase = 0;
  state.currentTarget = null;
  state.stopped = false;
  state.stoppedImmediately = false;
}

/** Holds the listeners of the global scope. */
export const globalTarget = new EventTarget();

/** Dispatches an event that the platform made, not the function: it is trusted. Returns false when it was canceled. */
export function dispatchTrusted(target: EventTarget, event: Event): boolean {
  const state = stateOf(event);
  state.trusted = true;
  dispatch(listenersOf(target), target === globalTarget ? globalThis : target, event, state);
  return !state.canceled;
}

/** Whether a target has a listener for a type. */
export function hasListener(target: EventTarget, type: string): boolean {
  const list = listenersOf(target);
  for (let i = 0; i < list.length; i++) if ((list[i] as Listener).type === type) return true;
  return false;
}

export function installEvents(): void {
  exposeInterface(Event, "Event", 1);
  defineConstants(Event, { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET, BUBBLING_PHASE: 3 });
  exposeInterface(CustomEvent, "CustomEvent", 1);
  exposeInterface(EventTarget, "EventTarget", 0);
  setLengths(EventTarget.prototype, { addEventListener: 2, removeEventListener: 2 });
  for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"] as const) {
    defineGlobal(name, getOwnPropertyDescriptor(EventTarget.prototype, name)?.value);
  }
}
