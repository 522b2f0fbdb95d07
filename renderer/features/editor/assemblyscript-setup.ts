/** AssemblyScript in the editor: TypeScript's checker with another language's library. What does not compile, its compiler says. */
import { conf, language } from "monaco-editor/languages/definitions/typescript/typescript";
import library from "assemblyscript/std/assembly/index.d.ts?raw";
import { ModuleKind, javascriptDefaults } from "../../ui/monaco/monaco";
import coldframe from "../../../runtime/web/assemblyscript/coldframe.as?raw";
import { ASSEMBLYSCRIPT } from "./editor-model";
import { monaco } from "./monaco";
import { NEWER_OPTIONS, SANDBOX_FOLDER } from "./typescript-setup";

const NUMBERS = ["i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize", "f32", "f64", "v128", "bool"];

export function setUpAssemblyScript(): void {
  monaco.languages.register({ id: ASSEMBLYSCRIPT, aliases: ["AssemblyScript"] });
  monaco.languages.setLanguageConfiguration(ASSEMBLYSCRIPT, conf);
  monaco.languages.setMonarchTokensProvider(ASSEMBLYSCRIPT, {
    ...language,
    keywords: [...language.keywords, ...NUMBERS],
  });
  javascriptDefaults.setCompilerOptions({
    module: ModuleKind.ESNext,
    ...NEWER_OPTIONS,
    noLib: true,
    types: [],
    strict: true,
    noEmit: true,
    experimentalDecorators: true,
    allowNonTsExtensions: true,
  });
  // TypeScript's checker takes operators on classes, conversions and decorators of functions for errors.
  javascriptDefaults.setModeConfiguration({
    ...javascriptDefaults.modeConfiguration,
    diagnostics: false,
    codeActions: false,
  });
  javascriptDefaults.addExtraLib(library, `file:///${SANDBOX_FOLDER}/assemblyscript.d.ts`);
  javascriptDefaults.addExtraLib(coldframe, "file:///node_modules/coldframe/index.ts");
}
