export { api, ApiFailure, detailsOf, isStillRunning, newWorkId, valueOf } from "./api";
export * from "./queries";
