import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly gypfile?: boolean }>>;
}

/**
 * A package that brings its binaries says `gypfile: false`. npm leaves that out of the lock file, and `npm ci` then compiles
 * the package: it needs Python, a compiler, and Node's headers from the network, which a user may not have. It does keep to
 * the line where the lock file has it, so it is put back by hand after `npm install` took it away.
 */
test("npm ci compiles nothing", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as LockFile;
  const prebuilt = ["node_modules/better-sqlite3"];
  for (const folder of prebuilt) {
    expect(readFileSync(join(folder, "package.json"), "utf8")).toMatch(/"gypfile": false/);
    expect(packages[folder]?.gypfile, `add "gypfile": false to ${folder} in package-lock.json`).toBe(false);
  }
});
