// What the outcome's uncertainty comes from: a tornado, and shares of the variance.
import { barSample } from "../../drawing/charts/filled-bar.ts";
import { aloneFill, inAllFill, indexBars } from "../../drawing/charts/index-bars.ts";
import { legend, tickSample } from "../../drawing/charts/legend.ts";
import { heldHigh, heldLow, tornadoChart } from "../../drawing/charts/tornado-chart.ts";
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import { formatInterval, formatNumber } from "../../drawing/numbers.ts";
import { htmlTable } from "../../drawing/table.ts";
import type { ReportPart } from "../page.ts";
import { counted } from "../words.ts";
import type { RiskSensitivity } from "./risk-report.ts";
import { figureText, inputLabel, percent } from "./risk-words.ts";

/** The pictures show those that matter most; the table has them all. */
const mostBars = 12;

export function sensitivityPart(sensitivity: RiskSensitivity): ReportPart {
  const { indices } = sensitivity;
  const shares =
    indices.interactions === null
      ? "The outcome does not vary."
      : `Alone the inputs make ${formatNumber(100 * (1 - indices.interactions), 1)} % of the variance; the rest is made by several at once.`;
  return {
    id: "sensitivity",
    title: "What makes it uncertain",
    body: fragment(
      element("p", {}, shares),
      element(
        "div",
        { class: "panels" },
        tornado(sensitivity),
        indices.interactions !== null && bars(sensitivity),
      ),
      indices.indices.length > mostBars &&
        element(
          "p",
          { class: "small quiet" },
          `The ${mostBars} that matter most are shown; the table has all.`,
        ),
      table(sensitivity),
      element(
        "p",
        { class: "small quiet" },
        `${counted(indices.evaluations, "evaluation")} on ${indices.points === "sobol" ? "Sobol" : "random"} points, seed ${indices.seed}; intervals by bootstrap, 95 %.`,
      ),
    ),
  };
}

function tornado({ tornado: { bars, share, mean }, kinds }: RiskSensitivity): Markup {
  const [low, high] = [percent(share), percent(1 - share)];
  const shown = bars.slice(0, mostBars);
  const first = shown[0];
  const widest =
    first === undefined
      ? ""
      : ` The widest is ${first.input}: ${ends(first.low.mean.estimate, first.high.mean.estimate)}.`;
  return element(
    "figure",
    {},
    element("figcaption", {}, `Mean outcome with one input at its ${low} or ${high} quantile`),
    tornadoChart(
      shown.map((bar) => ({
        label: inputLabel(bar.input, kinds),
        low: bar.low.mean.estimate,
        high: bar.high.mean.estimate,
        text: ends(bar.low.mean.estimate, bar.high.mean.estimate),
      })),
      {
        centre: mean.estimate,
        label: `Tornado of ${counted(shown.length, "input")} around the mean ${figureText(mean.estimate)}.${widest}`,
      },
    ),
    legend([
      { sample: barSample(heldLow), text: `input at ${low}` },
      { sample: barSample(heldHigh), text: `input at ${high}` },
      { sample: tickSample(), text: "nothing held" },
    ]),
  );
}

function ends(low: number, high: number): string {
  return `${figureText(low)} to ${figureText(high)}`;
}

function bars({ indices: { indices }, kinds }: RiskSensitivity): Markup {
  const shown = sorted(indices).slice(0, mostBars);
  const told = shown.slice(0, 3).map(({ input, total }) => `${input} ${formatNumber(total!.estimate, 2)}`);
  return element(
    "figure",
    {},
    element("figcaption", {}, "Shares of the variance"),
    indexBars(
      shown.map(({ input, first, total }) => ({
        label: inputLabel(input, kinds),
        alone: first!,
        inAll: total!,
      })),
      {
        label: `Sobol indices of ${counted(shown.length, "input")}; the largest in all: ${told.join(", ")}.`,
      },
    ),
    legend([
      { sample: barSample(aloneFill), text: "alone (first order)" },
      { sample: barSample(inAllFill), text: "in all, with others (total)" },
    ]),
  );
}

function sorted(indices: RiskSensitivity["indices"]["indices"]): RiskSensitivity["indices"]["indices"] {
  return [...indices].sort((a, b) => (b.total?.estimate ?? 0) - (a.total?.estimate ?? 0));
}

function table({ indices, tornado: { bars, share }, kinds }: RiskSensitivity): Markup {
  const held = new Map(bars.map((bar) => [bar.input, bar]));
  const right = (title: string, group = "") => ({ title, align: "right" as const, group });
  const caption = "Every input";
  return htmlTable(
    {
      caption,
      columns: [
        { title: "input", align: "left", group: "" },
        right("alone"),
        right("in all"),
        right(`at ${percent(share)}`, "mean outcome"),
        right(`at ${percent(1 - share)}`, "mean outcome"),
      ],
      rows: sorted(indices.indices).map(({ input, first, total }) => ({
        cells: [
          inputLabel(input, kinds),
          ...[first, total].map((index) =>
            index === null
              ? "–"
              : fragment(
                  formatNumber(index.estimate, 3),
                  element("span", { class: "seeds" }, formatInterval(index.low, index.high, 3)),
                ),
          ),
          figureText(held.get(input)!.low.mean.estimate),
          figureText(held.get(input)!.high.mean.estimate),
        ],
      })),
    },
    caption,
  );
}
