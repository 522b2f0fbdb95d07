import type { Point, Shape, Sign } from "./shapes";

/** The patterns that fillings refer to; one set in each picture, whose shapes name it by `id`. */
export function Patterns({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={`${id}-hatch`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2.5" height="6" fill="var(--unaccounted)" />
      </pattern>
    </defs>
  );
}

export function Shapes({ shapes, patternId }: { readonly shapes: readonly Shape[]; readonly patternId: string }) {
  return shapes.map((shape, index) => (
    // A picture's shapes have no identity but their place.
    <ShapeElement key={index} shape={shape} patternId={patternId} />
  ));
}

function ShapeElement({ shape, patternId }: { readonly shape: Shape; readonly patternId: string }) {
  const color = `var(${shape.token})`;
  switch (shape.kind) {
    case "bar": {
      const fill = shape.filling === "hatched" ? `url(#${patternId}-hatch)` : color;
      const opacity = shape.filling === "pale" ? 0.45 : shape.filling === "outline" ? 0.12 : 1;
      return <rect {...shape.box} fill={fill} fillOpacity={opacity} stroke={color} />;
    }
    case "line":
      return (
        <line
          x1={shape.from.x}
          y1={shape.from.y}
          x2={shape.to.x}
          y2={shape.to.y}
          stroke={color}
          strokeWidth={shape.width ?? 1}
          shapeRendering="crispEdges"
        />
      );
    case "path":
      return (
        <path
          d={linePath(shape.points)}
          fill="none"
          stroke={color}
          strokeWidth={shape.width}
          strokeDasharray={shape.dashed === true ? DASHES.join(" ") : undefined}
          strokeLinejoin="round"
        />
      );
    case "text":
      return (
        <text x={shape.at.x} y={shape.at.y} fill={color} textAnchor={shape.anchor}>
          {shape.text}
        </text>
      );
    case "tick":
      return <path d={tickPath(shape.at.x, shape.at.y, shape.sign)} fill={color} />;
  }
}

/** Pixels of a dashed line, and between two of them. */
export const DASHES = [5, 3];

export function linePath(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

export function tickPath(x: number, y: number, sign: Sign): string {
  if (sign === "bar") return `M${x - 0.75} ${y - 5}h1.5v10h-1.5z`;
  if (sign === "diamond") return `M${x} ${y - 5}l4 5l-4 5l-4 -5z`;
  if (sign === "square") return `M${x - 4} ${y - 4}h8v8h-8z`;
  return `M${x} ${y - 5}l4.5 9h-9z`;
}
