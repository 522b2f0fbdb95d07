/**
 * TypeScript's own libraries of the language, less what QuickJS has not: no `Intl`, no `Atomics` and none of
 * RegExp's old static properties. Of `Intl` the types stay, which `toLocaleString` and `localeCompare` are declared by.
 * What QuickJS has and these libraries lack is in language.d.ts; a test holds both against the sandbox.
 */
export function languageLibrary(text: string): string {
  return text
    .replace(/^declare namespace Intl \{$[^]*?^\}$/gm, withoutValues)
    .replace(/^declare var Atomics: Atomics;$/m, "")
    .replace(/^(?: *\/\*\*.*\*\/\n)? {4}"[^"]+": string;$/gm, "");
}

/** Constants become types of another name: one that is written over many lines goes where it stood. */
function withoutValues(namespace: string): string {
  return namespace.replace(/^ {4}function .*;$/gm, "").replace(/^ {4}(?:var|const) (\w+): /gm, "    type $1Value = ");
}
