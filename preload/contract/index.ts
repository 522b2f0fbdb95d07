/** The contract between window and main process: types, names, errors. The schemas are apart, since only main parses. */
export * from "./api";
export * from "./commands";
export * from "./cost";
export * from "./names";
export * from "./profile";
export * from "./result";
export * from "./tuning";
export * from "./window-api";
