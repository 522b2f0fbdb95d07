import type { ReactNode } from "react";
import { Component, Suspense } from "react";
import { Button, ErrorState, LoadingState } from "../ui";

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** Around each panel: a region with its name; a panel that breaks takes no other with it, and can be opened again. */
export class PanelFrame extends Component<Props, { readonly error: Error | null }> {
  override readonly state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { title, children } = this.props;
    const { error } = this.state;
    return (
      <section className="panel-frame" aria-label={title}>
        {error === null ? (
          <Suspense fallback={<LoadingState label={`Opening ${title}…`} />}>{children}</Suspense>
        ) : (
          <ErrorState
            message={`${title} failed: ${error.message}. Open it again; if it fails again, report the details.`}
            details={error.stack ?? null}
            action={
              <Button
                icon="refresh"
                onClick={() => {
                  this.setState({ error: null });
                }}
              >
                Open it again
              </Button>
            }
          />
        )}
      </section>
    );
  }
}
