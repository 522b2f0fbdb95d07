import { cpus, release, totalmem } from "node:os";
import type { Machine } from "../../../runtime";

/** What measures here. */
export function describeMachine(): Machine {
  const processors = cpus();
  return {
    platform: process.platform,
    arch: process.arch,
    release: release(),
    cpu: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryBytes: totalmem(),
    node: process.versions.node,
    v8: process.versions.v8,
  };
}
