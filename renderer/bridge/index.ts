export { api, ApiFailure, detailsOf, isStillRunning, newWorkId, valueOf } from "./api";
export * from "./queries";
export { functionOf } from "./functions";
export { useSaveSettings } from "./settings";
export { versionKey } from "./version-key";
export * from "./versions";
