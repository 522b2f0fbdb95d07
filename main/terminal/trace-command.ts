import type { Command } from "commander";
import { chromeTraceDocument } from "../workbench/chrome-trace";
import { invocationDocument } from "../workbench/documents";
import { otlpDocument } from "../workbench/otlp";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { formatMoment } from "../../runtime/model";
import { namedInvocation } from "./find-invocation";
import { readCallPricing } from "./pricing-options";
import { printInvocation } from "./print-invocation";

interface TraceFlags {
  readonly json?: true;
  readonly otlp?: true;
  readonly chrome?: true;
}

export function addTraceCommand(program: Command, context: CommandContext): void {
  program
    .command("trace")
    .summary("show where a past call's time went")
    .description("Shows a past call: answer, console, and its spans as a waterfall.")
    .argument("<invocation-id>", "a call's id, or as much of its beginning as no other call's id has")
    .option("--json", "the invocation as one JSON document")
    .option("--otlp", "as an OTLP/JSON ExportTraceServiceRequest, for an OpenTelemetry collector")
    .option("--chrome", "in the Trace Event Format, for chrome://tracing or Perfetto")
    .addHelpText("after", examples("trace 01930e4f", "trace 01930e4f --chrome > trace.json"))
    .action(context.action((id: string, flags: TraceFlags) => runTrace(id, flags, context)));
}

async function runTrace(id: string, flags: TraceFlags, { terminal, workbench }: CommandContext): Promise<number> {
  const formats = [flags.json && "--json", flags.otlp && "--otlp", flags.chrome && "--chrome"].filter(Boolean);
  if (formats.length > 1) throw new UsageError(`${formats.join(" and ")} exclude each other: choose one`);
  const invocation = await namedInvocation(id, workbench);
  if (flags.otlp === true) terminal.print(JSON.stringify(otlpDocument(invocation)));
  else if (flags.chrome === true) terminal.print(JSON.stringify(chromeTraceDocument(invocation)));
  else {
    const pricing = await readCallPricing(workbench().home);
    if (flags.json === true) {
      terminal.print(JSON.stringify(invocationDocument(invocation, pricing)));
      return EXIT.fine;
    }
    const { method, url } = invocation.request;
    const call = `${method} ${url} · ${formatMoment(invocation.startedAtMs)}`;
    terminal.print(terminal.colors.dim(`${invocation.functionName} · ${invocation.id}\n${call}`));
    printInvocation(terminal, invocation, pricing);
  }
  return EXIT.fine;
}
