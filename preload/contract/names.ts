import type { Api, Events } from "./api";

/** Names alone: what preload needs at run time. The type says so when one is missing or too many. */
const CALLS: Readonly<Record<keyof Api, true>> = {
  about: true,
  settings: true,
  saveSettings: true,
  openLink: true,
  workspace: true,
  pickFolder: true,
  openFolder: true,
  forgetFolder: true,
  createFunction: true,
  listFiles: true,
  readFile: true,
  writeFile: true,
  createFolder: true,
  renameFile: true,
  deleteFile: true,
  drafts: true,
  saveDraft: true,
  dropDraft: true,
  layout: true,
  saveLayout: true,
  typeFiles: true,
  inspectModule: true,
  disassemble: true,
  addModule: true,
  pickModule: true,
  build: true,
  invoke: true,
  cancel: true,
  replay: true,
  savedRequests: true,
  saveRequest: true,
  deleteRequest: true,
  pickFile: true,
  saveResponse: true,
  history: true,
  historyFunctions: true,
  invocation: true,
  historyIds: true,
  deleteInvocations: true,
  exportInvocations: true,
  pool: true,
  prewarm: true,
  drain: true,
  resizePool: true,
  pricing: true,
  calibrate: true,
  removeCalibration: true,
  tune: true,
  callFacts: true,
  profile: true,
  profileTogether: true,
  savedProfiles: true,
  readProfile: true,
  saveProfile: true,
  deleteProfile: true,
  importProfile: true,
  exportProfile: true,
  versions: true,
  compareProfiles: true,
  profileCpu: true,
};

const EVENTS: Readonly<Record<keyof Events, true>> = {
  onFilesChanged: true,
  onWorkspace: true,
  onPool: true,
  onHistoryChanged: true,
  onProgress: true,
  onCommand: true,
  onNotice: true,
};

export const CALL_NAMES = Object.keys(CALLS) as readonly (keyof Api)[];
export const EVENT_NAMES = Object.keys(EVENTS) as readonly (keyof Events)[];

/** The IPC channel of a call or an event. Known to preload and main alone. */
export function channelOf(name: keyof Api | keyof Events): string {
  return `coldframe:${name}`;
}
