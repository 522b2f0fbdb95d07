import type { PlatformTuning, PriceList } from "../../../../runtime/cost";
import { fullTitle, perMillion, TIER_CHOICES } from "../../../../runtime/cost";
import { formatDuration } from "../../../ui";
import { Money } from "../money";
import { megabytes } from "./tuning-model";

/** What to choose on each of the platforms. */
export function TuningChoices({
  lists,
  tunings,
}: {
  readonly lists: readonly PriceList[];
  readonly tunings: readonly PlatformTuning[];
}) {
  return (
    <table className="cost-table tuning-choices">
      <caption>Memory size by platform: time of a call, US dollars per million calls</caption>
      <thead>
        <tr>
          <th scope="col">Platform</th>
          {TIER_CHOICES.map((choice) => (
            <th key={choice} scope="col" className="number">
              {choice}
            </th>
          ))}
          <th scope="col">Price list</th>
        </tr>
      </thead>
      <tbody>
        {tunings.map((tuning, index) => (
          <tr key={tuning.priceList + String(tuning.region)}>
            <th scope="row">{nameOf(lists[index], tuning)}</th>
            <ChoiceCells tuning={tuning} />
            <td className="cost-quiet">{tuning.priceList}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nameOf(list: PriceList | undefined, { platform }: PlatformTuning): string {
  return list === undefined ? platform : fullTitle(list);
}

function ChoiceCells({ tuning: { choice, tiers } }: { readonly tuning: PlatformTuning }) {
  const [first] = tiers;
  if (choice === null) {
    return (
      <td colSpan={TIER_CHOICES.length} className="tuning-fixed">
        {first === undefined ? (
          "no size ended well"
        ) : (
          <>
            no memory to choose: <Money usd={perMillion(first.usd.mean)} /> whatever is configured
          </>
        )}
      </td>
    );
  }
  return TIER_CHOICES.map((name) => {
    const tier = tiers.find(({ memoryMb }) => memoryMb === choice[name]);
    return (
      <td key={name} className="number">
        {tier !== undefined && (
          <>
            <strong>{megabytes(tier.memoryMb)}</strong> · {formatDuration(tier.durationMs.mean * 1000)} ·{" "}
            <Money usd={perMillion(tier.usd.mean)} />
          </>
        )}
      </td>
    );
  });
}
