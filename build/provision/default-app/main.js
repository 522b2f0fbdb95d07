// What Electron's own default_app.asar does for `electron <folder>`, which the fallback comes without: finds the app's folder
// in the arguments, lets Electron know it, and imports the app's main file.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

const folder = process.argv.slice(1).find((argument) => !argument.startsWith("-"));
if (folder === undefined) {
  process.stderr.write("electron: name the folder of an app\n");
  app.exit(2);
} else {
  await start(resolve(folder));
}

async function start(appFolder) {
  try {
    const manifest = JSON.parse(readFileSync(join(appFolder, "package.json"), "utf8"));
    app.setAppPath(appFolder);
    app.setName(manifest.productName ?? manifest.name);
    app.setVersion(manifest.version ?? "0.0.0");
    app.setDesktopName(manifest.desktopName ?? `${manifest.name}.desktop`);
    await import(pathToFileURL(resolve(appFolder, manifest.main ?? "index.js")).href);
  } catch (error) {
    process.stderr.write(`electron: ${appFolder} can't be started: ${error.stack}\n`);
    app.exit(1);
  }
}
