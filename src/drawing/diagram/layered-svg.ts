// A layered drawing as an SVG picture, with a legend of what occurs in it.
import { type Child, element, fragment, type Markup } from "../markup.ts";
import { colorVariables, cssColor } from "../palette.ts";
import { displayWidth, plainLine } from "../plain-text.ts";
import { drawingWords } from "./drawing-words.ts";
import type { DrawnNode, LayeredDrawing } from "./layered-drawing.ts";
import { layeredLayout, markStep, type PlacedNode, text } from "./layered-layout.ts";
import { markShapes, markSymbol } from "./mark-symbol.ts";
import { outline, type Point, round } from "./node-outline.ts";

const font = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif';
const arrow = { length: 9, halfWidth: 4.2 } as const;
/** A legend may make the picture this wide. */
const legendWidth = 400;
const [legendRow, legendColumn] = [24, 96];
const gap = 12;
const smallestScale = 0.75;

/**
 * The picture with both colour themes and its text alternative. In a page (`inPage`) colours come from the page's own variables, and no
 * background is painted.
 */
export function layeredSvg(
  drawing: LayeredDrawing,
  { inPage = false }: { readonly inPage?: boolean } = {},
): Markup {
  const layout = layeredLayout(drawing);
  const key = legend(drawing, Math.max(layout.width, legendWidth));
  const width = Math.ceil(Math.max(layout.width, key.width));
  const height = Math.ceil(layout.height + gap + key.height);
  const shift = round((width - layout.width) / 2);
  const edges = drawing.edges.map((edge, index) => arrowMarkup(layout.paths[index]!, edge.informs));
  const labels = drawing.edges.map(({ label }, index) => {
    const place = layout.labels[index];
    return label === undefined || !place ? null : edgeLabel(label, place);
  });
  const nodes = drawing.nodes.map((node, index) => nodeMarkup(node, layout.nodes[index]!));
  const dark = `@media (prefers-color-scheme: dark){svg{${colorVariables("dark")}}}`;
  const background: Child = inPage
    ? null
    : [
        element("style", {}, `svg{${colorVariables("light")}}${dark}`),
        element("rect", { width, height, style: `fill:${cssColor("paper")}` }),
      ];
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": drawingWords(drawing),
      class: "diagram",
      style: `font-family:${font}${inPage ? shrinking(width) : ""}`,
    },
    background,
    element("g", { transform: `translate(${shift} 0)` }, edges, labels, nodes),
    element("g", { transform: `translate(0 ${round(layout.height + gap)})` }, key.markup),
  );
}

function nodeMarkup(node: DrawnNode, place: PlacedNode): Markup {
  const color = node.color === null ? cssColor("quiet") : cssColor(node.color);
  const paint = `stroke:${color};stroke-width:${node.kind === "chance" ? 1.4 : 2};fill:${cssColor("raised")}`;
  const height =
    place.lines.length * text.line +
    (node.note === undefined ? 0 : text.note) +
    (node.marks.length > 0 ? text.marks : 0);
  let y = place.y - height / 2;
  const lines = place.lines.map((line) => {
    y += text.line;
    return words(line, place.x, y - 4.5, 14, "ink");
  });
  if (node.note !== undefined) {
    y += text.note;
    lines.push(words(node.note, place.x, y - 3.5, 11, "quiet"));
  }
  const marks = node.marks.map((mark, index) =>
    markSymbol(mark, place.x + (index - (node.marks.length - 1) / 2) * markStep, y + text.marks / 2),
  );
  return element(
    "g",
    { class: "node" },
    element("title", {}, plainLine(node.name)),
    outline(node.kind, place, place, { style: paint }),
    lines,
    marks,
  );
}

function words(
  line: string,
  x: number,
  y: number,
  size: number,
  color: "ink" | "quiet",
  anchor = "middle",
): Markup {
  return element(
    "text",
    { x: round(x), y: round(y), "text-anchor": anchor, style: `font-size:${size}px;fill:${cssColor(color)}` },
    line,
  );
}

function arrowMarkup(path: readonly Point[], informs: boolean): Markup {
  const [end, before] = [path.at(-1)!, path.at(-2)!];
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [dx, dy] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const neck = { x: end.x - dx * arrow.length, y: end.y - dy * arrow.length };
  const corner = (side: number) =>
    `${round(neck.x - side * dy * arrow.halfWidth)},${round(neck.y + side * dx * arrow.halfWidth)}`;
  const ink = cssColor("quiet");
  const line = `fill:none;stroke:${ink};stroke-width:1.5${informs ? ";stroke-dasharray:5 4" : ""}`;
  return fragment(
    element("path", { d: curve([...path.slice(0, -1), neck]), style: line }),
    element("polygon", {
      points: `${round(end.x)},${round(end.y)} ${corner(1)} ${corner(-1)}`,
      style: `fill:${ink}`,
    }),
  );
}

/** On a band of paper, so that the arrow below does not strike it out. */
function edgeLabel(label: string, { x, y }: Point): Markup {
  const style = `font-size:12px;fill:${cssColor("ink")};stroke:${cssColor("paper")};stroke-width:5;paint-order:stroke`;
  return element("text", { x: round(x), y: round(y + 4), "text-anchor": "middle", style }, label);
}

/** Through the middles between bends, each bend pulling: smooth, and within the bends' hull. */
function curve(points: readonly Point[]): string {
  const at = ({ x, y }: Point) => `${round(x)} ${round(y)}`;
  const [first, ...rest] = points as readonly [Point, ...Point[]];
  if (rest.length === 1) return `M${at(first)}L${at(rest[0]!)}`;
  const bends = rest.slice(0, -1);
  const pieces = bends.map((bend, index) => {
    const next = rest[index + 1]!;
    const end = index === bends.length - 1 ? next : { x: (bend.x + next.x) / 2, y: (bend.y + next.y) / 2 };
    return `Q${at(bend)} ${at(end)}`;
  });
  return `M${at(first)}${pieces.join("")}`;
}

/** In a narrow page the picture becomes smaller, as far as its words can still be read. */
function shrinking(width: number): string {
  return `;max-width:100%;min-width:${Math.round(width * smallestScale)}px;height:auto`;
}

interface LegendItem {
  readonly sample: Markup;
  readonly title: string;
}

/** Rows of samples with their words, as many to a row as fit. */
function legend(drawing: LayeredDrawing, room: number): { markup: Markup; width: number; height: number } {
  let [x, y, widest] = [10, 0, 0];
  const placed = legendItems(drawing).map(({ sample, title }) => {
    // Columns of one width, so that rows stand below each other; a wide title takes several.
    const width = legendColumn * Math.ceil((34 + displayWidth(title) * 6.7) / legendColumn);
    if (x > 10 && x + width > room) [x, y] = [10, y + legendRow];
    const item = element(
      "g",
      { transform: `translate(${round(x)} ${y})` },
      sample,
      words(title, 34, legendRow / 2 + 4, 12, "quiet", "start"),
    );
    x += width;
    widest = Math.max(widest, x);
    return item;
  });
  return { markup: fragment(placed), width: widest, height: y + legendRow + 4 };
}

function legendItems({ nodes, edges, kinds: titles }: LayeredDrawing): readonly LegendItem[] {
  const kinds = (["chance", "decision", "utility"] as const).filter((kind) =>
    nodes.some((node) => node.kind === kind),
  );
  const middle = { x: 15, y: legendRow / 2 };
  const shapes = kinds.map((kind): LegendItem => {
    const color =
      kind === "chance"
        ? cssColor("quiet")
        : cssColor(nodes.find((node) => node.kind === kind)!.color ?? "quiet");
    const size = { width: kind === "decision" ? 22 : 26, height: kind === "utility" ? 18 : 14 };
    const style = `stroke:${color};stroke-width:1.6;fill:${cssColor("raised")}`;
    return { sample: outline(kind, middle, size, { style }), title: titles?.[kind] ?? kind };
  });
  const dashed: LegendItem = {
    sample: element("line", {
      x1: 2,
      x2: 28,
      y1: middle.y,
      y2: middle.y,
      style: `stroke:${cssColor("quiet")};stroke-width:1.5;stroke-dasharray:5 4`,
    }),
    title: "what a decision sees",
  };
  const found = nodes.flatMap((node) => node.marks);
  const marks = markShapes.flatMap((shape) => found.find((mark) => mark.shape === shape) ?? []);
  return [
    ...shapes,
    ...(edges.some(({ informs }) => informs) ? [dashed] : []),
    ...marks.map((mark) => ({
      sample: markSymbol(mark, middle.x, middle.y),
      title: mark.title,
    })),
  ];
}
