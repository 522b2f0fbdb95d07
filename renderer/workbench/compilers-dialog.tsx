import { useToolchains } from "../bridge";
import { Button, Dialog, ErrorState, Icon, LoadingState } from "../ui";
import { closeOverlay } from "./overlay-state";
import "./compilers-dialog.css";

/** The compilers that functions can be built with: which are there, and what to install for the others. */
export function CompilersDialog() {
  const { data, error, isFetching, refetch } = useToolchains();
  return (
    <Dialog
      title="Compilers"
      onClose={closeOverlay}
      actions={
        <Button icon="refresh" disabled={isFetching} onClick={() => void refetch()}>
          Look Again
        </Button>
      }
    >
      <p className="compilers-line">
        JavaScript, TypeScript, AssemblyScript and WebAssembly text need none: Coldframe brings their compilers. The
        others are this machine’s own.
      </p>
      {error !== null && <ErrorState message={error.message} details={null} />}
      {data === undefined ? (
        error === null && <LoadingState label="Looking for compilers…" />
      ) : (
        <dl className="compilers">
          {data.map(({ language, found, installHint }) => (
            <div key={language}>
              <dt>{language}</dt>
              <dd>
                {found === null ? (
                  <>
                    <Icon name="circle-slash" /> not installed
                    <span className="compilers-hint">{sentence(installHint)}</span>
                  </>
                ) : (
                  <>
                    <Icon name="check" /> {found.version}{" "}
                    <span className="compilers-path mono">{found.executable}</span>
                    {found.lacks.map((lack) => (
                      <span key={lack} className="compilers-hint">
                        {sentence(lack)}
                      </span>
                    ))}
                  </>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Dialog>
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
