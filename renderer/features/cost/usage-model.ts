import type { Invocation } from "../../../runtime/model";
import { formatBytes, formatDuration, formatInteger } from "../../ui/format";

/** One measured figure that a bill is made from. */
export interface Meter {
  readonly name: string;
  readonly value: string;
  /** The exact figure, with its unit. */
  readonly exact: string;
  /** Who charges by it. */
  readonly charged: string;
}

const BILLING_STEP_US = 1_000;

/** What one call used, as platforms meter it. Every figure is measured; none is a price. */
export function metersOf({ usage, start }: Invocation): readonly Meter[] {
  const { wallUs, activeCpuUs, initUs, peakMemoryBytes, memoryLimitBytes, ingressBytes, egressBytes } = usage;
  const steps = Math.max(1, Math.ceil(wallUs / BILLING_STEP_US));
  const us = (value: number): string => `${formatInteger(value)} µs`;
  const bytes = (value: number): string => `${formatInteger(value)} bytes`;
  return [
    {
      name: "Requests",
      value: "1",
      exact: "1 request",
      charged: "every platform that charges by request",
    },
    {
      name: "Wall time",
      value: formatDuration(wallUs),
      exact: us(wallUs),
      charged: "Lambda, Lambda@Edge and Azure Functions, waits included",
    },
    {
      name: "Billed steps of 1 ms",
      value: `${formatInteger(steps)} ms`,
      exact: `${us(wallUs)}, rounded up to whole milliseconds`,
      charged: "the reference model and Lambda; others round otherwise or not at all",
    },
    {
      name: "Active CPU",
      value: formatDuration(activeCpuUs),
      exact: us(activeCpuUs),
      charged:
        "Workers, Fastly Compute and Vercel: waits are free there. Measured on this machine: an estimate of theirs",
    },
    {
      name: "Init",
      value: formatDuration(initUs),
      exact: us(initUs),
      charged: `Lambda, at a cold start (this call's start: ${start ?? "none"})`,
    },
    {
      name: "Memory tier",
      value: formatBytes(memoryLimitBytes),
      exact: bytes(memoryLimitBytes),
      charged: "Lambda and the reference model, multiplied by time",
    },
    {
      name: "Peak memory",
      value: formatBytes(peakMemoryBytes),
      exact: bytes(peakMemoryBytes),
      charged: "Azure Functions, rounded up to 128 MB",
    },
    {
      name: "In",
      value: formatBytes(ingressBytes),
      exact: bytes(ingressBytes),
      charged: "nobody here: ingress is free",
    },
    {
      name: "Out",
      value: formatBytes(egressBytes),
      exact: bytes(egressBytes),
      charged: "the reference model, AWS, Netlify and Deno Deploy, per GB; Workers not",
    },
  ];
}
