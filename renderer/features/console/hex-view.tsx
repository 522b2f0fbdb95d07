import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { hexRow, hexRowCount } from "./hex-model";

const ROW_HEIGHT = 18;

export function HexView({ bytes }: { readonly bytes: Uint8Array }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: hexRowCount(bytes),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 20,
  });
  return (
    <div ref={scroller} className="console-rows mono" tabIndex={0} role="region" aria-label="Body, byte by byte">
      <div style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const { offset, hex, ascii } = hexRow(bytes, index);
          return (
            <div key={index} className="console-row" style={{ transform: `translateY(${start}px)` }}>
              <span className="console-quiet">{offset}</span> {` ${hex}  `}
              <span className="console-hex-text">{ascii}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
