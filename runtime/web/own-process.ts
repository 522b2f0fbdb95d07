/**
 * The thread's `process`: what runs later finds none among the globals. Not imported from `node:process`, since importing one of Node's
 * modules reads all that it exports: of this one that makes the standard streams, which takes a quarter of a megabyte in each thread
 * (measured; two thirds for `node:fs`, which loads its promises). `getBuiltinModule` does not.
 */
export const { process } = globalThis;
