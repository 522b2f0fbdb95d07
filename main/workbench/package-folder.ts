import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of Coldframe's own package, where its examples are: the nearest above this code that holds them. */
export function packageFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "build", "examples"))) {
    const above = dirname(folder);
    if (above === folder)
      throw new Error(`no build/examples above ${import.meta.dirname}: the installation is incomplete`);
    folder = above;
  }
  return folder;
}
