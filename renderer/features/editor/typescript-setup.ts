/** What the checker checks by, and what packages it knows. */
import type { TypeFile } from "../../../preload/contract";
import { api } from "../../bridge";
import type { CompilerOptions } from "../../ui/monaco/monaco";
import { JsxEmit, ModuleKind, typescriptDefaults } from "../../ui/monaco/monaco";
import type { Configuration } from "./tsconfig";
import { configurationOf } from "./tsconfig";
import sandboxTypes from "../../../runtime/web/types/edge-runtime.d.ts?raw";
import httpTypes from "../../../runtime/web/types/http.d.ts?raw";
import languageTypes from "../../../runtime/web/types/language.d.ts?raw";
import streamTypes from "../../../runtime/web/types/streams-and-crypto.d.ts?raw";

/** Options whose values Monaco's enumerations lack: ES2023, resolution as bundlers do it, every file a module. */
export const NEWER_OPTIONS: Readonly<Record<string, number>> = {
  target: 10,
  moduleResolution: 100,
  moduleDetection: 3,
};

/** The languages's own libraries, without a browser's: the sandbox's Web APIs are in its own declarations. */
const LIBRARIES = ["lib.esnext.d.ts"];

/** Where the sandbox's declarations stand for the editor. No folder of a workspace has this name: it is not shown. */
export const SANDBOX_FOLDER = ".coldframe-types";
const SANDBOX_TYPES: Readonly<Record<string, string>> = {
  "edge-runtime.d.ts": sandboxTypes,
  "http.d.ts": httpTypes,
  "language.d.ts": languageTypes,
  "streams-and-crypto.d.ts": streamTypes,
};

const OPTIONS: CompilerOptions = {
  module: ModuleKind.ESNext,
  ...NEWER_OPTIONS,
  lib: LIBRARIES,
  types: [],
  jsx: JsxEmit.ReactJSX,
  strict: true,
  // A handler's parameters need no types to be understood.
  noImplicitAny: false,
  allowJs: true,
  checkJs: false,
  noEmit: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  esModuleInterop: true,
  skipLibCheck: true,
  isolatedModules: true,
  allowNonTsExtensions: true,
};

export function setUpTypeScript(): void {
  typescriptDefaults.setCompilerOptions(OPTIONS);
  // Coldframe asks for them itself: see diagnostics.
  typescriptDefaults.setModeConfiguration({ ...typescriptDefaults.modeConfiguration, diagnostics: false });
  for (const [name, text] of Object.entries(SANDBOX_TYPES)) {
    typescriptDefaults.addExtraLib(text, `file:///${SANDBOX_FOLDER}/${name}`);
  }
}

let configuration: Configuration = { file: null, options: {} };
let rounds = 0;

/** Checks by what the user's tsconfig.json says. The checker begins anew with each one, so only with another. */
export async function configureFor(path: string): Promise<void> {
  rounds += 1;
  const round = rounds;
  const next = await configurationOf(path);
  if (round !== rounds || JSON.stringify(next) === JSON.stringify(configuration)) return;
  configuration = next;
  typescriptDefaults.setCompilerOptions({ ...OPTIONS, ...next.options });
}

/** Functions whose packages are known, by their path. */
const loaded = new Map<string, readonly { dispose(): void }[]>();

/** Lets the checker see the packages that a function's files can import. */
export async function loadTypesOf(functionPath: string, file: string): Promise<void> {
  if (loaded.has(functionPath)) return;
  loaded.set(functionPath, []);
  const reply = await api.typeFiles(file);
  // Without them imports of packages are marked as unknown; the build still says what is true.
  if (!reply.ok) loaded.delete(functionPath);
  else loaded.set(functionPath, reply.value.map(addTypeFile));
}

function addTypeFile({ path, text }: TypeFile): { dispose(): void } {
  return typescriptDefaults.addExtraLib(text, `file://${path}`);
}

/** Forgets the packages: others were installed, or another folder is open. */
export function forgetTypes(): void {
  for (const libraries of loaded.values()) for (const library of libraries) library.dispose();
  loaded.clear();
}
