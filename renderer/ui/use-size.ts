import type { RefObject } from "react";
import { useEffect, useState } from "react";

const LEAST_WIDTH = 320;
/** Before anything was measured. */
const FIRST_WIDTH = 900;
const FIRST_HEIGHT = 300;

/** Pixels that a picture in this element may take up. */
export function useWidth(frame: RefObject<HTMLElement | null>): number {
  return Math.max(LEAST_WIDTH, useMeasured(frame, widthOf, FIRST_WIDTH));
}

/** Pixels of this element that are seen at once. */
export function useHeight(frame: RefObject<HTMLElement | null>): number {
  return useMeasured(frame, heightOf, FIRST_HEIGHT);
}

function widthOf(element: HTMLElement): number {
  return element.clientWidth;
}

function heightOf(element: HTMLElement): number {
  return element.clientHeight;
}

function useMeasured(
  frame: RefObject<HTMLElement | null>,
  read: (element: HTMLElement) => number,
  first: number,
): number {
  const [measured, setMeasured] = useState(first);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      // A hidden panel has no size; it keeps the one it had.
      if (read(element) > 0) setMeasured(read(element));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [frame, read]);
  return measured;
}
