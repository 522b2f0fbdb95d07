/**
 * TypeScript's checker, in a thread of its own. Monaco's worker with what it gets wrong here: it takes every file that it was given for
 * a part of the program, and every ending that it doesn't know for JavaScript.
 */
import { initialize, TypeScriptWorker } from "monaco-editor/languages/features/typescript/ts.worker";
import { languageLibrary } from "./language-library";

interface ScriptKinds {
  readonly JS: number;
  readonly JSX: number;
  readonly TS: number;
  readonly TSX: number;
  readonly JSON: number;
}
const SCRIPT_KINDS: ScriptKinds = { JS: 1, JSX: 2, TS: 3, TSX: 4, JSON: 6 };

class Checker extends TypeScriptWorker {
  readonly #libraries = new Map<string, string>();

  /** The language is what the sandbox's engine knows of it. Asked for many times: the text is cut once. */
  override _getScriptText(name: string): string | undefined {
    const text = super._getScriptText(name);
    if (text === undefined || !/^(?:lib\.)?[\w.]+$/.test(name)) return text;
    const known = this.#libraries.get(name) ?? languageLibrary(text);
    this.#libraries.set(name, known);
    return known;
  }

  /** Packages and JSON are read when something imports them. */
  override getScriptFileNames(): string[] {
    return super.getScriptFileNames().filter((name) => !/\/node_modules\/|\.json$/.test(name));
  }

  /** An import that could not be resolved is not looked for again while no source changes: new packages have to say that they came. */
  override async updateExtraLibs(libraries: Readonly<Record<string, unknown>>): Promise<void> {
    await super.updateExtraLibs(libraries);
    this.getLanguageService().cleanupSemanticCache();
  }

  override getScriptKind(name: string): number {
    const ending = /\.[cm]?([jt]sx?)$/.exec(name)?.[1]?.toUpperCase();
    if (name.endsWith(".json")) return SCRIPT_KINDS.JSON;
    return SCRIPT_KINDS[(ending ?? "TS") as keyof ScriptKinds];
  }
}

self.onmessage = () => {
  initialize((context, data) => new Checker(context, data));
};
