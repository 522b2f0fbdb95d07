import { getTypeScriptWorker } from "../../ui/monaco/monaco";
import type { monaco } from "../../ui/monaco/monaco";

type Checker = Awaited<ReturnType<Awaited<ReturnType<typeof getTypeScriptWorker>>>>;

const AGAIN_MS = 50;
const MOST_TRIES = 400;

/** TypeScript's checker, knowing the texts of these models. Monaco loads it after the first source is shown, and refuses until then. */
export async function checkerFor(uris: readonly monaco.Uri[]): Promise<Checker> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await (
        await getTypeScriptWorker()
      )(...uris);
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
