import type { KeyboardEvent, PointerEvent, ReactNode } from "react";
import { useRef, useState } from "react";

const LEAST = 15;
const MOST = 80;
const STEP = 5;

/** Two parts, one above the other, with a line between that is moved by mouse or arrows. */
export function Split({
  label,
  first,
  second,
}: {
  readonly label: string;
  readonly first: ReactNode;
  readonly second: ReactNode;
}) {
  const [share, setShare] = useState(45);
  const frame = useRef<HTMLDivElement>(null);
  const move = (wanted: number): void => {
    setShare(Math.min(MOST, Math.max(LEAST, Math.round(wanted))));
  };
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const box = frame.current?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    move(((event.clientY - box.top) / box.height) * 100);
  };
  const press = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowUp" ? -STEP : event.key === "ArrowDown" ? STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    move(share + step);
  };
  return (
    <div ref={frame} className="console-split">
      <div className="console-split-part" style={{ flexBasis: `${share}%` }}>
        {first}
      </div>
      <div
        role="separator"
        className="console-split-line"
        aria-label={label}
        aria-orientation="horizontal"
        aria-valuenow={share}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        tabIndex={0}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={drag}
      />
      <div className="console-split-part" style={{ flexBasis: `${100 - share}%` }}>
        {second}
      </div>
    </div>
  );
}
