// Parts of shapes as geometry: which points of the 16 x 16 square they cover. Exact arithmetic, alike everywhere.
import { type Part, strokes } from "./shapes.ts";

/** Whether a point lies on the part. */
export type Covers = (x: number, y: number) => boolean;

/** Points x0, y0, x1, y1, ... */
type Polyline = number[];

/** Straight pieces that a curve is drawn with; a shape is at most some hundred pixels wide. */
const pieces = 12;

/** The points that a part of a shape covers. Throws an Error on a path command that is not M, L, H, V, Q, C or Z. */
export function covers(part: Part): Covers {
  const stroked = part.paint !== "solid" && part.paint !== "paper";
  const width = stroked ? strokes[part.paint as "line"] : 0;
  if (!("d" in part)) return stroked ? onCircle(part, width) : inDisc(part);
  const lines = polylines(part.d);
  if (!stroked) return within(lines);
  return near(part.paint === "dashed" ? lines.flatMap(dashes) : lines, width / 2);
}

interface Circle {
  readonly cx: number;
  readonly cy: number;
  readonly r: number;
}

function inDisc({ cx, cy, r }: Circle): Covers {
  return (x, y) => (x - cx) ** 2 + (y - cy) ** 2 <= r * r;
}

function onCircle(circle: Circle, width: number): Covers {
  const outer = inDisc({ ...circle, r: circle.r + width / 2 });
  const inner = inDisc({ ...circle, r: circle.r - width / 2 });
  return (x, y) => outer(x, y) && !inner(x, y);
}

/** Inside by the nonzero rule, every line closed. */
function within(lines: readonly Polyline[]): Covers {
  return (x, y) => {
    let winding = 0;
    for (const line of lines) winding += windings(line, x, y);
    return winding !== 0;
  };
}

function windings(line: Polyline, x: number, y: number): number {
  let winding = 0;
  for (let i = 0, last = line.length - 2; i < line.length; last = i, i += 2) {
    const y0 = line[last + 1]!;
    const y1 = line[i + 1]!;
    if (y0 <= y === y1 <= y) continue;
    const x0 = line[last]!;
    const side = (line[i]! - x0) * (y - y0) - (x - x0) * (y1 - y0);
    if (y1 > y0 && side > 0) winding++;
    else if (y1 < y0 && side < 0) winding--;
  }
  return winding;
}

/** At most `reach` away from a line: strokes with round ends and joins. */
function near(lines: readonly Polyline[], reach: number): Covers {
  return (x, y) => lines.some((line) => nearLine(line, x, y, reach * reach));
}

function nearLine(line: Polyline, x: number, y: number, reachSquared: number): boolean {
  for (let i = 0; i + 3 < line.length; i += 2) {
    const fromX = x - line[i]!;
    const fromY = y - line[i + 1]!;
    const dx = line[i + 2]! - line[i]!;
    const dy = line[i + 3]! - line[i + 1]!;
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, (fromX * dx + fromY * dy) / length));
    if ((fromX - along * dx) ** 2 + (fromY - along * dy) ** 2 <= reachSquared) return true;
  }
  return false;
}

/** The dashes of a line, each a line of its own. */
function dashes(line: Polyline): Polyline[] {
  const found: Polyline[] = [];
  let drawing = true;
  let rest: number = strokes.dash;
  let current = line.slice(0, 2);
  for (let i = 2; i + 1 < line.length; i += 2) {
    let [x, y] = [line[i - 2]!, line[i - 1]!];
    const [x1, y1] = [line[i]!, line[i + 1]!];
    let left = Math.sqrt((x1 - x) ** 2 + (y1 - y) ** 2);
    while (left > rest) {
      [x, y] = [x + ((x1 - x) * rest) / left, y + ((y1 - y) * rest) / left];
      left -= rest;
      if (drawing) found.push([...current, x, y]);
      drawing = !drawing;
      rest = drawing ? strokes.dash : strokes.gap;
      current = [x, y];
    }
    rest -= left;
    current.push(x1, y1);
  }
  if (drawing) found.push(current);
  return found;
}

/** How many numbers a command takes. */
const operands: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, Q: 4, C: 6, Z: 0 };

/** The subpaths of a path, curves in straight pieces, closed ones ending where they began. */
export function polylines(d: string): Polyline[] {
  const lines: Polyline[] = [];
  for (const { 1: letter = "", 2: text = "" } of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const name = letter.toUpperCase();
    const count = operands[name];
    if (count === undefined) throw new Error(`path command "${letter}" in "${d}"`);
    const numbers = [...text.matchAll(/-?(?:\d+\.?\d*|\.\d+)/g)].map(Number);
    let at = 0;
    do {
      // Further pairs after a moveto are lines.
      draw(lines, at > 0 && name === "M" ? "L" : name, numbers.slice(at, at + count), letter !== name);
      at += count;
    } while (count > 0 && at < numbers.length);
  }
  return lines;
}

function draw(lines: Polyline[], name: string, numbers: readonly number[], relative: boolean): void {
  const line = lines.at(-1) ?? [0, 0];
  const [x, y] = [line.at(-2)!, line.at(-1)!];
  const [dx, dy] = relative ? [x, y] : [0, 0];
  const points = numbers.map((value, index) => value + (index % 2 === 0 ? dx : dy));
  if (name === "M") lines.push(points);
  else if (name === "Z") line.push(line[0]!, line[1]!);
  else if (name === "H") line.push(points[0]!, y);
  else if (name === "V") line.push(x, numbers[0]! + dy);
  else line.push(...(name === "L" ? points : curve([x, y, ...points])));
}

/** Points of a Bezier curve of any degree after its first, by de Casteljau's construction. */
function curve(control: readonly number[]): number[] {
  return Array.from({ length: pieces }, (_, piece) => {
    const t = (piece + 1) / pieces;
    let points = control;
    while (points.length > 2) {
      points = points.slice(2).map((value, index) => points[index]! + (value - points[index]!) * t);
    }
    return points;
  }).flat();
}
