import type { Desktop } from "./open-desktop";

/** The system's dialog is the one thing that a test can't click: it answers with this path, or that it was cancelled. */
export async function answerDialogs({ app }: Desktop, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    const canceled = chosen === null;
    dialog.showOpenDialog = () => Promise.resolve({ canceled, filePaths: chosen === null ? [] : [chosen] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled, filePath: chosen ?? "" });
  }, path);
}
