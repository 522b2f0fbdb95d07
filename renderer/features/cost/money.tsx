import { formatUsd } from "../../ui";

/** US dollars to be read, with the exact amount on hover. `usd`: an exact decimal. */
export function Money({ usd }: { readonly usd: string }) {
  return <span title={`exactly $${usd}`}>{formatUsd(usd)}</span>;
}
