import type { Api, Events } from "./api";

/** Takes a listener, returns what removes it. */
export type Subscribe<T> = (listener: (event: T) => void) => () => void;

/** What the window finds as `window.coldframe`. */
export type WindowApi = Api & { readonly [Name in keyof Events]: Subscribe<Events[Name]> };
