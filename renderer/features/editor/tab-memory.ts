/** Which files were open in a folder, from one start to the next. */
import type { OpenDocument } from "./editor-model";

interface Tabs {
  readonly paths: readonly string[];
  readonly activePath: string | null;
}

export function rememberTabs(folder: string, documents: readonly OpenDocument[], activePath: string | null): void {
  const paths = documents.filter(({ readOnly, failure }) => !readOnly && failure === null).map(({ path }) => path);
  localStorage.setItem(keyOf(folder), JSON.stringify({ paths, activePath } satisfies Tabs));
}

export function openTabsOf(folder: string): Tabs {
  try {
    return parseTabs(JSON.parse(localStorage.getItem(keyOf(folder)) ?? "null"));
  } catch {
    return parseTabs(null);
  }
}

/** Whatever is not a memory of tabs is none. */
function parseTabs(value: unknown): Tabs {
  if (typeof value !== "object" || value === null) return { paths: [], activePath: null };
  const { paths, activePath } = value as Record<string, unknown>;
  return {
    paths: Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : [],
    activePath: typeof activePath === "string" ? activePath : null,
  };
}

function keyOf(folder: string): string {
  return `editor-tabs:${folder}`;
}
