import type { Command } from "commander";
import type { CallInput, HeaderPair } from "../../runtime/model";
import { repeatable } from "./command";
import { UsageError } from "./exit-codes";
import { parseHeader, parseMethod, parseUrl } from "./parse-values";
import { readBody, readEvent } from "./request-body";
import type { Terminal } from "./terminal";

/** Only for checking: the function's name, and with it its local address, is known once it is built. */
const ANY_LOCAL_ADDRESS = "http://function.local/";

/** What the options for the request leave in a command's flags. */
export interface RequestFlags {
  readonly url?: string;
  readonly method?: string;
  readonly header: readonly HeaderPair[];
  readonly data?: string;
  readonly event?: string;
}

/** Adds the options that say what a function is asked. */
export function addRequestOptions(command: Command): Command {
  return command
    .option("--url <url>", "path (/hello?name=Ada) or whole URL", checkUrl, "/")
    .option("--method <method>", "GET, or POST with --data", parseMethod)
    .addOption(repeatable("-H, --header <line>", "a header as 'name: value'", parseHeader))
    .option("--data <data>", "request body: text, @file, or @- for stdin")
    .option("--event <file>", "JSON event for a Lambda-style handler, instead of a request");
}

/** @throws {UsageError} for options that exclude each other, and for a file that can't be read. */
export async function readRequest(flags: RequestFlags, terminal: Terminal): Promise<CallInput> {
  if (flags.event !== undefined) {
    const other = [
      ["--data", flags.data],
      ["--method", flags.method],
      ["-H", flags.header[0]],
      ["--url", flags.url === "/" ? undefined : flags.url],
    ].find(([, value]) => value !== undefined);
    if (other !== undefined) {
      throw new UsageError(`--event and ${String(other[0])} exclude each other: the event is all the handler gets`);
    }
    return { trigger: "event", event: await readEvent(flags.event) };
  }
  const method = flags.method ?? (flags.data === undefined ? "GET" : "POST");
  if (flags.data !== undefined && (method === "GET" || method === "HEAD")) {
    throw new UsageError(`a ${method} request can't have a body: leave out --data, or use --method POST`);
  }
  const body = flags.data === undefined ? null : await readBody(flags.data, terminal.readInput);
  const hasType = flags.header.some(([name]) => name.toLowerCase() === "content-type");
  const headers: HeaderPair[] = [...flags.header];
  if (body !== null && !hasType) headers.push(["content-type", body.contentType]);
  return { trigger: "http", request: { method, url: flags.url ?? "/", headers, body: body?.bytes ?? null } };
}

/** Says that what was measured is an error's answer, which is hardly what was meant. */
export function noteStatus(terminal: Terminal, status: number | null | undefined): void {
  if (status == null || status < 400) return;
  terminal.note(
    terminal.noteColors.yellow(
      `the function answered ${status}, and that is what was measured: are --url and the other options right?`,
    ),
  );
}

function checkUrl(text: string): string {
  parseUrl(text, ANY_LOCAL_ADDRESS);
  return text;
}
