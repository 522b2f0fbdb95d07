export { api, ApiFailure, detailsOf, newWorkId, valueOf } from "./api";
export * from "./queries";
