import { extname } from "node:path";
import { parseTraffic, parseTrafficCsv } from "../../runtime/cost/files";
import { Decimal, recordedMonths, shapedMonth } from "../../runtime/cost";
import type { MonthTraffic, TrafficShape } from "../../runtime/cost";
import type { TrafficFile } from "../../runtime/cost/files";
import { UsageError } from "./exit-codes";
import { quote } from "./parse-values";
import { readJson, readNamed } from "./request-body";

/** What the options say of a month's requests. */
interface TrafficChoice {
  /** The mean rate; null where it was not given. */
  readonly rps: Decimal | null;
  readonly shape: TrafficShape;
  readonly file: string | null;
}

/** The months to project. @throws {UsageError} where no rate is given, two are, or the file is wrong. */
export async function readTraffic({ rps, shape, file }: TrafficChoice): Promise<readonly MonthTraffic[]> {
  if (file === null) {
    if (rps === null) throw new UsageError("how many requests come? Use --rps N, or --traffic file");
    return [shapedMonth(rps, shape)];
  }
  const traffic = await readTrafficFile(file);
  if (traffic.kind === "series") {
    if (rps !== null) throw new UsageError(`--traffic ${quote(file)} counts the requests: leave --rps out`);
    return recordedMonths(traffic.series);
  }
  const mean = rps ?? (traffic.rps === null ? null : new Decimal(traffic.rps));
  if (mean === null) throw new UsageError(`--traffic ${quote(file)} has no "rps": add it, or use --rps N`);
  return [shapedMonth(mean, traffic.shape)];
}

/** What a traffic file says. @throws {UsageError} where it is wrong. */
export async function readTrafficFile(file: string): Promise<TrafficFile> {
  const parsed =
    extname(file).toLowerCase() === ".csv"
      ? parseTrafficCsv(new TextDecoder().decode(await readNamed("--traffic", file)))
      : parseTraffic(await readJson("--traffic", file));
  if (parsed.ok) return parsed.traffic;
  const [first] = parsed.problems;
  throw new UsageError(`--traffic ${quote(file)}: ${first?.path ?? ""}: ${first?.message ?? ""}`);
}
