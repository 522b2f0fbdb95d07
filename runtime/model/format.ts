/**
 * Durations, bytes and money as text: three significant digits, and the unit always. Pure, so that every face of the workbench
 * can use the same figures.
 */

interface Unit {
  readonly name: string;
  /** How many of the smallest unit one of these is. */
  readonly size: number;
}

const DURATIONS: readonly Unit[] = [
  { name: "µs", size: 1 },
  { name: "ms", size: 1_000 },
  { name: "s", size: 1_000_000 },
  { name: "min", size: 60_000_000 },
  { name: "h", size: 3_600_000_000 },
];

/** Binary units: a tier of 128 is 128 MiB of linear memory. */
const SIZES: readonly Unit[] = [
  { name: "B", size: 1 },
  { name: "KiB", size: 1024 },
  { name: "MiB", size: 1024 ** 2 },
  { name: "GiB", size: 1024 ** 3 },
  { name: "TiB", size: 1024 ** 4 },
];

/** Microseconds, as `312 µs`, `1.24 ms`, `12.4 s`, `2.07 min`. */
export function formatDuration(us: number): string {
  return scaled(us, DURATIONS);
}

/** Bytes, as `312 B`, `1.97 MiB`. */
export function formatBytes(bytes: number): string {
  return scaled(bytes, SIZES);
}

/** An integer with a separator at the thousands: `12,345`. */
export function formatInteger(value: number): string {
  const digits = String(Math.abs(Math.round(value)));
  const isShort = digits.length <= 3;
  return (value < 0 ? "-" : "") + (isShort ? digits : digits.replace(/\B(?=(\d{3})+$)/g, ","));
}

/** A share of a whole with one decimal: `4.2 %`. Nothing of nothing is `0.0 %`. */
export function formatShare(part: number, whole: number): string {
  return `${(whole > 0 ? (part / whole) * 100 : 0).toFixed(1)} %`;
}

/** `1 module`, `2 modules`. */
export function formatCount(count: number, noun: string): string {
  return `${formatInteger(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A moment in local time, to the second: `2026-11-23 12:00:00`. */
export function formatMoment(epochMs: number): string {
  const date = new Date(epochMs);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Where cents say too little: below this, three significant digits. */
const LEAST_IN_CENTS = 1;

/**
 * US dollars from exact decimal text, rounded to be read: `$1,234.50`, `$0.40`, `$0.444`, `$0.00123`, `-$2.00`. Never in exponent notation;
 * reckon with the text, not with this.
 */
export function formatUsd(usd: string): string {
  const value = Number(usd);
  const amount = Math.abs(value);
  // A double that prints as 1e-7 has at most some twenty decimals in plain notation.
  const decimals = amount >= LEAST_IN_CENTS || amount === 0 ? 2 : Math.min(100, 2 - Math.floor(Math.log10(amount)));
  const [whole = "", fraction = ""] = amount.toFixed(decimals).split(".");
  const cents = fraction.slice(0, 2) + fraction.slice(2).replace(/0+$/, "");
  return `${value < 0 ? "-" : ""}$${formatInteger(Number(whole))}.${cents}`;
}

function scaled(value: number, units: readonly Unit[]): string {
  if (value < 0) return `-${scaled(-value, units)}`;
  let chosen = units[0];
  for (const unit of units) {
    // A value that three digits round up to the next unit's size belongs to that unit: 999.6 ms is 1.00 s.
    if (chosen !== undefined && rounded(value / chosen.size) * chosen.size < unit.size) break;
    chosen = unit;
  }
  if (chosen === undefined) return String(value);
  return `${chosen.size === 1 ? formatInteger(value) : threeDigits(value / chosen.size)} ${chosen.name}`;
}

function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

function threeDigits(value: number): string {
  if (value >= 99.95) return String(Math.round(value));
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}
