import { billsCsv } from "../../../runtime/cost";
import type { BillReport } from "./bills";

/** The report as a table. `call`: an invocation's id, or a call's place in the usage file, from 0. */
export function reportCsv({ subject, bills }: BillReport): string {
  return billsCsv(
    bills.map(({ call, bill }) => ({
      call: call === null ? null : (subject.calls[call]?.invocation?.id ?? call),
      bill,
    })),
  );
}
