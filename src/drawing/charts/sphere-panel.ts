// Belief in directions, seen from one side: unit vectors projected onto the plane of two of their components.
import { element, fragment, type Markup } from "../markup.ts";
import { cssColor } from "../palette.ts";
import { marker, seriesStyle } from "./series.ts";

/** A direction with the belief that lies on it. Components lie in [-1, 1]. */
export interface DirectionMass {
  readonly x: number;
  readonly y: number;
  readonly mass: number;
}

export interface SpherePanelOptions {
  /** Text alternative. */
  readonly label: string;
  /** Directions to compare with, such as named objectives; `index` as in the legend beside the panels. */
  readonly named: readonly {
    readonly label: string;
    readonly index: number;
    readonly x: number;
    readonly y: number;
  }[];
}

/** Side of the drawing, and the radius of the circle in which unit vectors end up; the rest is for marks on the rim. */
const size = 220;
const radius = 100;
const centre = size / 2;
/** Cells per side into which neighbouring points are put together: a bubble each. */
const cells = 21;
const largestBubble = 9;

const across = (x: number) => round(centre + x * radius);
const up = (y: number) => round(centre - y * radius);

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Neighbouring points as one, at their centre of mass: at most one per cell of a grid, with the mass of all of them. */
export function bubbles(points: readonly DirectionMass[]): readonly DirectionMass[] {
  const found = new Map<number, { x: number; y: number; mass: number }>();
  const cell = (value: number) => Math.min(cells - 1, Math.floor(((value + 1) / 2) * cells));
  for (const { x, y, mass } of points) {
    if (!(mass > 0)) continue;
    const place = cell(y) * cells + cell(x);
    const sum = found.get(place) ?? { x: 0, y: 0, mass: 0 };
    found.set(place, { x: sum.x + x * mass, y: sum.y + y * mass, mass: sum.mass + mass });
  }
  return [...found.values()].map(({ x, y, mass }) => ({ x: x / mass, y: y / mass, mass }));
}

function ground(): Markup {
  const line = `stroke:${cssColor("line")};stroke-width:1.5;fill:none`;
  return fragment(
    element("circle", { cx: centre, cy: centre, r: radius, style: line }),
    element("path", {
      d: `M${centre - radius} ${centre}H${centre + radius}M${centre} ${centre - radius}V${centre + radius}`,
      style: line,
    }),
  );
}

/**
 * The panel as an SVG without words, x to the right and y up. The circle is the border of the unit sphere: on it the two components are everything, in its
 * middle they are nothing. A bubble's area is belief.
 */
export function spherePanel(points: readonly DirectionMass[], options: SpherePanelOptions): Markup {
  const shown = bubbles(points);
  const most = Math.max(0, ...shown.map(({ mass }) => mass));
  return element(
    "svg",
    { class: "sphere", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": options.label },
    ground(),
    element(
      "g",
      { style: `fill:${cssColor("blue")};fill-opacity:.42` },
      shown.map(({ x, y, mass }) =>
        element("circle", {
          cx: across(x),
          cy: up(y),
          r: round(Math.max(0.8, largestBubble * Math.sqrt(mass / most))),
        }),
      ),
    ),
    options.named.map(({ label, index, x, y }) =>
      marker({ x: String(across(x)), y: String(up(y)) }, { ...seriesStyle(index), filled: false }, label),
    ),
  );
}
