import type { ReactNode } from "react";
import { Component, Suspense, useEffect } from "react";
import type { PanelName } from "../session";
import { usePanels } from "../session";
import { Button, ErrorState, LoadingState } from "../ui";

interface Props {
  readonly name: PanelName;
  readonly title: string;
  readonly children: ReactNode;
}

/** Around each panel: one that breaks takes no other with it, and can be opened again. */
export class PanelFrame extends Component<Props, { readonly error: Error | null }> {
  override readonly state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { name, title, children } = this.props;
    const { error } = this.state;
    return (
      <div className="panel-frame" id={frameId(name)} tabIndex={-1}>
        {error === null ? (
          <Suspense fallback={<LoadingState label={`Opening ${title}…`} />}>
            {children}
            <FocusWhenWanted name={name} />
          </Suspense>
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
      </div>
    );
  }
}

/** What was asked for before counts once, even where the panel is put up again. */
let answered = 0;

/** Beside the panel, so that it comes only when the panel's code has. */
function FocusWhenWanted({ name }: { readonly name: PanelName }) {
  const wanted = usePanels((state) => state.wanted);
  useEffect(() => {
    if (wanted?.panel !== name || wanted.sequence === answered) return;
    answered = wanted.sequence;
    // Docking shows the panel in this same turn.
    const frame = requestAnimationFrame(() => {
      focusIn(name);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [wanted, name]);
  return null;
}

/** What takes the focus in a panel, the most wanted first: its text, its list, a field, anything. */
const FIRST = [
  "[data-focus-first]",
  ".native-edit-context, textarea.inputarea",
  ":is([role=tree], [role=listbox], [role=treeitem], [role=option], [role=row], [role=grid])[tabindex='0']",
  "input:not([type=checkbox]):not(:disabled)",
  "[tabindex='0'], button:not(:disabled), input:not(:disabled), select",
];

/** Gives the focus to the first thing in the panel that takes it. */
function focusIn(name: PanelName): void {
  const frame = document.getElementById(frameId(name));
  // A dialog that is open keeps the focus.
  if (frame === null || document.querySelector("dialog[open]") !== null) return;
  if (frame !== document.activeElement && frame.contains(document.activeElement)) return;
  const first = FIRST.flatMap((selector) => frame.querySelector<HTMLElement>(selector) ?? [])[0];
  (first ?? frame).focus();
}

function frameId(name: PanelName): string {
  return `panel-${name}`;
}
