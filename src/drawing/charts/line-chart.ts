// Line chart: one line per seed with its own dash, end marker and direct label, and a band where there is one.
import { element, fragment, type Markup } from "../markup.ts";
import { cssColor } from "../palette.ts";
import { plainLine, truncateToWidth } from "../plain-text.ts";
import { linearScale, logarithmicScale, position, type Scale } from "./scale.ts";
import { chartLine, chartText, marker, seriesStyle } from "./series.ts";

export type Point = readonly [x: number, y: number];

export interface LineSeries {
  readonly label: string;
  readonly points: readonly Point[];
  /** Decides colour, dash and marker; equal in all charts that show the same seed. */
  readonly index: number;
  /** One seed among those of a mean: a thin pale line without a marker at its end. */
  readonly thin?: boolean;
}

export interface Band {
  readonly points: readonly (readonly [x: number, low: number, high: number])[];
}

export interface LineChartOptions {
  /** Text alternative. */
  readonly label: string;
  readonly height: number;
  readonly band?: Band;
  /** Values that the vertical axis covers in any case. */
  readonly include?: readonly number[];
  /** Places on the horizontal axis with a name over a dashed line. */
  readonly marks?: readonly { readonly x: number; readonly label: string }[];
  /** Powers of ten lie equally far apart on the horizontal axis, which then does not begin at 0; all places are above 0. */
  readonly logarithmic?: boolean;
  /** True where a legend beside the chart names the series: none is named at its end. */
  readonly legend?: boolean;
}

const left = 13;
/** Right end of the plot, without and with room for names at the ends of the lines. */
const [wideRight, narrowRight] = [97, 90];
const [topMargin, bottomMargin] = [10, 22];
/** Room over the plot for the names of marks and the strokes to their lines. */
const marksHeight = 24;

/**
 * Places moved apart until neighbours keep the distance, in their order, and then into [low, high]; where there is
 * no room for all of them the distance is as large as there is room for.
 */
export function spread(
  places: readonly number[],
  distance: number,
  low: number,
  high: number,
): readonly number[] {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  const apart = Math.min(distance, (high - low) / Math.max(1, order.length - 1));
  for (let pass = 0; pass < 50; pass++) {
    for (let i = 1; i < order.length; i++) {
      const [above, below] = [order[i - 1]!, order[i]!];
      const missing = Math.max(0, apart - (below.place - above.place));
      above.place -= missing / 2;
      below.place += missing / 2;
    }
  }
  let least = low;
  for (const one of order) {
    one.place = Math.max(one.place, least);
    least = one.place + apart;
  }
  let most = high;
  for (const one of order.toReversed()) {
    one.place = Math.min(one.place, most);
    most = one.place - apart;
  }
  const result = new Array<number>(places.length);
  for (const { place, index } of order) result[index] = Math.round(place * 100) / 100;
  return result;
}

interface Axes {
  readonly x: Scale;
  readonly y: Scale;
  /** In per cent of the width. */
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function grid({ x, y, right, top, bottom }: Axes): Markup {
  const quiet = `stroke:${cssColor("line")};stroke-width:1`;
  const shown = x.ticks.length > 4 ? 2 : 1;
  return fragment(
    y.ticks.map((tick, index) => {
      const at = position(y, tick, bottom, top);
      return [
        chartLine({ x: `${left}%`, y: at }, { x: `${right}%`, y: at }, quiet),
        chartText({ x: `${left - 1.5}%`, y: at + 4 }, y.labels[index] as string, {
          anchor: "end",
          quiet: true,
        }),
      ];
    }),
    x.ticks.map(
      (tick, index) =>
        index % shown === 0 &&
        chartText({ x: `${position(x, tick, left, right)}%`, y: bottom + 17 }, x.labels[index] as string, {
          anchor: "middle",
          quiet: true,
        }),
    ),
  );
}

/** A point on the canvas, in whole units: a thousandth of the plot is less than a pixel. */
function canvasPoint({ x, y }: Axes, [at, value]: Point): string {
  return `${Math.round(position(x, at, 0, 1000))},${Math.round(position(y, value, 1000, 0))}`;
}

/** The part of the chart where lines are drawn: 1000 x 1000 units stretched to its place. */
function canvas({ right, top, bottom }: Axes, ...children: readonly Markup[]): Markup {
  return element(
    "svg",
    {
      x: `${left}%`,
      y: top,
      width: `${right - left}%`,
      height: bottom - top,
      viewBox: "0 0 1000 1000",
      preserveAspectRatio: "none",
    },
    children,
  );
}

function bandPath(axes: Axes, band: Band): Markup {
  const side = (which: 1 | 2) => band.points.map((point) => canvasPoint(axes, [point[0], point[which]]));
  return element("path", {
    d: `M${[...side(1), ...side(2).reverse()].join("L")}Z`,
    style: `fill:${cssColor("blue")};fill-opacity:.16`,
  });
}

/** Width and opacity of a line: means stand out from their seeds, many lines are finer than few. */
function stroke(one: LineSeries, all: readonly LineSeries[]): string {
  if (one.thin) return "stroke-width:1;stroke-opacity:.4";
  if (all.some(({ thin }) => thin)) return "stroke-width:2.6";
  return `stroke-width:${all.length > 5 ? 1.1 : 1.7}`;
}

function linePath(axes: Axes, series: LineSeries, all: readonly LineSeries[]): Markup {
  const style = seriesStyle(series.index);
  const points = series.points.filter(([, value]) => Number.isFinite(value));
  return element("polyline", {
    points: points.map((point) => canvasPoint(axes, point)).join(" "),
    "vector-effect": "non-scaling-stroke",
    style: `fill:none;stroke:${cssColor(style.color)};${stroke(series, all)};stroke-linejoin:round${style.dash ? `;stroke-dasharray:${style.dash}` : ""}`,
  });
}

function markLines({ x, right, top, bottom }: Axes, marks: LineChartOptions["marks"] = []): Markup {
  const places = marks.map((mark) => position(x, mark.x, left, right));
  const names = spread(places, 9, left, right);
  const style = `stroke:${cssColor("quiet")};stroke-width:1`;
  return fragment(
    marks.map(({ label }, index) => {
      const at = { x: `${places[index]}%`, y: top };
      return [
        chartLine(at, { ...at, y: bottom }, `${style};stroke-dasharray:2 4`),
        chartLine({ x: `${names[index]}%`, y: top - 9 }, at, style),
        chartText({ x: `${names[index]}%`, y: top - 13 }, label, { anchor: "middle", quiet: true }),
      ];
    }),
  );
}

function endMarks(axes: Axes, all: readonly LineSeries[], named: boolean): Markup {
  const { right } = axes;
  const series = all.filter(({ thin }) => !thin);
  const ends = series.flatMap((one) => {
    const last = one.points.filter(([, value]) => Number.isFinite(value)).at(-1);
    return last ? [{ one, last, place: position(axes.y, last[1], axes.bottom, axes.top) }] : [];
  });
  const labels = spread(
    ends.map((end) => end.place),
    13,
    axes.top,
    axes.bottom,
  );
  return fragment(
    ends.map(({ one, last, place }, index) => {
      const style = seriesStyle(one.index);
      const x = position(axes.x, last[0], left, right);
      return [
        marker({ x: `${x}%`, y: String(place) }, style, one.label),
        named &&
          chartText({ x: `${x + 2}%`, y: labels[index]! + 4 }, truncateToWidth(plainLine(one.label), 5), {
            color: style.color,
            bold: true,
          }),
      ];
    }),
  );
}

/** The chart, its horizontal axis from 0 unless it is logarithmic, as an SVG as wide as its container, whose text keeps its size at every width. */
export function lineChart(given: readonly LineSeries[], options: LineChartOptions): Markup {
  const place = (x: number) => (options.logarithmic ? Math.log10(x) : x);
  const series = given.map((one) => ({ ...one, points: one.points.map(([x, y]) => [place(x), y] as const) }));
  const points = series.flatMap((one) => one.points);
  const bandValues = options.band?.points.flatMap(([, low, high]) => [low, high]) ?? [];
  const marks = (options.marks ?? []).map((mark) => ({ ...mark, x: place(mark.x) }));
  const places = [...points.map(([x]) => x), ...marks.map(({ x }) => x)];
  const axes: Axes = {
    x: options.logarithmic ? logarithmicScale(places) : linearScale([0, ...places]),
    y: linearScale([...points.map(([, y]) => y), ...bandValues, ...(options.include ?? [])]),
    right: options.legend ? wideRight : narrowRight,
    top: topMargin + (marks.length > 0 ? marksHeight : 0),
    bottom: options.height - bottomMargin,
  };
  return element(
    "svg",
    { class: "chart", width: "100%", height: options.height, role: "img", "aria-label": options.label },
    grid(axes),
    markLines(axes, marks),
    canvas(
      axes,
      ...(options.band ? [bandPath(axes, options.band)] : []),
      ...series.map((one) => linePath(axes, one, series)),
    ),
    endMarks(axes, series, !options.legend),
  );
}
