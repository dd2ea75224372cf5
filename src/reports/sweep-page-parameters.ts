// A sweep's figure over one setting: a disc per point, at the setting's value and at the mean over seeds.
import type { Json } from "../base/hash.ts";
import { linearScale, logarithmicScale, position, type Scale } from "../drawing/charts/scale.ts";
import { chartLine, chartText, marker, seriesStyle } from "../drawing/charts/series.ts";
import { element, type Markup } from "../drawing/markup.ts";
import { formatNumber } from "../drawing/numbers.ts";
import { cssColor } from "../drawing/palette.ts";
import { truncateToWidth } from "../drawing/plain-text.ts";
import type { RankedPoint } from "../trials/sweep-record.ts";
import { valueWord } from "./sweep-words.ts";

/** In per cent of the width, and in pixels. */
const [left, right, top, height, bottom] = [13, 95, 10, 210, 182];

/** An axis with the place of each value on it. */
interface Axis {
  readonly scale: Scale;
  place(value: Json): number;
}

/** The plot as an SVG as wide as its container. Numbers above 0 whose largest is at least 20 times the smallest are spaced by their logarithms; words stand side by side. */
export function parameterPlot(
  points: readonly RankedPoint[],
  path: string,
  { label, digits }: { readonly label: string; readonly digits: number },
): Markup {
  const shown = points.filter(({ mean }) => mean !== null);
  const x = axisOf(shown.map(({ values }) => values[path]!));
  const y = linearScale(shown.map(({ mean }) => mean!));
  const line = `stroke:${cssColor("line")};stroke-width:1`;
  return element(
    "svg",
    { class: "chart", width: "100%", height, role: "img", "aria-label": label },
    y.ticks.map((tick, index) => {
      const at = position(y, tick, bottom, top);
      return [
        chartLine({ x: `${left}%`, y: at }, { x: `${right}%`, y: at }, line),
        chartText({ x: `${left - 1.5}%`, y: at + 4 }, y.labels[index]!, { anchor: "end", quiet: true }),
      ];
    }),
    x.scale.ticks.map((tick, index) =>
      chartText(
        { x: `${position(x.scale, tick, left, right)}%`, y: bottom + 20 },
        truncateToWidth(x.scale.labels[index]!, 12),
        { anchor: "middle", quiet: true },
      ),
    ),
    shown.map(({ values, mean, share }) =>
      marker(
        {
          x: `${position(x.scale, x.place(values[path]!), left, right)}%`,
          y: String(position(y, mean!, bottom, top)),
        },
        { ...seriesStyle(0), filled: share === 1 },
        `${valueWord(values[path]!)}: ${formatNumber(mean, digits)}`,
      ),
    ),
  );
}

function axisOf(values: readonly Json[]): Axis {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === values.length && values.length > 0) {
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    if (low > 0 && high >= 20 * low) {
      const place = (value: Json) => Math.log10(value as number);
      return { scale: logarithmicScale(numbers.map(place)), place };
    }
    return { scale: linearScale(numbers), place: (value) => value as number };
  }
  const words = [...new Set(values.map(valueWord))];
  const ticks = words.map((_, index) => index);
  return {
    scale: { low: -0.5, high: Math.max(0, words.length - 1) + 0.5, ticks, labels: words },
    place: (value) => words.indexOf(valueWord(value)),
  };
}
