import type { BrowserWindow } from "electron";
import { dialog } from "electron";

/**
 * The system's dialogs for files and folders, over the window. Dispose it: one that is still open counts as cancelled. The program
 * is quit without an answer to it, and whoever waits for the answer would keep it from ending.
 */
export class FileDialogs implements Disposable {
  readonly #window: () => BrowserWindow | null;
  #end: () => void = () => undefined;
  readonly #ended = new Promise<null>((resolve) => {
    this.#end = () => {
      resolve(null);
    };
  });

  constructor(window: () => BrowserWindow | null) {
    this.#window = window;
  }

  /** The absolute path of a file or folder that is there; null where the user cancelled. */
  async open(options: Electron.OpenDialogOptions): Promise<string | null> {
    const window = this.#window();
    const asked = window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options);
    const answer = await Promise.race([asked, this.#ended]);
    return answer === null || answer.canceled ? null : (answer.filePaths[0] ?? null);
  }

  /** The absolute path of a file to write; null where the user cancelled. */
  async save(options: Electron.SaveDialogOptions): Promise<string | null> {
    const window = this.#window();
    const asked = window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options);
    const answer = await Promise.race([asked, this.#ended]);
    return answer === null || answer.canceled || answer.filePath === "" ? null : answer.filePath;
  }

  [Symbol.dispose](): void {
    this.#end();
  }
}
