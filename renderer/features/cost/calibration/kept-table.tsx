import { useQueryClient } from "@tanstack/react-query";
import type { KeptCalibration } from "../../../../preload/contract";
import { calibrationText } from "../../../../runtime/cost";
import type { PriceList } from "../../../../runtime/cost";
import { Button, Dialog, formatCount, formatMoment, IconButton } from "../../../ui";
import { shortTitle } from "../pricing-model";
import { removeCalibration, useDrafts } from "./use-calibration";

/** What is kept for each platform, to be looked at and forgotten. */
export function KeptTable({
  kept,
  lists,
  onRemove,
}: {
  readonly kept: readonly KeptCalibration[];
  readonly lists: readonly PriceList[];
  readonly onRemove: (kept: KeptCalibration) => void;
}) {
  if (kept.length === 0) {
    return <p className="cost-quiet">No platform is calibrated yet: bills take this machine’s CPU time as it is.</p>;
  }
  return (
    <table className="cost-table calibration-kept">
      <thead>
        <tr>
          <th scope="col">Calibrated platform</th>
          <th scope="col">Factor, 95 % interval</th>
          <th scope="col">Fitted</th>
          <th scope="col">
            <span className="visually-hidden">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {kept.map((one) => {
          const { platform, calibration, fittedAtMs } = one;
          const list = lists.find((candidate) => candidate.platform === platform);
          const title = list === undefined ? platform : shortTitle(list);
          return (
            <tr key={platform}>
              <th scope="row">
                <Button
                  kind="quiet"
                  title={`Show the pairs of ${title}`}
                  onClick={() => {
                    useDrafts.setState({ platform });
                  }}
                >
                  {title}
                </Button>
              </th>
              <td title={`factor ${calibration.factor}, half its interval ${calibration.margin}`}>
                {calibrationText(calibration)}
              </td>
              <td>{formatMoment(fittedAtMs)}</td>
              <td>
                <IconButton
                  icon="trash"
                  label={`Remove the calibration of ${title}`}
                  onClick={() => {
                    onRemove(one);
                  }}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function RemoveDialog({ kept, onClose }: { readonly kept: KeptCalibration; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const { platform, pairs } = kept;
  return (
    <Dialog
      title="Remove the calibration?"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            kind="danger"
            icon="trash"
            onClick={() => {
              onClose();
              void removeCalibration(queries, platform);
            }}
          >
            Remove
          </Button>
        </>
      }
    >
      <p>
        Bills of {platform} take this machine’s CPU time as it is again, and the {formatCount(pairs.length, "pair")} of
        measurements are forgotten. This can’t be undone.
      </p>
    </Dialog>
  );
}
