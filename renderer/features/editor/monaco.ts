/** Monaco, and how it names the workspace's files. */
import { monaco } from "../../ui/monaco/monaco";

export { monaco } from "../../ui/monaco/monaco";

const SCHEME = "file";

/** The model's address of a file of the workspace, or of a package in its node_modules. */
export function uriOf(path: string): monaco.Uri {
  return monaco.Uri.from({ scheme: SCHEME, path: `/${path}` });
}

/** The other way round. */
export function pathOf(uri: monaco.Uri): string {
  return uri.path.slice(1);
}

/** Whether it is a file's: other panels have texts of their own. */
export function isFile({ scheme }: monaco.Uri): boolean {
  return scheme === SCHEME;
}

export function modelAt(path: string): monaco.editor.ITextModel | null {
  return monaco.editor.getModel(uriOf(path));
}
