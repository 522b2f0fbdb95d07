export { ConsolePanel } from "./console-panel";
