import { installCommand, installPackages, isDebian, isDebianRoot, osRelease, packageNames } from "./debian.ts";
import { ProvisionError } from "./provision-error.ts";
import { run } from "./run.ts";
import type { Work } from "./work.ts";

/** What Chromium asks of a Linux desktop, by the names of Debian's packages. */
const PACKAGES: readonly (readonly [library: RegExp, name: string])[] = [
  [/^lib(?:nss3|nssutil3|smime3|ssl3)\.so/, "libnss3"],
  [/^lib(?:nspr4|plc4|plds4)\.so/, "libnspr4"],
  [/^libatk-1\.0\.so/, "libatk1.0-0"],
  [/^libatk-bridge-2\.0\.so/, "libatk-bridge2.0-0"],
  [/^libatspi\.so/, "libatspi2.0-0"],
  [/^libcups\.so/, "libcups2"],
  [/^libdrm\.so/, "libdrm2"],
  [/^lib(?:gtk-3|gdk-3)\.so/, "libgtk-3-0"],
  [/^libpango-1\.0\.so/, "libpango-1.0-0"],
  [/^libcairo\.so/, "libcairo2"],
  [/^libg(?:lib|object|io)-2\.0\.so/, "libglib2.0-0"],
  [/^libgbm\.so/, "libgbm1"],
  [/^libasound\.so/, "libasound2"],
  [/^libdbus-1\.so/, "libdbus-1-3"],
  [/^libexpat\.so/, "libexpat1"],
  [/^libudev\.so/, "libudev1"],
  [/^libxkbcommon\.so/, "libxkbcommon0"],
  [/^libX11\.so/, "libx11-6"],
  [/^libXcomposite\.so/, "libxcomposite1"],
  [/^libXdamage\.so/, "libxdamage1"],
  [/^libXext\.so/, "libxext6"],
  [/^libXfixes\.so/, "libxfixes3"],
  [/^libXrandr\.so/, "libxrandr2"],
  [/^libXss\.so/, "libxss1"],
  [/^libXtst\.so/, "libxtst6"],
  [/^libxcb\.so/, "libxcb1"],
];

/** What is missing of the libraries that the executable is linked with, as ldd names it. */
export function missingLibraries(lddOutput: string): readonly string[] {
  return Array.from(lddOutput.matchAll(/^\s*(\S+) => not found$/gm), ([, library]) => String(library));
}

/** The packages that bring these libraries; what none of them brings is left out. */
export function packagesFor(libraries: readonly string[]): readonly string[] {
  const found = libraries.map((library) => PACKAGES.find(([pattern]) => pattern.test(library))?.[1]);
  return [...new Set(found.filter((name) => name !== undefined))].toSorted();
}

/**
 * Sees to the libraries that the executable needs: installs them as root on Debian or Ubuntu, else fails with the command that
 * does. Nothing to do outside Linux, where Electron brings all it needs.
 */
export async function provideSystemLibraries(executable: string, work: Work): Promise<void> {
  if (process.platform !== "linux") return;
  const missing = await find(executable, work.signal);
  if (missing.length === 0) return;
  // A machine without these has no fonts either, and text without fonts is boxes.
  const packages = [...packageNames(packagesFor(missing), await osRelease()), "fonts-dejavu-core"];
  if (await isDebianRoot()) {
    await installPackages(packages, work);
    const still = await find(executable, work.signal);
    if (still.length === 0) return;
    throw new ProvisionError(`Electron needs ${still.join(" ")}: install what brings them, then start again`);
  }
  const todo = (await isDebian())
    ? `run sudo ${installCommand(packages)}`
    : "install what brings them, then start again";
  throw new ProvisionError(`Electron needs ${missing.join(" ")}: ${todo}`);
}

async function find(executable: string, signal: AbortSignal): Promise<readonly string[]> {
  return missingLibraries(await run("ldd", [executable], { signal }));
}
