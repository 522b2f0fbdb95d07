/** Durations, bytes and counts as every face of the workbench writes them. */
export {
  formatBytes,
  formatCount,
  formatDuration,
  formatInteger,
  formatMoment,
  formatShare,
  formatUsd,
} from "../../runtime/model";
