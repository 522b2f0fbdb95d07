import type { Picture, Shape } from "./shapes";
import { DASHES, linePath, tickPath } from "./svg";

const SCALE = 2;

/** The picture as a PNG, at twice its size, in the colours that `host` is shown in. Null where the canvas gives none. */
export function picturePng({ width, height, shapes }: Picture, host: Element): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * SCALE);
  canvas.height = Math.ceil(height * SCALE);
  const context = canvas.getContext("2d");
  if (context === null) return Promise.resolve(null);
  const style = getComputedStyle(host);
  const color = (token: string): string => style.getPropertyValue(token).trim();
  context.scale(SCALE, SCALE);
  context.fillStyle = color("--ground");
  context.fillRect(0, 0, width, height);
  context.font = `${style.fontSize} ${style.fontFamily}`;
  for (const shape of shapes) draw(context, shape, color(shape.token));
  return new Promise((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
}

function draw(context: CanvasRenderingContext2D, shape: Shape, color: string): void {
  context.fillStyle = color;
  context.strokeStyle = color;
  context.lineWidth = 1;
  switch (shape.kind) {
    case "bar": {
      const { x, y, width, height } = shape.box;
      if (shape.filling === "hatched") hatch(context, x, y, width, height);
      else {
        context.globalAlpha = shape.filling === "pale" ? 0.45 : shape.filling === "outline" ? 0.12 : 1;
        context.fillRect(x, y, width, height);
        context.globalAlpha = 1;
      }
      context.strokeRect(x, y, width, height);
      return;
    }
    case "line":
      context.lineWidth = shape.width ?? 1;
      context.beginPath();
      context.moveTo(shape.from.x, shape.from.y);
      context.lineTo(shape.to.x, shape.to.y);
      context.stroke();
      return;
    case "path":
      context.lineWidth = shape.width;
      context.setLineDash(shape.dashed === true ? DASHES : []);
      context.stroke(new Path2D(linePath(shape.points)));
      context.setLineDash([]);
      return;
    case "text":
      context.textAlign = shape.anchor === "middle" ? "center" : shape.anchor;
      context.fillText(shape.text, shape.at.x, shape.at.y);
      return;
    case "tick":
      context.fill(new Path2D(tickPath(shape.at.x, shape.at.y, shape.sign)));
  }
}

function hatch(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.lineWidth = 2.5;
  context.beginPath();
  for (let at = x - height; at < x + width; at += 8.5) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
  context.restore();
}
