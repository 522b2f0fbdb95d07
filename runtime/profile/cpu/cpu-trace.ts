import type { ChromeTrace, CpuProfile, TraceEvent } from "../../model";
import { functionLabel, functionPlace } from "./stack-tree";

const PROCESS = 1;
const THREAD = 1;

/** A stretch of time in a frame. */
interface Stretch {
  readonly node: number;
  readonly startUs: number;
  endUs: number;
}

/**
 * The same samples as a trace: a frame lasts for as long as samples that follow each other have it on their stack. Calls follow each
 * other without the time between them.
 */
export function cpuTrace(profile: CpuProfile): ChromeTrace {
  const { functionName, id, version, request, recordedAtMs } = profile;
  return {
    displayTimeUnit: "ms",
    traceEvents: [
      metadata("process_name", 0, `coldframe ${functionName}`),
      metadata("thread_name", THREAD, `${profile.calls} warm calls, sampled every ${profile.everyUs} µs`),
      ...frameEvents(profile),
    ],
    otherData: { profileId: id, version, request, recordedAt: new Date(recordedAtMs).toISOString() },
  };
}

function frameEvents(profile: CpuProfile): TraceEvent[] {
  const stretches: Stretch[] = [];
  const open: Stretch[] = [];
  let nowUs = 0;
  for (const { node, durationUs } of profile.samples) {
    const stack = stackOf(profile, node);
    const shared = stack.findIndex((each, depth) => open[depth]?.node !== each);
    open.length = Math.min(open.length, shared === -1 ? stack.length : shared);
    for (const each of stack.slice(open.length)) {
      const stretch = { node: each, startUs: nowUs, endUs: nowUs };
      open.push(stretch);
      stretches.push(stretch);
    }
    nowUs += durationUs;
    for (const stretch of open) stretch.endUs = nowUs;
  }
  return stretches.map((stretch) => frameEvent(profile, stretch));
}

function frameEvent({ functions, nodes }: CpuProfile, { node, startUs: ts, endUs }: Stretch): TraceEvent {
  const each = functions[nodes[node]?.function ?? -1];
  const [name, at] = each === undefined ? ["", ""] : [functionLabel(each), functionPlace(each)];
  return { name, cat: each?.kind ?? "", ph: "X", pid: PROCESS, tid: THREAD, ts, dur: endUs - ts, args: { at } };
}

/** Outermost first. */
function stackOf({ nodes }: CpuProfile, node: number): number[] {
  const stack: number[] = [];
  for (let at = node; at >= 0; at = nodes[at]?.parent ?? -1) stack.push(at);
  return stack.reverse();
}

function metadata(name: string, tid: number, value: string): TraceEvent {
  return { name, ph: "M", pid: PROCESS, tid, args: { name: value } };
}
