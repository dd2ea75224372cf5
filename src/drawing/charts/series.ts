// How one series is told from the next: colour, dash and marker together, so that none has to stand alone.
import { type Attributes, element, type Markup } from "../markup.ts";
import { type ColorName, cssColor } from "../palette.ts";

export interface SeriesStyle {
  readonly color: ColorName;
  /** `stroke-dasharray`, or null for a solid line. */
  readonly dash: string | null;
  /** Path of the marker around (0, 0), some 8 units wide. */
  readonly marker: string;
  readonly filled: boolean;
}

const colors: readonly ColorName[] = ["blue", "vermilion", "green", "purple", "orange", "sky", "grey"];
const dashes = [null, "6 3", "2 3", "8 3 2 3", "10 4"] as const;
const markers = [
  "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0Z",
  "M-3.3-3.3H3.3V3.3H-3.3Z",
  "M0-4.2 4 3.2H-4Z",
  "M0-4.6 4.2 0 0 4.6-4.2 0Z",
  "M0 4.2 4-3.2H-4Z",
  "M-1.4-4H1.4V-1.4H4V1.4H1.4V4H-1.4V1.4H-4V-1.4H-1.4Z",
] as const;

/** The style of the series with that index; the first 7 x 5 x 6 / common factors = 210 are all different. */
export function seriesStyle(index: number): SeriesStyle {
  return {
    color: colors[index % colors.length] as ColorName,
    dash: dashes[index % dashes.length] as string | null,
    marker: markers[index % markers.length] as string,
    filled: true,
  };
}

/** A marker at a place given in per cent or pixels, with a text that the pointer shows. */
export function marker(
  at: { readonly x: string; readonly y: string },
  style: SeriesStyle,
  title: string,
  attributes: Attributes = {},
): Markup {
  const color = cssColor(style.color);
  const fill = style.filled ? color : cssColor("paper");
  return element(
    "svg",
    { x: at.x, y: at.y, overflow: "visible", ...attributes },
    element("title", {}, title),
    element("path", {
      d: style.marker,
      style: `fill:${fill};stroke:${style.filled ? cssColor("paper") : color};stroke-width:${style.filled ? 0.8 : 1.6}`,
    }),
  );
}

/** Text of a chart: `anchor` is start, middle or end; sizes are CSS pixels, whatever the chart's width. */
export function chartText(
  at: { readonly x: string; readonly y: number },
  text: string,
  options: {
    readonly anchor?: string;
    readonly quiet?: boolean;
    readonly color?: ColorName;
    readonly bold?: boolean;
  } = {},
): Markup {
  const color = options.color ?? (options.quiet ? "quiet" : "ink");
  return element(
    "text",
    {
      x: at.x,
      y: at.y,
      "text-anchor": options.anchor ?? "start",
      style: `font-size:12px;font-variant-numeric:tabular-nums;fill:${cssColor(color)}${options.bold ? ";font-weight:600" : ""}`,
    },
    text,
  );
}

/** A straight line between two places; horizontal places in per cent, vertical ones in pixels. */
export function chartLine(
  from: { readonly x: string; readonly y: number },
  to: { readonly x: string; readonly y: number },
  style: string,
): Markup {
  return element("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, style });
}
