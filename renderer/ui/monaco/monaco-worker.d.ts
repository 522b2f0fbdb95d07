/** Monaco's grammar of TypeScript, which it ships without declarations. */
declare module "monaco-editor/languages/definitions/typescript/typescript" {
  import type { languages } from "monaco-editor/editor/editor.api";
  export const conf: languages.LanguageConfiguration;
  export const language: languages.IMonarchLanguage & { readonly keywords: readonly string[] };
}

/** Monaco's TypeScript worker, which it ships without declarations: what Coldframe's own builds on. */
declare module "monaco-editor/languages/features/typescript/ts.worker" {
  export class TypeScriptWorker {
    constructor(context: unknown, data: unknown);
    getScriptFileNames(): string[];
    getScriptKind(fileName: string): number;
    /** Undefined: there is no such file. */
    _getScriptText(fileName: string): string | undefined;
    updateExtraLibs(libraries: Readonly<Record<string, unknown>>): Promise<void>;
    getLanguageService(): { cleanupSemanticCache(): void };
  }
  export function initialize(create: (context: unknown, data: unknown) => TypeScriptWorker): void;
}
