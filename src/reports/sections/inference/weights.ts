// Posterior over the weights of a linear objective: the directions that carry belief, and an interval per weight.
import { unitVector } from "../../../base/vectors.ts";
import { type DotPlotRow, dotPlot } from "../../../drawing/charts/dot-plot.ts";
import { legend, markerSample } from "../../../drawing/charts/legend.ts";
import { type DirectionMass, spherePanel } from "../../../drawing/charts/sphere-panel.ts";
import { element, fragment, type Markup } from "../../../drawing/markup.ts";
import { formatInterval, formatNumber } from "../../../drawing/numbers.ts";
import { htmlTable } from "../../../drawing/table.ts";
import { figure } from "../../../experiments/checks.ts";
import type { Figure } from "../../../measures/summary.ts";
import type { InferenceLine, WeightPosterior } from "../../../runs/inference-format.ts";
import type { ReportPart } from "../../page.ts";
import { eventName } from "../../words.ts";
import { agentName, type InferenceBlock, type InferredAgent, lineName } from "./agents.ts";

type WeightedLine = InferenceLine & { readonly weights: WeightPosterior };

/** A named objective as a unit vector in the order of the weights. */
export interface NamedDirection {
  readonly label: string;
  readonly components: readonly number[];
}

function weightedLines({ final }: InferredAgent): readonly WeightedLine[] {
  const lines = final.filter((line): line is WeightedLine => line.weights !== null);
  const [first] = lines;
  // Seeds of one agent are asked for the same weights; a record of other ones cannot stand in the same figure.
  return lines.filter(({ weights }) => weights.order.join("\n") === first?.weights.order.join("\n"));
}

/** Points of all seeds with masses that sum to 1: every seed counts alike. */
export function pooledPoints(
  lines: readonly WeightedLine[],
): readonly { readonly weights: readonly number[]; readonly mass: number }[] {
  return lines.flatMap(({ weights }) => {
    const total = weights.points.reduce((sum, { mass }) => sum + mass, 0);
    return weights.points.map((point) => ({
      weights: point.weights,
      mass: total > 0 ? point.mass / total / lines.length : 0,
    }));
  });
}

/** The named candidates whose weights lie among those of the posterior, as unit vectors; equal ones share a name. */
export function namedDirections({ posterior, weights }: WeightedLine): readonly NamedDirection[] {
  const found = new Map<string, NamedDirection>();
  for (const { name, kind, weights: own } of posterior.candidates) {
    if (
      kind !== "named" ||
      Object.keys(own).some((event) => own[event] !== 0 && !weights.order.includes(event))
    )
      continue;
    const vector = weights.order.map((event) => own[event] ?? 0);
    if (vector.every((x) => x === 0)) continue;
    const components = unitVector(vector);
    const key = components.map((x) => x.toFixed(9)).join();
    const known = found.get(key);
    found.set(key, { label: known ? `${known.label} = ${name}` : name, components });
  }
  return [...found.values()];
}

/** The figure of one weight: a seed's posterior mean each; a single agent's own interval, else the one over seeds. */
function weightFigure(lines: readonly WeightedLine[], name: string): Figure {
  const own = lines.map(({ weights }) => weights.weights[name]);
  const perSeed = own.map((one) => one?.mean ?? Number.NaN);
  if (lines.length > 1) return figure(perSeed);
  return { perSeed, mean: perSeed[0]!, low: own[0]?.low ?? null, high: own[0]?.high ?? null };
}

function panels(lines: readonly WeightedLine[], named: readonly NamedDirection[]): Markup[] {
  const { order } = lines[0]!.weights;
  const points = pooledPoints(lines);
  return order.flatMap((xName, x) =>
    order.slice(x + 1).map((yName, after) => {
      const y = x + 1 + after;
      const masses = points.map(
        ({ weights, mass }): DirectionMass => ({ x: weights[x] ?? 0, y: weights[y] ?? 0, mass }),
      );
      return element(
        "figure",
        {},
        element("figcaption", {}, `${eventName(yName)} ↑`, element("br", {}), `${eventName(xName)} →`),
        spherePanel(masses, {
          label: `Belief in directions of weights: ${eventName(yName)} against ${eventName(xName)}. The table has the intervals.`,
          named: named.map(({ label, components }, index) => ({
            label,
            index,
            x: components[x]!,
            y: components[y]!,
          })),
        }),
      );
    }),
  );
}

function weightTable(agent: InferredAgent, lines: readonly WeightedLine[]): Markup {
  const seeded = lines.length > 1;
  const table = {
    caption: "Posterior means with 95 % intervals; all weights together have length 1.",
    columns: [
      { title: "weight", align: "left" as const },
      { title: "mean", align: "right" as const },
      ...(seeded ? lines : []).map((line) => ({ title: lineName(line), align: "right" as const })),
    ],
    rows: [
      ...lines[0]!.weights.order.map((name) => {
        const { mean, low, high } = weightFigure(lines, name);
        const interval = formatInterval(low, high, 2);
        return {
          cells: [
            eventName(name),
            fragment(
              element("b", {}, formatNumber(mean, 2)),
              interval !== "" && element("span", { class: "seeds" }, interval),
            ),
            ...(seeded ? lines : []).map(({ weights }) => {
              const own = weights.weights[name];
              return fragment(
                formatNumber(own?.mean, 2),
                element("span", { class: "seeds" }, formatInterval(own?.low ?? null, own?.high ?? null, 2)),
              );
            }),
          ],
        };
      }),
      {
        cells: [
          "points that carry it",
          formatNumber(
            lines.reduce((sum, { weights }) => sum + weights.effectivePoints, 0) / lines.length,
            1,
          ),
          ...(seeded ? lines : []).map(({ weights }) => formatNumber(weights.effectivePoints, 1)),
        ],
      },
    ],
  };
  return htmlTable(table, `Weights of ${agentName(agent)} in ${agent.setting}, ${agent.deployment}`);
}

function intervalPlot(lines: readonly WeightedLine[]): Markup {
  const rows = lines[0]!.weights.order.map((name): DotPlotRow => {
    const { perSeed, mean, low, high } = weightFigure(lines, name);
    const dots = perSeed.map((value, index) => ({ label: lineName(lines[index]!), value }));
    return { label: eventName(name), reference: false, dots, mean, low, high };
  });
  return element(
    "figure",
    { class: "narrow" },
    element("figcaption", {}, "Weight by weight"),
    dotPlot(rows, {
      label: `Posterior means of ${rows.length} weights; the table has the numbers.`,
      digits: 2,
      include: [-1, 1],
    }),
  );
}

function agentWeights(agent: InferredAgent): Markup | null {
  const lines = weightedLines(agent);
  if (lines.length === 0 || lines[0]!.weights.order.length === 0) return null;
  const named = namedDirections(lines[0]!);
  const intervals =
    lines.length === 1
      ? "Pale bars: 95 % of the posterior."
      : lines.some(({ weights }) => Object.values(weights.weights).some(({ low }) => low !== null))
        ? "Dots: each seed's posterior mean; the table has each seed's own interval."
        : "Dots: each seed's posterior mean.";
  return fragment(
    element("h4", {}, agentName(agent)),
    intervalPlot(lines),
    element("p", { class: "small quiet" }, intervals),
    legend(named.map(({ label }, index) => ({ sample: markerSample(index), text: label }))),
    element("div", { class: "spheres" }, panels(lines, named)),
    element("details", {}, element("summary", {}, "As a table"), weightTable(agent, lines)),
  );
}

/** Agents under test, then the reference agents folded away. */
export function weightsPart(blocks: readonly InferenceBlock[]): ReportPart | null {
  const shown = blocks
    .map(({ title, tested, references }) => ({
      title,
      tested: tested.flatMap((agent) => agentWeights(agent) ?? []),
      references: references.flatMap((agent) => agentWeights(agent) ?? []),
    }))
    .filter(({ tested, references }) => tested.length + references.length > 0);
  if (shown.length === 0) return null;
  return {
    id: "weights",
    title: "Weights of a linear objective",
    body: fragment(
      element(
        "p",
        {},
        "If the objective is a weight per event, which weights? Directions only: all weights together have length 1, and a weight may be negative. Each circle shows two weights of the unit sphere, seen along all others: a bubble's area is belief, the rim means that these two weights are everything. Hollow marks are the named objectives.",
      ),
      shown.map(({ title, tested, references }) => [
        element("h3", {}, title),
        tested,
        references.length > 0 &&
          element(
            "details",
            {},
            element("summary", {}, `Reference agents (${references.length})`),
            references,
          ),
      ]),
    ),
  };
}
