/** The guest program: a `*.guest.ts` file and all it imports, bundled into one script's source. */
declare module "*?guest" {
  const source: string;
  export default source;
}

/** Absolute path of a file's own bundle, for `new Worker(path)`. */
declare module "*?modulePath" {
  const path: string;
  export default path;
}

/** A file's text. */
declare module "*?raw" {
  const text: string;
  export default text;
}
