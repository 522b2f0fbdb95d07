/**
 * An app without a window: does in Electron's main process what the workbench does there, and prints what came of it as one
 * line of JSON. `PROBE` says what: see `runtime.test.ts`.
 */
import { app } from "electron";
import type { Invocation, Start } from "../../../runtime";
import { invoke } from "../../../main/workbench/invoke";
import { openWorkbench } from "../../../main/workbench/workbench";

export interface ProbeOrder {
  readonly home: string;
  readonly entry: string;
  readonly starts: readonly Start[];
}

export interface ProbeReport {
  readonly process: string;
  readonly electron: string;
  readonly nodeApi: string;
  readonly invocations: readonly Pick<Invocation, "outcome" | "start" | "usage">[];
  readonly bodies: readonly string[];
  /** Ids, oldest first: of the calls that were made, and of those that the history holds. */
  readonly called: readonly string[];
  readonly remembered: readonly string[];
}

const order = JSON.parse(process.env["PROBE"] ?? "") as ProbeOrder;

// Electron becomes ready only after its main module was evaluated.
void app.whenReady().then(report);

async function report(): Promise<void> {
  try {
    process.stdout.write(`${JSON.stringify(await probe(order))}\n`, () => {
      app.exit(0);
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? "") : String(error)}\n`, () => {
      app.exit(1);
    });
  }
}

async function probe({ home, entry, starts }: ProbeOrder): Promise<ProbeReport> {
  await using workbench = openWorkbench({
    home,
    nativeBinding: process.env["COLDFRAME_SQLITE_BINDING"] ?? null,
    onStoreProblem: (message) => process.stderr.write(`${message}\n`),
  });
  const invocations: Invocation[] = [];
  for (const start of starts) {
    const result = await invoke(workbench, {
      entry,
      input: { trigger: "http", request: { method: "GET", url: "/?name=Ada", headers: [], body: null } },
      grants: { env: {}, allowNet: [], memoryMb: 128, timeoutMs: 20_000 },
      start,
      repeat: 1,
      signal: new AbortController().signal,
    });
    if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join("; "));
    invocations.push(...result.invocations);
  }
  const store = await workbench.store();
  await store.flush();
  return {
    process: process.type,
    electron: process.versions.electron,
    nodeApi: process.versions["napi"] ?? "",
    invocations: invocations.map(({ outcome, start, usage }) => ({ outcome, start, usage })),
    bodies: invocations.map(({ response }) => Buffer.from(response?.body.content ?? []).toString()),
    called: invocations.map(({ id }) => id),
    remembered: store
      .history({ limit: 100 })
      .rows.map(({ id }) => id)
      .toReversed(),
  };
}
