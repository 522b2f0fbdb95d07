import type { HostFunctions } from "./bridge";
import { showTable } from "./console-table.guest";
import { format } from "./format.guest";
import { indentLines, repeat } from "./inspect-layout.guest";
import { inspect } from "./inspect.guest";
import { defineGlobal } from "./interfaces.guest";
import {
  append,
  bareArray,
  bareMap,
  defineProperty,
  Error,
  floor,
  isObject,
  round,
  Symbol,
  toText,
  uncurry,
} from "./primordials.guest";

type Level = "debug" | "log" | "info" | "warn" | "error";

export interface Console {
  /** Prints an error that nobody caught. */
  complain(prefix: string, error: unknown): void;
  /** A call begins: its lines may be printed again, and labels of the last one are forgotten. */
  refresh(): void;
}

type ConsoleHost = Pick<HostFunctions, "log" | "now" | "span">;

/** Groups nested deeper than this are not indented further: a flood of groups must not make every line long. */
const MAX_INDENTATION = 40;

class Printer implements Console {
  readonly #host: ConsoleHost;
  readonly counts = bareMap<string, number>();
  readonly times = bareMap<string, number>();
  indentation = 0;
  /** The host keeps no more lines of this call, and only counts them. */
  #full = false;

  constructor(host: ConsoleHost) {
    this.#host = host;
  }

  now(): number {
    return this.#host.now();
  }

  span(name: string, startMs: number, endMs: number): void {
    this.#host.span(name, startMs, endMs, "{}");
  }

  print(level: Level, args: readonly unknown[]): void {
    if (this.#full) {
      this.#host.log(level, "");
      return;
    }
    const text = format(args);
    const { indentation } = this;
    const line = indentation === 0 ? text : repeat(" ", indentation) + indentLines(text, indentation);
    if (!this.#host.log(level, line)) this.#full = true;
  }

  complain(prefix: string, error: unknown): void {
    const { indentation } = this;
    this.indentation = 0;
    this.print("error", [prefix, error]);
    this.indentation = indentation;
  }

  refresh(): void {
    this.#full = false;
    this.indentation = 0;
    this.counts.clear();
    this.times.clear();
  }
}

/** `1.234ms`, `12.345s`, `1:05.000 (m:ss.mmm)`. */
function elapsed(ms: number): string {
  if (ms < 1000) return `${round(ms * 1000) / 1000}ms`;
  if (ms < 60_000) return `${toFixed(ms / 1000, 3)}s`;
  const minutes = floor(ms / 60_000);
  const seconds = toFixed((ms - minutes * 60_000) / 1000, 3);
  return `${minutes}:${seconds[1] === "." ? "0" : ""}${seconds} (m:ss.mmm)`;
}

const toFixed = uncurry(Number.prototype, "toFixed");

function labelOf(label: unknown): string {
  return label === undefined ? "default" : toText(label);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function after(args: readonly unknown[], count: number): unknown[] {
  const rest: unknown[] = bareArray();
  for (let i = count; i < args.length; i++) append(rest, args[i]);
  return rest;
}

function prepended(first: unknown, args: readonly unknown[]): unknown[] {
  const all: unknown[] = bareArray();
  append(all, first);
  for (let i = 0; i < args.length; i++) append(all, args[i]);
  return all;
}

function stackOf(): string {
  const { stack } = new Error();
  return isText(stack) ? stack : "";
}

function printing(printer: Printer) {
  return {
    debug(...args: unknown[]): void {
      printer.print("debug", args);
    },
    log(...args: unknown[]): void {
      printer.print("log", args);
    },
    info(...args: unknown[]): void {
      printer.print("info", args);
    },
    warn(...args: unknown[]): void {
      printer.print("warn", args);
    },
    error(...args: unknown[]): void {
      printer.print("error", args);
    },
    dir(value: unknown, options?: { readonly depth?: number | null }): void {
      const depth = isObject(options) ? options.depth : undefined;
      printer.print("log", ["%s", inspect(value, depth === null ? Infinity : typeof depth === "number" ? depth : 2)]);
    },
    dirxml(...args: unknown[]): void {
      printer.print("log", args);
    },
    table(value?: unknown, columns?: unknown): void {
      const table = showTable(value, columns);
      printer.print("log", table === null ? [value] : ["%s", table]);
    },
    trace(...args: unknown[]): void {
      const message = format(args);
      printer.print("log", ["%s", `Trace${message === "" ? "" : `: ${message}`}\n${stackOf()}`]);
    },
    assert(condition?: unknown, ...args: unknown[]): void {
      if (condition) return;
      const first = args[0];
      if (isText(first)) printer.print("error", prepended(`Assertion failed: ${first}`, after(args, 1)));
      else printer.print("error", prepended(args.length === 0 ? "Assertion failed" : "Assertion failed:", args));
    },
  };
}

function grouping(printer: Printer) {
  function group(args: readonly unknown[]): void {
    if (args.length > 0) printer.print("log", args);
    if (printer.indentation < MAX_INDENTATION) printer.indentation += 2;
  }
  return {
    group(...args: unknown[]): void {
      group(args);
    },
    groupCollapsed(...args: unknown[]): void {
      group(args);
    },
    groupEnd(): void {
      if (printer.indentation > 0) printer.indentation -= 2;
    },
    clear(): void {
      printer.indentation = 0;
    },
  };
}

function measuring(printer: Printer) {
  /** Prints how long a label has been running; returns when it began, or undefined. */
  function report(name: string, args: readonly unknown[]): number | undefined {
    const start = printer.times.get(name);
    if (start === undefined) printer.print("warn", ["%s", `No such label '${name}'`]);
    else printer.print("log", prepended("%s", prepended(`${name}: ${elapsed(printer.now() - start)}`, args)));
    return start;
  }
  return {
    count(label?: unknown): void {
      const name = labelOf(label);
      const count = (printer.counts.get(name) ?? 0) + 1;
      printer.counts.set(name, count);
      printer.print("log", ["%s", `${name}: ${count}`]);
    },
    countReset(label?: unknown): void {
      const name = labelOf(label);
      if (!printer.counts.delete(name)) printer.print("warn", ["%s", `Count for '${name}' does not exist`]);
    },
    time(label?: unknown): void {
      const name = labelOf(label);
      if (printer.times.has(name)) printer.print("warn", ["%s", `Label '${name}' already exists`]);
      else printer.times.set(name, printer.now());
    },
    timeLog(label?: unknown, ...args: unknown[]): void {
      report(labelOf(label), args);
    },
    timeEnd(label?: unknown): void {
      const name = labelOf(label);
      const start = report(name, []);
      if (start === undefined) return;
      printer.times.delete(name);
      printer.span(name, start, printer.now());
    },
  };
}

/** Installs `console`. Lines go to the host with their level; what `time` measures becomes a span as well. */
export function installConsole(host: ConsoleHost): Console {
  const printer = new Printer(host);
  const members: Record<string, unknown> = { ...printing(printer), ...grouping(printer), ...measuring(printer) };
  // The Console standard: a namespace object, whose prototype is an empty object of its own.
  const console: object = Object.create({}) as object;
  for (const name of Object.keys(members)) {
    const value = members[name];
    defineProperty(value as object, "name", { value: name, configurable: true });
    defineProperty(console, name, { value, writable: true, enumerable: true, configurable: true });
  }
  defineProperty(console, Symbol.toStringTag, { value: "console", configurable: true });
  defineGlobal("console", console);
  return printer;
}
