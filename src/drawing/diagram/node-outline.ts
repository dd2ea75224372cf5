// The outlines of nodes: ellipses for chance, rectangles for decisions, diamonds for utilities, each around its content.
import type { NodeKind } from "../../causal/diagram.ts";
import { type Attributes, element, type Markup } from "../markup.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const padding = 9;

/** The size of the outline that holds a rectangle of content. */
export function outlineSize(kind: NodeKind, content: Size): Size {
  if (kind === "decision") {
    return { width: content.width + 3 * padding, height: content.height + 2 * padding };
  }
  if (kind === "chance") {
    // The smallest ellipse around a rectangle is wider and higher by the root of 2; text has corners that are empty.
    return { width: content.width * 1.32 + padding, height: content.height * 1.3 + 1.4 * padding };
  }
  // A diamond twice as high as its content leaves half of its width to it.
  const height = content.height * 1.9 + padding;
  return { width: content.width / (1 - content.height / height) + padding, height };
}

/** The outline around a middle point. */
export function outline(
  kind: NodeKind,
  { x, y }: Point,
  { width, height }: Size,
  attributes: Attributes,
): Markup {
  const [a, b] = [width / 2, height / 2];
  if (kind === "chance")
    return element("ellipse", { cx: round(x), cy: round(y), rx: round(a), ry: round(b), ...attributes });
  if (kind === "decision") {
    return element("rect", {
      x: round(x - a),
      y: round(y - b),
      width: round(width),
      height: round(height),
      rx: 3,
      ...attributes,
    });
  }
  const corners = [
    [x, y - b],
    [x + a, y],
    [x, y + b],
    [x - a, y],
  ];
  const points = corners.map(([px, py]) => `${round(px!)},${round(py!)}`).join(" ");
  return element("polygon", { points, "stroke-linejoin": "round", ...attributes });
}

/** Where the line from the middle towards another point leaves the outline. */
export function leaving(kind: NodeKind, middle: Point, { width, height }: Size, towards: Point): Point {
  const [dx, dy] = [towards.x - middle.x, towards.y - middle.y];
  const [u, v] = [Math.abs(dx) / (width / 2), Math.abs(dy) / (height / 2)];
  const reach = kind === "chance" ? Math.hypot(u, v) : kind === "decision" ? Math.max(u, v) : u + v;
  if (reach === 0) return middle;
  return { x: middle.x + dx / reach, y: middle.y + dy / reach };
}

/** Tenths are fine enough, and the same text on every machine. */
export const round = (value: number): number => Math.round(value * 10) / 10;
