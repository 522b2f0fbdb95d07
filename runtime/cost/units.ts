import { formatBytes, formatDuration } from "../model";

/** Milliseconds, as `312 µs`, `1.24 ms`. */
export function timeText(ms: number): string {
  return formatDuration(ms * 1000);
}

/** Megabytes of memory, as `128 MiB`. */
export function sizeText(mb: number): string {
  return formatBytes(mb * 1024 * 1024);
}
