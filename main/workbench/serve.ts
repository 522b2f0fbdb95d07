import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Clock, Grants, InvokeOptions, Runtime } from "../../runtime";
import type { BuildProblem } from "../../runtime/model";
import { newCallId } from "./call-id";
import { openGateway } from "./gateway/open-gateway";
import type { Gateway } from "./gateway/open-gateway";
import type { AwaitedBuild, CallLine, GatewayTarget, InvokeFunction } from "./gateway/gateway-types";
import { recordedCall } from "./invoke";
import type { Workbench } from "./workbench";

export interface ServeRequest {
  /** A function, or a folder of functions. */
  readonly path: string;
  /** 0 picks a free one; the gateway's own default when not given. */
  readonly port?: number;
  readonly grants: Grants;
  readonly onCall: (line: CallLine) => void;
  /** Called once for each version that holds something suspicious. */
  readonly onWarnings: (warnings: readonly BuildProblem[]) => void;
  /** An exception in the host: a bug in Coldframe. */
  readonly onError: (error: unknown) => void;
}

/**
 * Opens a gateway whose calls run in the workbench's pool and are kept in its history. Dispose it before the workbench.
 * @throws {GatewayError} when it can't listen, or the folder can't be read
 * @throws {StoreError} when the history can't be written
 */
export async function serve(workbench: Workbench, request: ServeRequest): Promise<Gateway> {
  const [store, runtime, { hasEntry }] = await Promise.all([
    workbench.store(),
    workbench.runtime(),
    import("../../runtime"),
  ]);
  const parts = { store, runtime, artifacts: workbench.artifacts };
  const warned = new Set<string>();
  const invoke: InvokeFunction = async (entry, httpRequest, call) => {
    const artifact = call.artifact ?? (await buildNow(runtime, entry));
    if ("problems" in artifact) return artifact;
    const input = { trigger: "http", request: httpRequest } as const;
    const { signal, sink } = call;
    const accepted = { id: newCallId(), input, grants: request.grants, start: "auto" } as const;
    if (call.build === null) return recordedCall(parts, artifact, accepted, { signal, sink });
    const options = { signal, sink, accepted: onClock(runtime.clock, call.build) };
    const startedAtMs = Date.now() - Math.round(performance.now() - call.build.acceptedMs);
    return recordedCall(parts, artifact, accepted, options, startedAtMs);
  };
  return openGateway({
    target: await targetOf(resolve(request.path), hasEntry),
    ...(request.port === undefined ? {} : { port: request.port }),
    invoke,
    build: async (entry) => {
      const built = await runtime.build(entry);
      // A file that was saved without a change is built again.
      if (built.ok && built.warnings.length > 0 && !warned.has(built.artifact.version)) {
        warned.add(built.artifact.version);
        request.onWarnings(built.warnings);
      }
      return built.ok ? { ...built, inputs: runtime.builder.inputs(entry) } : built;
    },
    hasEntry,
    onCall: request.onCall,
    onError: request.onError,
  });
}

async function buildNow(runtime: Runtime, entry: string) {
  const built = await runtime.build(entry);
  return built.ok ? built.artifact : { problems: built.problems };
}

async function targetOf(path: string, hasEntry: (folder: string) => boolean): Promise<GatewayTarget> {
  const stats = await stat(path).catch(() => null);
  const isFunction = stats?.isFile() === true || (stats?.isDirectory() === true && hasEntry(path));
  return isFunction ? { kind: "function", entry: path } : { kind: "folder", path };
}

/** The gateway's times on the traces' clock. */
function onClock(clock: Clock, { acceptedMs, startMs, endMs }: AwaitedBuild): NonNullable<InvokeOptions["accepted"]> {
  const zeroUs = clock.nowUs() - Math.round(performance.now() * 1000);
  const at = (ms: number): number => zeroUs + Math.round(ms * 1000);
  return { acceptUs: at(acceptedMs), build: { startUs: at(startMs), endUs: at(endMs) } };
}
