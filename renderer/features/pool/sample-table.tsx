import type { Sample } from "./pool-model";
import { STACKED } from "./pool-model";

/** Every sample, the latest first. */
export function SampleTable({ samples }: { readonly samples: readonly Sample[] }) {
  return (
    <div className="pool-samples" tabIndex={0} role="region" aria-label="Samples">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {STACKED.map((state) => (
              <th key={state} scope="col" className="number">
                {state}
              </th>
            ))}
            <th scope="col" className="number">
              waiting
            </th>
          </tr>
        </thead>
        <tbody>
          {[...samples].reverse().map((sample) => (
            <tr key={sample.atMs}>
              <td>{new Date(sample.atMs).toLocaleTimeString()}</td>
              {STACKED.map((state) => (
                <td key={state} className="number">
                  {sample.counts[state]}
                </td>
              ))}
              <td className="number">{sample.queued}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
