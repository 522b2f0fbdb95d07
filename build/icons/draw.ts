/** Draws the icon's PNGs from `icon.svg`, by the provisioned Electron: `node build/icons/draw.ts`, where there is a display. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { _electron } from "playwright-core";
import { provisionElectron } from "../provision/provision-electron.ts";
import { workInTerminal } from "../provision/work.ts";
import { electronCommand } from "../start/electron-command.ts";

/** Linux desktops ask for each of these by name; the largest is what the other systems' icons are made of. */
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const HERE = import.meta.dirname;

const svg = await readFile(join(HERE, "icon.svg"), "utf8");
const electron = await provisionElectron(workInTerminal(new AbortController().signal));
const command = electronCommand(electron, join(HERE, "..", "..", "test", "fixtures", "electron-app"), []);
const app = await _electron.launch({ executablePath: command.executable, args: [...command.args] });
try {
  const page = await app.firstWindow();
  await mkdir(join(HERE, "png"), { recursive: true });
  for (const size of SIZES) {
    const url = await page.evaluate<string>(drawing(svg, size));
    const png = Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
    await writeFile(size === 1024 ? join(HERE, "icon.png") : join(HERE, "png", `${size}x${size}.png`), png);
  }
} finally {
  await app.close();
}

/** The program that draws in the page and gives a data URL: as text, for this script has no DOM types. */
function drawing(source: string, size: number): string {
  return `(async () => {
    const image = new Image();
    image.src = "data:image/svg+xml," + encodeURIComponent(${JSON.stringify(source)});
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: ${size}, height: ${size} });
    canvas.getContext("2d").drawImage(image, 0, 0, ${size}, ${size});
    return canvas.toDataURL("image/png");
  })()`;
}
