import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import type { Desktop } from "../electron";
import { openDesktop } from "../electron";

/** Answers at once, or fails in each way by its path; reads the clock at its top level, on line 2. */
export const SEEDS = `import { names } from "./names";
const born = Date.now();
export default (request: Request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/throw") throw new TypeError("no soil");
  if (pathname === "/loop") for (;;) {}
  if (pathname === "/hoard") for (const held: Uint8Array[] = []; ; ) held.push(new Uint8Array(16 * 1024 * 1024).fill(1));
  return Response.json({ first: names[0], born });
};
`;
const NAMES = `export const names = Array.from({ length: 2000 }, (_, id) => "tomato " + id).sort();\n`;

/** A window with the function \`seeds\` and its Profile panel in front. */
export interface ProfileDesktop extends AsyncDisposable {
  readonly desktop: Desktop;
  /** Of the workspace. */
  readonly folder: string;
  readonly panel: Locator;
  /** Brings one of the panel's views to the front. */
  show(view: string): Promise<void>;
  profile(runs: number): Promise<void>;
  /** Keeps the shown profile, once there is one that can be kept. */
  saveAs(name: string): Promise<void>;
}

export async function openProfileDesktop(): Promise<ProfileDesktop> {
  const folder = await mkdtemp(join(tmpdir(), "coldframe-profile-"));
  await mkdir(join(folder, "seeds"));
  await writeFile(join(folder, "seeds/index.ts"), SEEDS);
  await writeFile(join(folder, "seeds/names.ts"), NAMES);
  const desktop = await openDesktop({ workspace: folder });
  const { page } = desktop;
  page.setDefaultTimeout(30_000);
  await page.getByRole("treeitem", { name: "seeds, function" }).click();
  await page.keyboard.press("Control+3");
  const panel = page.getByRole("region", { name: "Profile", exact: true }).last();
  const show = async (view: string): Promise<void> => {
    await panel.getByRole("tab", { name: view, exact: true }).click();
  };
  return {
    desktop,
    folder,
    panel,
    show,
    profile: async (runs) => {
      await panel.getByRole("textbox", { name: "Starts of each" }).fill(String(runs));
      await panel.getByRole("button", { name: "Profile", exact: true }).click();
    },
    saveAs: async (name) => {
      await show("Starts");
      await panel.getByRole("button", { name: "Save…" }).click({ timeout: 60_000 });
      const dialog = page.getByRole("dialog", { name: "Save Profile" });
      await dialog.getByRole("textbox", { name: "Name" }).fill(name);
      await dialog.getByRole("button", { name: "Save", exact: true }).click();
    },
    async [Symbol.asyncDispose]() {
      await desktop[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
