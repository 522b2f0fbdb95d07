export * from "./account";
export * from "./artifact";
export * from "./http";
export * from "./invocation";
export * from "./outcome";
export * from "./trace";
export * from "./usage";
