// Shapes as SVG symbols, to be placed once in a document and drawn with `<use>`.
import type { ShapeWord } from "../environments/environment.ts";
import { element, fragment, type Markup } from "./markup.ts";
import { cssColor } from "./palette.ts";
import { type Paint, type Part, shapes, shapeWords, strokes } from "./shapes.ts";

const rounded = "stroke-linejoin:round;stroke-linecap:round";
const line = `fill:none;stroke:currentColor;stroke-width:${strokes.line};${rounded}`;

const styles: Readonly<Record<Paint, string>> = {
  solid: "fill:currentColor",
  paper: `fill:${cssColor("paper")}`,
  line,
  paperLine: `fill:none;stroke:${cssColor("paper")};stroke-width:${strokes.paperLine};${rounded}`,
  dashed: `${line};stroke-dasharray:${strokes.dash} ${strokes.gap}`,
};

/** Identifier of a shape's `<symbol>`. */
export function symbolId(shape: ShapeWord): string {
  return `shape-${shape}`;
}

function drawn(part: Part): Markup {
  const style = styles[part.paint];
  return "d" in part
    ? element("path", { d: part.d, style })
    : element("circle", { cx: part.cx, cy: part.cy, r: part.r, style });
}

/** A `<symbol>` of 16 x 16 per shape word, with the shape's colour as `color`. */
export function shapeSymbols(words: Iterable<ShapeWord> = shapeWords): Markup {
  return fragment(
    [...words].map((word) =>
      element(
        "symbol",
        { id: symbolId(word), viewBox: "0 0 16 16", style: `color:${cssColor(shapes[word].color)}` },
        shapes[word].parts.map(drawn),
      ),
    ),
  );
}
