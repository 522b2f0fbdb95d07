export { SaveButton } from "./save-button";
export { SavedView } from "./saved-view";
