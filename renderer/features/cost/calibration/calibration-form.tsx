import { useQueryClient } from "@tanstack/react-query";
import { useId, useRef } from "react";
import type { KeptCalibration } from "../../../../preload/contract";
import { calibrationText } from "../../../../runtime/cost";
import { useInvocation } from "../../../bridge";
import { notify, useSelection } from "../../../session";
import { Button, formatDuration, formatInteger, Icon, Select } from "../../../ui";
import type { CalibratablePlatform, ReadPairs } from "./calibration-model";
import { fittedPairs, pairsText, readPairs, withLocal } from "./calibration-model";
import { keepCalibration, typePairs, useDrafts } from "./use-calibration";

const LARGEST_FILE_BYTES = 1024 * 1024;

/** Pairs as text, typed in or from a file, and at once what they fit. */
export function CalibrationForm({
  platform: { platform, title },
  platforms,
  kept,
}: {
  readonly platform: CalibratablePlatform;
  readonly platforms: readonly CalibratablePlatform[];
  readonly kept: KeptCalibration | null;
}) {
  const queries = useQueryClient();
  const id = useId();
  const draft = useDrafts((state) => state.texts[platform]);
  const text = draft ?? (kept === null ? "" : pairsText(kept.pairs));
  const read = readPairs(text);
  return (
    <form
      className="calibration-form"
      aria-label="Pairs of measurements"
      onSubmit={(event) => {
        event.preventDefault();
        if (read.state === "fitted") void keepCalibration(queries, { platform, title }, read.pairs);
      }}
    >
      <div className="calibration-input">
        <Select
          label="Platform"
          options={platforms.map((one) => ({ value: one.platform, label: one.title }))}
          value={platform}
          onValue={(name) => {
            useDrafts.setState({ platform: name });
          }}
        />
        <label htmlFor={id} className="field-label">
          CPU milliseconds, a call on each line: local, deployed
        </label>
        <textarea
          id={id}
          className="field-input calibration-text mono"
          spellCheck={false}
          rows={6}
          placeholder={"local,deployed\n4.1,5.3\n9.8,13.1"}
          value={text}
          aria-invalid={read.state === "wrong"}
          aria-describedby={`${id}-fit`}
          onChange={(event) => {
            typePairs(platform, event.target.value);
          }}
        />
        <div className="calibration-buttons">
          <FromFile platform={platform} />
          <FromCall platform={platform} text={text} />
        </div>
      </div>
      <div className="calibration-fit">
        <div id={`${id}-fit`} role="status">
          <Fit read={read} />
        </div>
        <PairTable read={read} />
        <Button type="submit" kind="primary" icon="save" disabled={read.state !== "fitted" || draft === undefined}>
          {kept === null ? "Keep this factor" : "Replace the kept factor"}
        </Button>
      </div>
    </form>
  );
}

function Fit({ read }: { readonly read: ReadPairs }) {
  switch (read.state) {
    case "empty":
      return <span className="cost-quiet">Two pairs at least give a factor; more make it surer.</span>;
    case "wrong":
      return (
        <span className="field-problem">
          <Icon name="error" /> {read.message}
        </span>
      );
    case "fitted":
      return (
        <strong title={`factor ${read.calibration.factor}, half its 95 % interval ${read.calibration.margin}`}>
          {calibrationText(read.calibration)} (95 %)
        </strong>
      );
  }
}

/** Each pair with what the factor makes of it: one that does not fit is seen. */
function PairTable({ read }: { readonly read: ReadPairs }) {
  const pairs = fittedPairs(read);
  if (pairs.length === 0) return null;
  return (
    <div className="calibration-pairs" tabIndex={0} role="region" aria-label="Pairs">
      <table className="cost-table">
        <thead>
          <tr>
            {["Local CPU", "Deployed CPU", "By the factor", "Off by"].map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ localMs, deployedMs, fittedMs }, index) => (
            // Two calls may have taken exactly the same.
            <tr key={index}>
              <Time ms={localMs} />
              <Time ms={deployedMs} />
              <Time ms={fittedMs} />
              <Time ms={fittedMs === null ? null : deployedMs - fittedMs} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Time({ ms }: { readonly ms: number | null }) {
  if (ms === null) return <td className="number">–</td>;
  return (
    <td className="number" title={`${formatInteger(ms * 1000)} µs`}>
      {formatDuration(ms * 1000)}
    </td>
  );
}

function FromFile({ platform }: { readonly platform: string }) {
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    if (file.size > LARGEST_FILE_BYTES) {
      const message = `${file.name} is larger than 1 MiB: choose a table of two columns of CPU milliseconds.`;
      notify({ level: "error", message, details: null });
      return;
    }
    typePairs(platform, await file.text());
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt"
        hidden
        onChange={(event) => {
          void take(event.target.files?.[0]);
          // The same file may be chosen again after it was edited.
          event.target.value = "";
        }}
      />
      <Button icon="folder-opened" onClick={() => input.current?.click()}>
        From a CSV file…
      </Button>
    </>
  );
}

/** Begins a line with what the selected call took here. */
function FromCall({ platform, text }: { readonly platform: string; readonly text: string }) {
  const { data } = useInvocation(useSelection((state) => state.invocationId));
  const activeCpuUs = data?.usage.activeCpuUs ?? 0;
  if (activeCpuUs === 0) return null;
  return (
    <Button
      icon="add"
      title={`Begins a line with the selected call's CPU time, ${formatInteger(activeCpuUs)} µs: type behind it what the platform measured`}
      onClick={() => {
        typePairs(platform, withLocal(text, activeCpuUs / 1000));
      }}
    >
      Selected call: {formatDuration(activeCpuUs)}
    </Button>
  );
}
