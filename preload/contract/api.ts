import type { VersionPoint } from "../../runtime/profile";
import type {
  BuildProblem,
  Grants,
  HistoryFunction,
  HistorySlice,
  HeaderPair,
  Invocation,
  LanguageId,
  ModuleReport,
  Outcome,
  PoolOptions,
  PoolState,
  Profile,
  Start,
  ToolchainReport,
} from "../../runtime/model";
import type { CommandId } from "./commands";
import type { CalibrateRequest, PricingReport } from "./cost";
import type {
  CompareReply,
  CompareRequest,
  CpuProfileReply,
  CpuProfileRequest,
  ProfileReply,
  ProfileRequest,
  ProfileTogetherReply,
  ProfileTogetherRequest,
  SavedProfile,
} from "./profile";
import type { CallFacts, TuneReply, TuneRequest } from "./tuning";
import type { Reply } from "./result";

/** Every call from the window to the main process. Preload's object, main's handlers and the tests' fake derive from it. */
export interface Api {
  // The program
  about(): Reply<About>;
  settings(): Reply<Settings>;
  /** What is null stays as it is. */
  saveSettings(change: SettingsChange): Reply<Settings>;
  /** Opens one of the program's own links in the user's browser. */
  openLink(link: LinkName): Reply<null>;
  /** The compilers of this machine, looked for now. */
  toolchains(): Reply<readonly ToolchainReport[]>;

  // The workspace: one open folder of functions. All paths are relative to it, with `/`.
  workspace(): Reply<Workspace>;
  /** Asks the user for a folder and opens it; null where they cancelled. */
  pickFolder(): Reply<Workspace | null>;
  openFolder(folder: string): Reply<Workspace>;
  forgetFolder(folder: string): Reply<Workspace>;
  /** Copies an example, with the packages it needs, into the open folder. */
  createFunction(request: { readonly example: string; readonly name: string }): Reply<FunctionInfo>;
  /** Files and folders but for node_modules and hidden ones; sorted, folders before what is in them. */
  listFiles(): Reply<readonly FileEntry[]>;
  readFile(path: string): Reply<FileContent>;
  /** `basedOn`: the hash that was read, or null for a file that must not exist yet. */
  writeFile(request: {
    readonly path: string;
    readonly text: string;
    readonly basedOn: string | null;
  }): Reply<FileContent>;
  createFolder(path: string): Reply<null>;
  renameFile(request: { readonly from: string; readonly to: string }): Reply<null>;
  /** Moves to the system's bin where it has one, so that it can be undone. */
  deleteFile(path: string): Reply<null>;
  /** Unsaved text that survived: what the last window had not saved. */
  drafts(): Reply<readonly Draft[]>;
  saveDraft(draft: Draft): Reply<null>;
  dropDraft(path: string): Reply<null>;
  /** The docking layout as the window left it in this folder, as JSON text; null for the default. */
  layout(): Reply<string | null>;
  saveLayout(layout: string | null): Reply<null>;
  /** Declarations (`.d.ts`, `package.json`) of the packages that a function's file can import, for the editor's checker. */
  typeFiles(path: string): Reply<readonly TypeFile[]>;

  // Ready WebAssembly modules
  /** What is in a module of the open folder; `not-module` where it is none. */
  inspectModule(path: string): Reply<ModuleReport>;
  /** One of its functions as text; `index` as in the report. */
  disassemble(request: { readonly path: string; readonly index: number }): Reply<string>;
  /** Puts a module into the open folder, under its name or a free one like it; the file's path. */
  addModule(request: { readonly name: string; readonly bytes: Uint8Array }): Reply<string>;
  /** Asks the user for a module and puts it into the open folder; null where they cancelled. */
  pickModule(): Reply<string | null>;

  // Building and calling
  /** `path`: a function's, as in FunctionInfo. */
  build(request: LongWork & { readonly path: string }): Reply<BuildReport>;
  /**
   * What a function's compiler says of texts that are not saved: errors, or else warnings. Null where it reads files alone. `path`: a
   * function's.
   */
  checkUnsaved(
    request: LongWork & { readonly path: string; readonly texts: readonly UnsavedText[] },
  ): Reply<readonly BuildProblem[] | null>;
  /** Answers when the call is over. A function's failure is an outcome of its invocation. */
  invoke(request: InvokeRequest): Reply<InvokeReply>;
  /** Ends a call or other long work; false where none of that id is under way. What is ended so fails with `cancelled`. */
  cancel(id: string): Reply<boolean>;
  /** Makes a recorded call again under the new id: same request, same grants, same version where that is still known. */
  replay(request: { readonly id: string; readonly newId: string }): Reply<ReplayReply>;
  savedRequests(path: string): Reply<readonly SavedRequest[]>;
  /** Replaces the one of the same name. */
  saveRequest(path: string, request: SavedRequest): Reply<readonly SavedRequest[]>;
  deleteRequest(path: string, name: string): Reply<readonly SavedRequest[]>;
  /** Asks the user for a file to send; null where they cancelled. */
  pickFile(): Reply<PickedFile | null>;
  /** Asks the user for a file that a program may read; null where they cancelled, `invalid-file` where it can't be granted. */
  pickGrantedFile(): Reply<FileGrant | null>;
  /** Asks where to, and saves a response's body; null where they cancelled, otherwise the file's path. */
  saveResponse(id: string): Reply<string | null>;

  // History
  history(query: HistoryQuery): Reply<HistorySlice>;
  /** Names and versions that the history knows, for its filters; the latest used first. */
  historyFunctions(): Reply<readonly HistoryFunction[]>;
  invocation(id: string): Reply<Invocation>;
  /** The ids of the calls from `offset`, in the list's order; at most `limit`, which is 100,000 at most. */
  historyIds(query: HistoryQuery): Reply<readonly string[]>;
  /** Resolves with how many there were. Running calls stay. */
  deleteInvocations(request: LongWork & { readonly ids: readonly string[] }): Reply<number>;
  /** Asks where to; null where the user cancelled. */
  exportInvocations(request: ExportRequest): Reply<ExportReport | null>;

  // Pool
  pool(): Reply<PoolState>;
  /** Resolves when that many blank sandboxes are ready, within the cap. */
  prewarm(request: LongWork & { readonly count: number }): Reply<null>;
  /** Resolves when what is busy has ended as well. `id`: as LongWork's. */
  drain(id: string): Reply<null>;
  resizePool(sizes: PoolSizes): Reply<PoolState>;

  // Cost
  /** What bills are made with. The user's own price lists are read anew; a malformed one fails with `invalid-price-list`. */
  pricing(): Reply<PricingReport>;
  /** Fits the pairs and keeps the factor: bills that take CPU time apply it from then on. */
  calibrate(request: CalibrateRequest): Reply<null>;
  /** False where the platform had none. */
  removeCalibration(platform: string): Reply<boolean>;
  /** Runs the function of a recorded call at several memory sizes. A size that fails is marked in the answer. */
  tune(request: TuneRequest): Reply<TuneReply>;
  /** What advice is made from beside the call itself; its response is really compressed. */
  callFacts(id: string): Reply<CallFacts>;

  // Profile. A profile that was measured, read or deleted here is known by its id until the window closes.
  /** Forces many starts of a function. One that fails ends it, and so does `cancel`: with what was measured until then. */
  profile(request: ProfileRequest): Reply<ProfileReply>;
  /** Forces starts of several functions in turn: what the machine does meanwhile is in all of them. */
  profileTogether(request: ProfileTogetherRequest): Reply<ProfileTogetherReply>;
  /** Saved ones, newest first. */
  savedProfiles(): Reply<readonly SavedProfile[]>;
  /** With every start, and every sample of its handler. */
  readProfile(id: string): Reply<Profile>;
  /**
   * A profile of starts, or samples of a handler, which are added to the saved profile of this name where it is of the same version and has
   * none. Only whole ones are saved; `already-exists` where the name is taken.
   */
  saveProfile(request: { readonly id: string; readonly name: string }): Reply<readonly SavedProfile[]>;
  /** `already-exists` where another one has the name. */
  renameProfile(request: { readonly id: string; readonly name: string }): Reply<readonly SavedProfile[]>;
  /** Saving it again brings it back. */
  deleteProfile(id: string): Reply<readonly SavedProfile[]>;
  /** Asks the user for a file, and saves what is in it by the file's name; null where they cancelled. */
  importProfile(): Reply<SavedProfile | null>;
  /** Asks where to, and writes the profile as JSON; null where they cancelled, otherwise the file's path. */
  exportProfile(id: string): Reply<string | null>;
  /** Samples the handler in warm calls. A profile that ended early is an answer, too. */
  profileCpu(request: CpuProfileRequest): Reply<CpuProfileReply>;
  /** A function's versions as a line through the history and its saved profiles, the oldest first. `path`: as in FunctionInfo. */
  versions(path: string): Reply<readonly VersionPoint[]>;
  /** Functions are measured in turn, and so is a profile's version where it is still kept. */
  compareProfiles(request: CompareRequest): Reply<CompareReply>;
}

/** What main tells the window. Preload has one function for each, which takes a listener and returns what removes it. */
export interface Events {
  /** Files below the open folder changed on disk, by anyone. */
  onFilesChanged: { readonly paths: readonly string[] };
  /** Another folder is open, or its functions changed. */
  onWorkspace: Workspace;
  /** At most ten times a second while something changes. */
  onPool: PoolState;
  /** Invocations were recorded, of this process or another. */
  onHistoryChanged: null;
  /** How far long work has come; at most ten times a second. */
  onProgress: Progress;
  /** A menu entry was chosen. */
  onCommand: CommandId;
  /** Something that the user should know, such as a history that can't be written. */
  onNotice: Notice;
}

/** What may take more than a second: `cancel` ends it by the id that the window gives it, a UUID. */
export interface LongWork {
  readonly id: string;
}

export interface Progress {
  /** The work's. */
  readonly id: string;
  readonly done: number;
  readonly total: number;
  /** What of the work these are of, where it has several parts; null: it is one. */
  readonly stage: string | null;
}

export interface Notice {
  readonly level: "info" | "warning" | "error";
  readonly message: string;
  readonly details: string | null;
}

export interface About {
  readonly version: string;
  /** Coldframe's parts and what carries them: Electron, Chromium, Node, V8, QuickJS, SQLite … */
  readonly components: readonly { readonly name: string; readonly version: string; readonly licence: string }[];
  /** Where history and cache are. */
  readonly home: string;
}

export const THEMES = ["system", "light", "dark", "high-contrast"] as const;
export type Theme = (typeof THEMES)[number];

export interface Settings {
  readonly theme: Theme;
  readonly editorFontSize: number;
  readonly formatOnSave: boolean;
  /** The platforms that bills are shown for, by their price lists' names, as `vercel-functions:sfo1`; the first is the main one. */
  readonly platforms: readonly string[];
}
export type SettingsChange = { readonly [Name in keyof Settings]: Settings[Name] | null };

export const LINKS = ["licence", "wasmer", "quickjs", "electron"] as const;
export type LinkName = (typeof LINKS)[number];

export interface Workspace {
  /** Absolute path. */
  readonly folder: string;
  readonly name: string;
  /** A folder that Coldframe made itself, for the first run. */
  readonly isPlayground: boolean;
  readonly functions: readonly FunctionInfo[];
  readonly examples: readonly ExampleInfo[];
  /** Absolute paths, the latest first, without the open one. */
  readonly recentFolders: readonly string[];
}

/** `path`: of its file, relative to the workspace. */
export interface UnsavedText {
  readonly path: string;
  readonly text: string;
}

/** Whose events a handler takes: API Gateway's, or those of CloudFront that Lambda@Edge handles. */
export type TakenEvents = "api-gateway" | "cloudfront";

export interface FunctionInfo {
  readonly name: string;
  /** The file or folder that is the function, relative to the workspace; "." where the workspace is one function. */
  readonly path: string;
  /** Its entry file, relative to the workspace. */
  readonly entryFile: string;
  /** Its local address, `http://<name>.local/`. */
  readonly url: string;
  /** Whose events its entry takes by a Lambda-style `handler`, guessed from the source; null: it takes requests. */
  readonly takesEvents: TakenEvents | null;
  /** Null: its entry can't be read. */
  readonly language: LanguageId | null;
}

export interface ExampleInfo {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** Null: it can't be read. */
  readonly language: LanguageId | null;
}

export interface FileEntry {
  readonly path: string;
  readonly kind: "file" | "folder";
}

export interface FileContent {
  readonly path: string;
  readonly text: string;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
}

export interface Draft {
  readonly path: string;
  readonly text: string;
  /** The hash of the saved file that it began from; null for a new file. */
  readonly basedOn: string | null;
}

export interface TypeFile {
  /** Absolute path under the workspace as the editor sees it: `/node_modules/hono/dist/types/index.d.ts`. */
  readonly path: string;
  readonly text: string;
}

export type BuildReport =
  | {
      readonly ok: true;
      readonly version: string;
      readonly bytes: number;
      /** Microseconds. */
      readonly buildUs: number;
      readonly modules: readonly { readonly path: string; readonly bytes: number }[];
      readonly warnings: readonly BuildProblem[];
    }
  | { readonly ok: false; readonly problems: readonly BuildProblem[]; readonly buildUs: number };

export type InvokeInput =
  | {
      readonly trigger: "http";
      readonly method: string;
      /** Absolute, or relative to the function's local address. */
      readonly url: string;
      readonly headers: readonly HeaderPair[];
      readonly body: Uint8Array | null;
    }
  /** Any JSON value. */
  | { readonly trigger: "event"; readonly event: unknown };

export interface InvokeRequest {
  /** UUIDv7, made by the window, so that it can cancel. */
  readonly id: string;
  /** A function's, as in FunctionInfo. */
  readonly path: string;
  readonly input: InvokeInput;
  /** `invalid-host` and `invalid-file` where they can't be granted. */
  readonly grants: Omit<Grants, "allowFile"> & { readonly allowFile?: readonly FileGrant[] };
  readonly start: Start | "auto";
}

/** A file that a WASI program is given a copy of. */
export interface FileGrant {
  /** Absolute path in the program's file system. */
  readonly name: string;
  /** Relative to the open folder, with `/`; absolute where the file is outside of it, and was chosen by `pickGrantedFile`. */
  readonly path: string;
}

export type InvokeReply =
  | { readonly type: "invocation"; readonly invocation: Invocation; readonly warnings: readonly BuildProblem[] }
  | { readonly type: "build-failed"; readonly problems: readonly BuildProblem[] };

export type ReplayReply =
  | {
      readonly type: "invocation";
      readonly invocation: Invocation;
      /** False where the recorded version is gone and today's source was called instead. */
      readonly sameVersion: boolean;
    }
  | { readonly type: "build-failed"; readonly problems: readonly BuildProblem[] };

/** A request as the console edits it, kept in the workspace's `.coldframe` folder beside the functions. */
export interface SavedRequest {
  readonly name: string;
  readonly mode: "http" | "event";
  readonly method: string;
  readonly url: string;
  /** The query's parameters as a table. Those that are on are in `url` too, in the same order. */
  readonly query: readonly Field[];
  readonly headers: readonly Field[];
  readonly cookies: readonly Field[];
  readonly body: SavedBody;
  /** JSON text, for the event mode. */
  readonly event: string;
  readonly env: readonly Field[];
  readonly allowNet: readonly string[];
  readonly allowFile: readonly FileGrant[];
  readonly start: Start | "auto";
  readonly memoryMb: number;
  readonly timeoutMs: number;
}

/** One line of a table of names and values; one that is off stays in the table and is not sent. */
export interface Field {
  readonly name: string;
  readonly value: string;
  readonly on: boolean;
}

/** A form's line. Of a file `value` is the name; its content is not kept: it is picked again. */
export interface FormField extends Field {
  readonly isFile: boolean;
}

export type SavedBody =
  | { readonly kind: "none" }
  | { readonly kind: "json" | "text"; readonly text: string }
  /** Sent as multipart where a file is in it, URL-encoded otherwise. */
  | { readonly kind: "form"; readonly fields: readonly FormField[] }
  /** The file's content is not kept: it is picked again. */
  | { readonly kind: "file"; readonly name: string };

export interface PickedFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Which invocations; null: no such condition. */
export interface HistoryFilter {
  readonly functionName: string | null;
  readonly version: string | null;
  readonly outcome: Outcome | "running" | null;
  readonly start: Start | null;
  /** Accepted at or after, and before; milliseconds since the epoch. */
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  /** Words in URL, console or error; blank is no condition. */
  readonly text: string;
}

export interface HistoryQuery extends HistoryFilter {
  /** Rows to leave out at the newest end. */
  readonly offset: number;
  /** At most 500. */
  readonly limit: number;
}

export const EXPORT_FORMATS = ["json", "har", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportRequest extends LongWork {
  readonly format: ExportFormat;
  /** These, or where null all that match the filter. */
  readonly ids: readonly string[] | null;
  readonly filter: HistoryFilter;
}

export interface ExportReport {
  readonly file: string;
  readonly count: number;
}

/** What the pool's panel may change. `maxUses` null: never renewed. */
export interface PoolSizes extends Pick<PoolOptions, "maxPool" | "maxSandboxes" | "maxQueue" | "idleMs"> {
  readonly maxUses: number | null;
}
