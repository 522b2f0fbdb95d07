import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { openStore } from "../../../main/store";
import type { Store, StoreOptions, StoreProblem } from "../../../main/store";

const cleanups: (() => void | Promise<void>)[] = [];

/** Runs after the test, last first; for this file's helpers and for the tests' own. */
export function cleanUp(work: () => void | Promise<void>): void {
  cleanups.push(work);
}

afterEach(async () => {
  for (const work of cleanups.splice(0).reverse()) await work();
});

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "coldframe-store-")));
  cleanUp(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export interface TestStore {
  readonly store: Store;
  readonly problems: StoreProblem[];
}

/** A store that is closed after the test. */
export async function openTestStore(file: string, options: Partial<StoreOptions> = {}): Promise<TestStore> {
  const problems: StoreProblem[] = [];
  const store = await openStore({
    file,
    retention: null,
    onProblem: (problem) => problems.push(problem),
    ...options,
  });
  cleanUp(() => store.close());
  return { store, problems };
}
