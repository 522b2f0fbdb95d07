export { answerDialogs } from "./answer-dialogs";
/** What a test of the window needs; see `test/e2e/desktop`. */
export { download } from "./download";
export { desktopCommand, openDesktop, packagedCommand } from "./open-desktop";
export type { Desktop, DesktopOptions } from "./open-desktop";
export { runByName } from "./run-by-name";
export { screenshot } from "./screenshot";
