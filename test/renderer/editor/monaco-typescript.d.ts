/** Monaco ships its TypeScript and its libraries without declarations. */
declare module "monaco-editor/languages/features/typescript/lib/lib" {
  export const libFileMap: Readonly<Record<string, string>>;
}
declare module "monaco-editor/languages/features/typescript/lib/typescriptServices" {
  export { default as typescript } from "typescript";
}
