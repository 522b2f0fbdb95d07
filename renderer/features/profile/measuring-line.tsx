import { useTasks } from "../../session";
import { Button, formatInteger } from "../../ui";
import { cancelMeasuring, useMeasuring } from "./measuring";

/** How far what measures has come, and the button that ends it; nothing while nothing measures. `unit`: what is counted. */
export function MeasuringLine({ unit }: { readonly unit: string }) {
  const running = useMeasuring((state) => state.running);
  const progress = useTasks((state) => state.running.find(({ id }) => id === running?.id)?.progress ?? null);
  if (running === null) return null;
  const far =
    progress === null
      ? "starting"
      : `${progress.stage === null ? "" : `${progress.stage}, `}${formatInteger(progress.done)} of ${formatInteger(progress.total)} ${unit}`;
  return (
    <span className="profile-running">
      <progress aria-label={running.title} max={progress?.total ?? 1} value={progress?.done ?? 0} />
      <span>
        {running.title}: {far}
      </span>
      <Button icon="debug-stop" onClick={cancelMeasuring}>
        Cancel
      </Button>
    </span>
  );
}
