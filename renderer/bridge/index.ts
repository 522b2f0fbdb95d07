export { api, ApiFailure, valueOf } from "./api";
export * from "./queries";
