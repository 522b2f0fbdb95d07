import { EmptyState } from "../../ui";

/** What a view of the chosen function shows while none is chosen. */
export function NoFunction() {
  return (
    <EmptyState title="No function is chosen">Choose one in the explorer: how it starts is shown here.</EmptyState>
  );
}
