import type { KeyboardEvent, PointerEvent, RefObject } from "react";
import { useEffect, useRef, useState } from "react";
import type { View } from "./scale-model";
import { panView, rangeView, toUs, wholeView, zoomView } from "./scale-model";
import type { Scene } from "./scene-model";

const ZOOM = 1.4;
const PAN = 0.15;
/** Less is a click, not a range. */
const LEAST_DRAG = 4;

export interface ViewControl {
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly fit: () => void;
  readonly zoom: (factor: number) => void;
  readonly pan: (share: number) => void;
  /** True where the key was one of the time line's. */
  readonly press: (event: KeyboardEvent) => boolean;
}

/** What part of a trace is in view. Another trace begins with all of it. */
export function useView(endUs: number, identity: string): ViewControl {
  const [state, setState] = useState({ identity, view: wholeView(endUs) });
  const view = state.identity === identity ? state.view : wholeView(endUs);
  const setView = (next: View): void => {
    setState({ identity, view: next });
  };
  const control = {
    view,
    setView,
    fit: () => {
      setView(wholeView(endUs));
    },
    zoom: (factor: number) => {
      setView(zoomView(view, (view.fromUs + view.toUs) / 2, factor, endUs));
    },
    pan: (share: number) => {
      setView(panView(view, share, endUs));
    },
  };
  const keys: Readonly<Record<string, () => void>> = {
    w: () => {
      control.zoom(ZOOM);
    },
    "+": () => {
      control.zoom(ZOOM);
    },
    "=": () => {
      control.zoom(ZOOM);
    },
    s: () => {
      control.zoom(1 / ZOOM);
    },
    "-": () => {
      control.zoom(1 / ZOOM);
    },
    a: () => {
      control.pan(-PAN);
    },
    d: () => {
      control.pan(PAN);
    },
    f: control.fit,
    "0": control.fit,
  };
  const press = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const act = keys[event.key.toLowerCase()];
    act?.();
    return act !== undefined;
  };
  return { ...control, press };
}

/** Wheel with Ctrl or Cmd zooms about the pointer; a sideways wheel, or one with Shift, pans. The page must not scroll then. */
export function useWheel(
  element: RefObject<HTMLElement | null>,
  scene: Scene,
  control: ViewControl,
  endUs: number,
): void {
  const latest = useRef({ scene, control, endUs });
  useEffect(() => {
    latest.current = { scene, control, endUs };
  });
  useEffect(() => {
    const tree = element.current;
    const turn = (event: WheelEvent): void => {
      const { scene, control, endUs } = latest.current;
      const { x, width } = scene.plot;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const left = tree?.getBoundingClientRect().left ?? 0;
        const anchor = toUs(Math.min(Math.max(event.clientX - left - x, 0), width), control.view, width);
        control.setView(zoomView(control.view, anchor, Math.exp(-event.deltaY / 300), endUs));
      } else if (sideways !== 0) {
        event.preventDefault();
        control.pan(sideways / 800);
      }
    };
    // By hand: React's own listener is passive, and could not keep the page from zooming.
    tree?.addEventListener("wheel", turn, { passive: false });
    return () => tree?.removeEventListener("wheel", turn);
  }, [element]);
}

export interface Drag {
  /** Pixels from the picture's left edge; null: nothing is being drawn. */
  readonly range: { readonly from: number; readonly to: number } | null;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<SVGSVGElement>) => void;
    readonly onPointerMove: (event: PointerEvent<SVGSVGElement>) => void;
    readonly onPointerUp: (event: PointerEvent<SVGSVGElement>) => void;
    readonly onPointerCancel: () => void;
  };
}

/** Drawing over the plot chooses a range. */
export function useDrag({ plot }: Scene, control: ViewControl, endUs: number): Drag {
  const [range, setRange] = useState<Drag["range"]>(null);
  const at = (event: PointerEvent<SVGSVGElement>): number => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return Math.min(Math.max(x, plot.x), plot.x + plot.width);
  };
  const handlers: Drag["handlers"] = {
    onPointerDown: (event) => {
      const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
      if (event.button !== 0 || x < plot.x) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setRange({ from: x, to: x });
    },
    onPointerMove: (event) => {
      if (range !== null) setRange({ from: range.from, to: at(event) });
    },
    onPointerUp: () => {
      if (range !== null && Math.abs(range.to - range.from) >= LEAST_DRAG) {
        const us = (pixels: number): number => toUs(pixels - plot.x, control.view, plot.width);
        control.setView(rangeView(us(range.from), us(range.to), endUs));
      }
      setRange(null);
    },
    onPointerCancel: () => {
      setRange(null);
    },
  };
  return { range, handlers };
}
