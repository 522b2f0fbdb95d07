export { EditorPanel } from "./editor-panel";
