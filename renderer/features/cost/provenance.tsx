import type { Confidence, Provenance } from "../../../runtime/cost";
import { CONFIDENCE_TEXT, provenanceText } from "./provenance-model";

/** How sure a figure is, as one letter with its meaning. */
export function ConfidenceMark({ confidence }: { readonly confidence: Confidence }) {
  return (
    <abbr className="cost-confidence" title={`${confidence}: ${CONFIDENCE_TEXT[confidence]}`}>
      {confidence}
    </abbr>
  );
}

/** How sure a price is and when it was read, with where on hover. */
export function SourceMark({ source }: { readonly source: Provenance }) {
  return (
    <span className="cost-quiet" title={provenanceText(source)}>
      <ConfidenceMark confidence={source.confidence} /> {source.readOn}
    </span>
  );
}
