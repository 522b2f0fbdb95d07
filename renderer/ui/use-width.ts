import type { RefObject } from "react";
import { useEffect, useState } from "react";

const LEAST_WIDTH = 320;

/** Pixels that a picture in this element may take up. */
export function useWidth(frame: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(900);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      // A hidden panel has no width; it keeps the one it had.
      if (element.clientWidth > 0) setWidth(Math.max(element.clientWidth, LEAST_WIDTH));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [frame]);
  return width;
}
