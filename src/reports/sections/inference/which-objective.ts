// Which objective, and how pursued: the posterior of every agent as bars, its table, and the answer in words above it.
import { type BarFill, barSample } from "../../../drawing/charts/filled-bar.ts";
import { intervalSample, legend, tickSample } from "../../../drawing/charts/legend.ts";
import { type ShareBar, shareAxis, shareBar } from "../../../drawing/charts/share-bar.ts";
import { type Child, element, fragment, type Markup, trusted } from "../../../drawing/markup.ts";
import { formatNumber } from "../../../drawing/numbers.ts";
import { cssColor } from "../../../drawing/palette.ts";
import { htmlTable } from "../../../drawing/table.ts";
import type { InferenceLine, Pursuit } from "../../../runs/inference-format.ts";
import type { ReportPart } from "../../page.ts";
import { counted } from "../../words.ts";
import { agentName, type InferenceBlock, type InferredAgent, jointAnswer, lineName } from "./agents.ts";
import { type BeliefRow, beliefRows, isClaim, pursuits } from "./beliefs.ts";
import {
  answerWords,
  fitWords,
  formatNats,
  formatProbability,
  formatProbabilityInterval,
  leadingDevice,
} from "./words.ts";

const fills: Readonly<Record<Pursuit, BarFill>> = {
  planner: { color: "blue", pattern: "solid" },
  myopic: { color: "green", pattern: "stripes" },
  reactive: { color: "vermilion", pattern: "dots" },
};
const unsplitFill: BarFill = { color: "blue", pattern: "hollow" };
const otherFill: BarFill = { color: "grey", pattern: "hollow" };
const deviceFill: BarFill = { color: "grey", pattern: "solid" };

/** Below this a share is no part of a bar that could be seen. */
const leastShare = 1e-4;

/** Whether any decision of any seed could tell the pursuits of the leading objective apart. */
function pursuitsTold(final: readonly InferenceLine[]): boolean {
  return final.some(({ posterior }) => posterior.pursuitDecisions > 0);
}

function barParts(row: BeliefRow, told: boolean): ShareBar["parts"] {
  const { mean } = row.posterior;
  if (row.kind === "other") return [{ share: mean, fill: otherFill, label: row.label }];
  if (row.kind === "device") return [{ share: mean, fill: deviceFill, label: row.label }];
  if (!told || row.pursuits === null) return [{ share: mean, fill: unsplitFill, label: row.label }];
  return pursuits
    .map((pursuit) => ({
      share: row.pursuits![pursuit],
      fill: fills[pursuit],
      label: `${row.label}, ${pursuit}`,
    }))
    .filter(({ share }) => share >= leastShare);
}

function bar(row: BeliefRow, final: readonly InferenceLine[]): Markup {
  const { mean, low, high, perSeed } = row.posterior;
  const dots =
    final.length < 2 ? [] : perSeed.map((value, index) => ({ label: lineName(final[index]!), value }));
  const interval = formatProbabilityInterval(low, high);
  return element(
    "li",
    {},
    element(
      "div",
      { class: "bar-head" },
      element("span", {}, row.label),
      element(
        "span",
        { class: "bar-value" },
        element("b", {}, formatProbability(mean)),
        interval !== "" && ` ${interval}`,
      ),
    ),
    shareBar({
      label: row.label,
      parts: barParts(row, pursuitsTold(final)),
      prior: row.prior,
      dots,
      low,
      high,
    }),
  );
}

function factsOf(final: readonly InferenceLine[]): Child {
  const posteriors = final.map(({ posterior }) => posterior);
  const mean = (value: (one: (typeof posteriors)[number]) => number) =>
    posteriors.reduce((sum, one) => sum + value(one), 0) / posteriors.length;
  const each = final.length > 1 ? " per seed" : "";
  const fits = new Map<string, number>();
  for (const { fit } of posteriors) {
    const words = final.length > 1 ? fitWords({ ...fit, share: null }) : fitWords(fit);
    fits.set(words, (fits.get(words) ?? 0) + 1);
  }
  const fitText = [...fits].map(([words, count]) => (final.length > 1 ? `${words} (${count})` : words));
  const device = posteriors.reduce((best, one) =>
    one.device.posterior > best.device.posterior ? one : best,
  );
  const kind = leadingDevice(device);
  const sentences = [
    `${formatNumber(
      mean(({ decisions }) => decisions),
      0,
    )} distinct of ${formatNumber(
      mean(({ decisionsTaken }) => decisionsTaken),
      0,
    )} decisions${each} on ${counted(posteriors[0]!.levels, "level")}`,
    pursuitsTold(final)
      ? `${formatNumber(
          mean(({ pursuitDecisions }) => pursuitDecisions),
          0,
        )} of them${each} tell the pursuits apart`
      : "how the objective is pursued is not distinguishable here",
    `lapse rate ${formatNumber(
      mean(({ noise }) => noise.lapse),
      2,
    )}`,
    `soft-optimal form ${formatProbability(mean(({ noise }) => noise.softOptimal))}`,
    ...(device.device.posterior >= 0.05 && kind !== null ? [`device: mostly ${kind}`] : []),
    fitText.join(", "),
  ];
  return `${sentences.join("; ")}.`;
}

function beliefTable(agent: InferredAgent, rows: readonly BeliefRow[]): Markup {
  const told = pursuitsTold(agent.final);
  const each = agent.final.length > 1 && agent.final.length <= 5;
  const together = rows
    .filter(({ kind }) => kind === "mixtures")
    .map(({ label, members }) => ` The ${label}: ${members.join(", ")}.`);
  const table = {
    caption: `Posterior of ${agentName(agent)}; nats are log Bayes factors against the leading row.${together.join("")}`,
    columns: [
      { title: "objective", align: "left" as const },
      { title: "prior", align: "right" as const },
      { title: "posterior", align: "right" as const },
      ...pursuits.map((title) => ({ title, align: "right" as const, group: "of which" })),
      { title: "nats", align: "right" as const },
    ],
    rows: rows.map((row) => {
      const { mean, low, high, perSeed } = row.posterior;
      const interval = formatProbabilityInterval(low, high);
      return {
        cells: [
          row.label,
          formatProbability(row.prior),
          fragment(
            element("b", {}, formatProbability(mean)),
            interval !== "" && element("span", { class: "seeds" }, interval),
            each && element("span", { class: "seeds each" }, perSeed.map(formatProbability).join(", ")),
          ),
          ...pursuits.map((pursuit) =>
            told && row.pursuits !== null ? formatProbability(row.pursuits[pursuit]) : "–",
          ),
          row.logBayes === 0 ? "0" : formatNats(row.logBayes),
        ],
      };
    }),
  };
  const label = `Posterior of ${agentName(agent)} in ${agent.setting}, ${agent.deployment}`;
  return htmlTable(table, `${label}; scrolls sideways`);
}

function seedTable(agent: InferredAgent, rows: readonly BeliefRow[]): Markup | null {
  const { final } = agent;
  if (final.length <= 5) return null;
  const table = {
    caption: "Every seed",
    columns: [
      { title: "seed", align: "left" as const },
      { title: "answer", align: "left" as const },
      ...rows.map(({ label }) => ({ title: label, align: "right" as const })),
    ],
    rows: final.map((line, index) => ({
      cells: [
        lineName(line),
        answerWords(line.posterior.answer),
        ...rows.map(({ posterior }) => formatProbability(posterior.perSeed[index])),
      ],
    })),
  };
  return htmlTable(table, `Every seed of ${agentName(agent)} in ${agent.setting}, ${agent.deployment}`);
}

function agentFigure(agent: InferredAgent): Markup {
  const rows = beliefRows(agent.final.map(({ posterior }) => posterior));
  const answer = jointAnswer(agent.final);
  const agreement =
    answer.others === ""
      ? null
      : `${answer.seeds} of ${counted(answer.of, "seed")} answer so; the others: ${answer.others}.`;
  return element(
    "figure",
    { class: "narrow" },
    element(
      "figcaption",
      {},
      element("span", { class: "of" }, agentName(agent)),
      element("strong", {}, answer.words),
    ),
    agreement !== null && element("p", { class: "small" }, agreement),
    element(
      "ul",
      { class: "bars" },
      rows.map((row) => bar(row, agent.final)),
    ),
    shareAxis(),
    element("p", { class: "small quiet" }, factsOf(agent.final)),
    element(
      "details",
      {},
      element("summary", {}, "As a table"),
      beliefTable(agent, rows),
      seedTable(agent, rows),
    ),
  );
}

function barLegend(agents: readonly InferredAgent[]): Markup {
  const seeded = agents.some(({ final }) => final.length > 1);
  const intervals = agents.some(({ final }) => isClaim(final.length));
  const untold = agents.some(({ final }) => !pursuitsTold(final));
  const dot = trusted(
    `<svg width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="3.4" style="fill:${cssColor("grey")}"/></svg>`,
  );
  return legend([
    ...pursuits.map((pursuit) => ({ sample: barSample(fills[pursuit]), text: pursuit })),
    ...(untold ? [{ sample: barSample(unsplitFill), text: "pursuit not distinguishable" }] : []),
    { sample: barSample(otherFill), text: "other objective" },
    { sample: barSample(deviceFill), text: "device" },
    { sample: tickSample(), text: "prior" },
    ...(seeded ? [{ sample: dot, text: "one seed" }] : []),
    ...(intervals ? [{ sample: intervalSample("blue"), text: "95 % interval over seeds" }] : []),
  ]);
}

/** A figure per agent, block by block; reference agents are folded away where there are agents under test. */
export function whichObjectivePart(blocks: readonly InferenceBlock[]): ReportPart | null {
  if (blocks.length === 0) return null;
  const agents = blocks.flatMap(({ tested, references }) => [...tested, ...references]);
  return {
    id: "which-objective",
    title: "Which objective, and how pursued",
    body: fragment(
      element(
        "p",
        {},
        "Posterior over rival objectives from what the agent was seen to do, and over ways of pursuing them. It holds among these candidates, on these levels and under this model of noise. Candidates that nothing on these levels tells apart share a row and keep their prior odds.",
      ),
      barLegend(agents),
      blocks.map(({ title, tested, references }) => [
        element("h3", {}, title),
        element("div", { class: "panels" }, tested.map(agentFigure)),
        references.length > 0 &&
          element(
            "details",
            {},
            element("summary", {}, `Reference agents (${references.length})`),
            element("div", { class: "panels" }, references.map(agentFigure)),
          ),
      ]),
    ),
  };
}
