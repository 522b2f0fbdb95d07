/** What the features share: the one selection, commands, messages, problems. They never import each other. */
export * from "./calls";
export * from "./commands";
export * from "./cost-view";
export * from "./editing";
export * from "./notifications";
export * from "./panels";
export * from "./problems";
export * from "./profile-view";
export * from "./selection";
export * from "./tasks";
