// The posterior at checkpoints: when did which objective win, and is it still mixed when training stops early?
import { interpolate, mean } from "../../../base/stats.ts";
import { legend, lineSample } from "../../../drawing/charts/legend.ts";
import { type LineSeries, lineChart, type Point } from "../../../drawing/charts/line-chart.ts";
import { element, fragment, type Markup } from "../../../drawing/markup.ts";
import { formatNumber } from "../../../drawing/numbers.ts";
import { htmlTable } from "../../../drawing/table.ts";
import type { InferenceLine } from "../../../runs/inference-format.ts";
import type { ReportPart } from "../../page.ts";
import { counted, eventName } from "../../words.ts";
import { agentName, type InferenceBlock, type InferredAgent } from "./agents.ts";
import { beliefOf, beliefRows } from "./beliefs.ts";
import { formatProbability } from "./words.ts";

/** Shares of the initial excess regret at which figures and tables mark the training. */
export const regretMarks: readonly number[] = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01];

/** Rows that reach this mean posterior at some checkpoint get a line, at most `mostLines` of them. */
const leading = 0.1;
const mostLines = 5;

/** One seed's way through training. */
export interface Course {
  readonly seed: number | null;
  /** Lines with a step, ascending. */
  readonly lines: readonly (InferenceLine & { readonly step: number })[];
}

/** Checkpoints of an agent, seed by seed; seeds with a single one have no course. */
export function coursesOf({ history }: InferredAgent): readonly Course[] {
  const lines = history.filter((line): line is Course["lines"][number] => line.step !== null);
  return [...new Set(lines.map(({ seed }) => seed))]
    .map((seed) => ({ seed, lines: lines.filter((line) => line.seed === seed) }))
    .filter((course) => course.lines.length > 1);
}

/** First checkpoint of a course with no more than that share of the regret left; null where it never got there. */
export function reached({ lines }: Course, share: number): Course["lines"][number] | null {
  return lines.find(({ regretLeft }) => regretLeft !== null && regretLeft <= share) ?? null;
}

/**
 * Mean of several curves at every place of any of them that lies within all of them; between its points a curve is
 * straight. Points ascend.
 */
export function meanCurve(curves: readonly (readonly Point[])[]): readonly Point[] {
  const some = curves.filter((curve) => curve.length > 0);
  if (some.length === 0) return [];
  const low = Math.max(...some.map((curve) => curve[0]![0]));
  const high = Math.min(...some.map((curve) => curve.at(-1)![0]));
  const places = [...new Set(some.flatMap((curve) => curve.map(([x]) => x)))]
    .filter((x) => x >= low && x <= high)
    .sort((one, other) => one - other);
  return places.map((x): Point => [x, mean(some.map((curve) => valueAt(curve, x)))]);
}

function valueAt(curve: readonly Point[], x: number): number {
  const next = curve.findIndex(([at]) => at >= x);
  const [x1, y1] = curve[next]!;
  if (next <= 0 || x1 === x) return y1;
  const [x0, y0] = curve[next - 1]!;
  return interpolate(x, x0, y0, x1, y1);
}

interface Followed {
  readonly label: string;
  value(line: InferenceLine): number;
}

/** The rows that lead somewhere on the way, those with the most at their best moment first. */
function followedBeliefs(courses: readonly Course[]): readonly Followed[] {
  const rows = beliefRows(courses.flatMap(({ lines }) => lines.map(({ posterior }) => posterior)));
  return rows
    .map((row) => {
      const value = ({ posterior }: InferenceLine) => beliefOf(row, posterior);
      const curve = meanCurve(courses.map((course) => points(course, value)));
      return { label: row.label, value, most: Math.max(0, ...curve.map(([, share]) => share)) };
    })
    .sort((one, other) => other.most - one.most)
    .filter(({ most }, index) => most >= leading || index === 0)
    .slice(0, mostLines);
}

function followedWeights(courses: readonly Course[]): readonly Followed[] {
  const names = new Set(
    courses.flatMap(({ lines }) => lines.flatMap(({ weights }) => Object.keys(weights?.weights ?? {}))),
  );
  return [...names].slice(0, mostLines).map((name) => ({
    label: eventName(name),
    value: ({ weights }) => weights?.weights[name]?.mean ?? Number.NaN,
  }));
}

function points({ lines }: Course, value: Followed["value"]): readonly Point[] {
  return lines.map((line): Point => [line.step, value(line)]).filter(([, share]) => Number.isFinite(share));
}

function seriesOf(courses: readonly Course[], followed: readonly Followed[]): LineSeries[] {
  const each = followed.flatMap(({ value }, index) =>
    courses.map(
      ({ seed, lines }): LineSeries => ({
        label: `seed ${seed}`,
        points: points({ seed, lines }, value),
        index,
        thin: true,
      }),
    ),
  );
  const means = followed.map(
    ({ label, value }, index): LineSeries => ({
      label,
      points: meanCurve(courses.map((course) => points(course, value))),
      index,
    }),
  );
  return courses.length > 1 ? [...each, ...means] : means;
}

/** Mean step at which the seeds that got there had that share of their regret left. */
function marksOf(courses: readonly Course[]): { readonly x: number; readonly label: string }[] {
  return regretMarks.flatMap((share) => {
    const there = courses.flatMap((course) => reached(course, share) ?? []);
    return there.length === 0 ? [] : [{ x: mean(there.map(({ step }) => step)), label: percent(share) }];
  });
}

function percent(share: number): string {
  return `${formatNumber(100 * share, 0)} %`;
}

function chart(
  title: string,
  courses: readonly Course[],
  followed: readonly Followed[],
  include: readonly number[],
): Markup {
  const last = followed.map(({ label, value }) => {
    const end = mean(courses.map(({ lines }) => value(lines.at(-1)!)));
    return `${label} ${formatNumber(end, 2)}`;
  });
  return element(
    "figure",
    {},
    element("figcaption", {}, title),
    lineChart(seriesOf(courses, followed), {
      label: `${title} against environment steps, ${counted(courses.length, "seed")}; at the end ${last.join(", ")}.`,
      height: 260,
      include,
      marks: marksOf(courses),
      legend: true,
    }),
    legend(followed.map(({ label }, index) => ({ sample: lineSample(index), text: label }))),
  );
}

function marksTable(agent: InferredAgent, courses: readonly Course[], followed: readonly Followed[]): Markup {
  const row = (label: string, there: readonly Course["lines"][number][]) => ({
    cells: [
      label,
      `${there.length} of ${courses.length}`,
      there.length === 0 ? "–" : formatNumber(mean(there.map(({ step }) => step)), 0),
      ...followed.map(({ value }) => (there.length === 0 ? "–" : formatProbability(mean(there.map(value))))),
    ],
  });
  const table = {
    caption: "At the first checkpoint with no more than that share of the initial excess regret left.",
    columns: [
      { title: "regret left", align: "left" as const },
      { title: "seeds", align: "right" as const },
      { title: "mean step", align: "right" as const },
      ...followed.map(({ label }) => ({ title: label, align: "right" as const, group: "mean posterior" })),
    ],
    rows: [
      ...regretMarks.map((share) =>
        row(
          percent(share),
          courses.flatMap((course) => reached(course, share) ?? []),
        ),
      ),
      row(
        "at the end",
        courses.map(({ lines }) => lines.at(-1)!),
      ),
    ],
  };
  return htmlTable(
    table,
    `Posterior over training of ${agent.label} in ${agent.setting}, ${agent.deployment}; scrolls sideways`,
  );
}

function agentFigures(agent: InferredAgent): Markup | null {
  const courses = coursesOf(agent);
  if (courses.length === 0) return null;
  const beliefs = followedBeliefs(courses);
  const weights = followedWeights(courses);
  return element(
    "div",
    {},
    element("p", { class: "small quiet" }, agentName(agent)),
    element(
      "div",
      { class: "panels" },
      chart("Posterior", courses, beliefs, [0, 1]),
      weights.length > 0 &&
        chart("Weights of a linear objective, posterior means", courses, weights, [-1, 1]),
    ),
    element("details", {}, element("summary", {}, "As a table"), marksTable(agent, courses, beliefs)),
  );
}

/** Charts of the agents under test that have checkpoints. */
export function overTrainingPart(blocks: readonly InferenceBlock[]): ReportPart | null {
  const shown = blocks
    .map(({ title, tested }) => ({ title, figures: tested.flatMap((agent) => agentFigures(agent) ?? []) }))
    .filter(({ figures }) => figures.length > 0);
  if (shown.length === 0) return null;
  return {
    id: "posterior-over-training",
    title: "The posterior over training",
    body: fragment(
      element(
        "p",
        {},
        "What the checkpoints were taken to pursue, against environment steps: seeds thin, their mean thick. Dashed lines stand where seeds had 50, 20, 10, 5, 2 and 1 % of their initial excess regret left, on the mean; a share that no seed reached has none.",
      ),
      shown.map(({ title, figures }) => [element("h3", {}, title), figures]),
    ),
  };
}
