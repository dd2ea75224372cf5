// The answers of `innergap risk` for the terminal.
import { formatInterval } from "../drawing/numbers.ts";
import { type TextTable, textTableLines } from "../drawing/table.ts";
import type { RiskDistribution, RiskSensitivity } from "../reports/risk/risk-report.ts";
import {
  conditionsText,
  decisionText,
  figureText,
  inputLabel,
  nextText,
  percent,
  quantityText,
  worstCaseText,
} from "../reports/risk/risk-words.ts";
import type { Figure } from "../risk/estimates/figure.ts";
import type { DrawSummary } from "../risk/estimates/summarise-draws.ts";
import type { InformationValues } from "../risk/estimates/value-of-information.ts";
import type { ExplainedQuantity } from "../risk/explain-model.ts";
import type { RiskModel } from "../risk/model.ts";
import { wrap } from "./wording.ts";

const left = (title: string) => ({ title, align: "left" as const });
const right = (title: string) => ({ title, align: "right" as const });

/** What the model is, and what was asked of it. */
export function headLines({ name, title, quantities }: RiskModel, quantity: string, width: number): string[] {
  const asked = quantities.find((one) => one.name === quantity)?.title;
  return [
    ...wrap(title === undefined ? name : `${name}: ${title}`, width),
    ...wrap(asked === undefined ? quantity : `${quantity}: ${asked}`, width),
    "",
  ];
}

/** One quantity of the table below the outcome. */
export interface QuantityRow {
  readonly name: string;
  readonly summary: DrawSummary;
}

export function distributionLines(
  { conditions, summary, worst }: RiskDistribution,
  quantities: readonly QuantityRow[],
  width: number,
): string[] {
  const row = (what: string, figure: Figure) => ({
    cells: [what, figureText(figure.estimate), figureText(figure.standardError)],
  });
  const worstDraws = summary.tail === "upper" ? "highest" : "lowest";
  const table: TextTable = {
    columns: [left(""), right("value"), right("standard error")],
    rows: [
      row("mean", summary.mean),
      row("standard deviation", summary.deviation),
      ...summary.quantiles.map(({ share, value }) => row(`${percent(share)} quantile`, value)),
      ...summary.tailMeans.map(({ level, value }) =>
        row(`mean of the ${worstDraws} ${percent(1 - level)} (CVaR)`, value),
      ),
      ...summary.exceedances.map(({ threshold, probability }) =>
        row(`probability above ${figureText(threshold)}`, probability),
      ),
    ],
  };
  const shares = quantities[0]?.summary.quantiles.map(({ share }) => right(percent(share))) ?? [];
  const parts: TextTable = {
    columns: [left("quantity"), right("mean"), ...shares],
    rows: quantities.map(({ name, summary: of }) => ({
      cells: [
        name,
        figureText(of.mean.estimate),
        ...of.quantiles.map(({ value }) => figureText(value.estimate)),
      ],
    })),
  };
  return [
    ...textTableLines(table, width),
    "",
    ...wrap(`${conditionsText(conditions)}.`, width),
    ...(worst === null ? [] : worstCaseText(worst).flatMap((text) => wrap(text, width))),
    "",
    ...textTableLines(parts, width),
  ];
}

export function sensitivityLines({ indices, tornado, kinds }: RiskSensitivity, width: number): string[] {
  const bars = new Map(tornado.bars.map((bar) => [bar.input, bar]));
  const order = [...indices.indices].sort((a, b) => (b.total?.estimate ?? 0) - (a.total?.estimate ?? 0));
  const [low, high] = [percent(tornado.share), percent(1 - tornado.share)];
  const table: TextTable = {
    columns: [
      left("input"),
      right("alone"),
      right("95 %"),
      right("in all"),
      right("95 %"),
      { ...right(`at ${low}`), group: "outcome" },
      { ...right(`at ${high}`), group: "outcome" },
    ],
    rows: order.map(({ input, first, total }) => ({
      cells: [
        inputLabel(input, kinds),
        ...[first, total].flatMap((index) =>
          index === null
            ? ["–", ""]
            : [figureText(round(index.estimate)), formatInterval(index.low, index.high, 3)],
        ),
        figureText(bars.get(input)!.low.mean.estimate),
        figureText(bars.get(input)!.high.mean.estimate),
      ],
    })),
  };
  const shares =
    indices.interactions === null
      ? "The outcome does not vary."
      : `Variance ${figureText(indices.variance)}; alone the inputs make ${percent(round(1 - indices.interactions))} of it, the rest is made by several at once.`;
  return [
    ...(order.length === 0 ? [] : [...textTableLines(table, width), ""]),
    ...wrap(shares, width),
    ...wrap(
      `${indices.evaluations} evaluations: ${indices.base} ${indices.points === "sobol" ? "Sobol" : "random"} points, seed ${indices.seed}. alone: first-order index; in all: total index; intervals by bootstrap.`,
      width,
    ),
  ];
}

export function informationLines(values: InformationValues, width: number): string[] {
  const { everything, observations, parts } = values;
  const share = (value: number) =>
    everything.estimate > 0 ? percent(round(value / everything.estimate)) : "–";
  const table: TextTable = {
    columns: [
      left("part"),
      right("known exactly"),
      right("of everything"),
      right("between"),
      right(`${observations} trials`),
    ],
    rows: parts.map(({ name, perfect, observed, negligible }) => ({
      cells: [
        name,
        negligible ? "~ 0" : figureText(perfect.estimate),
        share(Math.max(0, perfect.estimate)),
        negligible
          ? ""
          : `${figureText(Math.min(perfect.crossFitted, perfect.plugIn))}-${figureText(Math.max(perfect.crossFitted, perfect.plugIn))}`,
        observed === null ? "" : negligible ? "~ 0" : figureText(observed.estimate),
      ],
    })),
  };
  return [
    ...decisionText(values).flatMap((text) => wrap(text, width)),
    ...wrap(`Knowing everything would be worth ${figureText(everything.estimate)}.`, width),
    "",
    ...(parts.length === 0 ? [] : [...textTableLines(table, width), ""]),
    ...wrap(
      `${conditionsText(values)}. between: estimates that err to either side; ~ 0: below 1 % of knowing everything.`,
      width,
    ),
    ...wrap(nextText(values), width),
  ];
}

/** The tree, indented; what was told further up is only named. */
export function treeLines(tree: ExplainedQuantity, width: number): string[] {
  const lines: string[] = [];
  const tell = (node: ExplainedQuantity, depth: number) => {
    const indent = "  ".repeat(depth);
    const room = Math.max(30, width - indent.length - 4);
    const told = node.again ? `${node.name} (see above)` : `${node.name} ${quantityText(node)}`;
    const [first = "", ...more] = wrap(told, room);
    lines.push(indent + first, ...more.map((line) => `${indent}    ${line}`));
    if (node.again) return;
    for (const text of [node.title, node.source && `source: ${node.source}`]) {
      if (text) lines.push(...wrap(text, room).map((line) => `${indent}    ${line}`));
    }
    for (const use of node.uses) tell(use, depth + 1);
  };
  tell(tree, 0);
  return lines;
}

/** Three digits after the point; what is smaller is noise of the estimate. */
function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}
