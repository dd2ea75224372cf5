// Asks whether an objective is still mixed when training stops well before it has converged.
import type { Figure, StudySummary } from "../measures/summary.ts";
import { combine } from "./checks.ts";
import { firstSeeds, withoutWorld } from "./defaults.ts";
import type { Check, CheckDefinition, Experiment, Preset } from "./experiment.ts";
import type { LineFigure, MapFigure, StudyFigure, TableFigure } from "./figures.ts";
import { findingFigure, findingsOf } from "./findings.ts";
import { flowPart, networksPart, stoppingShares } from "./stopping-parts.ts";

/** The share above the converged loss at which training of best compute stops, as the seed of the question quotes it. */
const quotedShare = 0.1;
const pinned = ["linear", "coarse steps", "tanh", "relu"] as const;
const perfectCopy = "perfect copy";

const flowShare = (summary: StudySummary, above: number) =>
  findingFigure(summary, "flow", { above }, "share");
const networkShare = (summary: StudySummary, network: string, above: number) =>
  findingFigure(summary, "stop", { network, above }, "share");

function difference(one: Figure | null, other: Figure | null): Figure | null {
  return one && other ? combine(one, other, (a, b) => a - b) : null;
}

function distance(one: Figure | null, other: Figure | null): Figure | null {
  return one && other ? combine(one, other, (a, b) => Math.abs(a - b)) : null;
}

const checks: readonly CheckDefinition[] = [
  {
    name: "flow: proxy share where training stops 10 % above the converged error",
    direction: "at least",
    threshold: 0.25,
    figure: (summary) => flowShare(summary, quotedShare),
  },
  {
    name: "linear network: distance from the flow at 10 %",
    direction: "at most",
    threshold: 0.05,
    figure: (summary) =>
      distance(networkShare(summary, "linear", quotedShare), flowShare(summary, quotedShare)),
  },
  ...(["tanh", "relu"] as const).map(
    (network): CheckDefinition => ({
      name: `${network} network: proxy share at 10 %`,
      direction: "at least",
      threshold: 0.25,
      figure: (summary) => networkShare(summary, network, quotedShare),
    }),
  ),
  ...pinned.map(
    (network): CheckDefinition => ({
      name: `${network}: proxy share at 10 % less that at 1 %`,
      direction: "at least",
      threshold: 0.05,
      figure: (summary) =>
        difference(networkShare(summary, network, quotedShare), networkShare(summary, network, 0.01)),
    }),
  ),
  {
    name: "perfect copy, no pressure: distance between the shares at 50 % and at 1 %",
    direction: "at most",
    threshold: 0.01,
    figure: (summary) =>
      distance(networkShare(summary, perfectCopy, 0.5), networkShare(summary, perfectCopy, 0.01)),
  },
];

function overShares(summary: StudySummary): LineFigure {
  const theory = findingsOf(summary, "line")
    .filter(({ figures }) => Number.isFinite(figures.share!.mean))
    .map(({ conditions, figures }) => [Number(conditions.above), figures.share!.mean] as const)
    .toSorted(([one], [other]) => one - other);
  const trained = [...pinned, perfectCopy].map((network) => ({
    label: network,
    points: stoppingShares.toReversed().flatMap((above) => {
      const share = networkShare(summary, network, above);
      return share && Number.isFinite(share.mean) ? [[above, share.mean] as const] : [];
    }),
  }));
  return {
    of: "share of the proxy in what is learned",
    over: "share above the converged error",
    lines: [{ label: "theory: gradient flow", points: theory }, ...trained],
    logarithmic: true,
    slopes: false,
    marks: [{ at: quotedShare, label: "10 %" }],
    caption:
      "Training goes from right to left. The mark is where Kaplan et al. (2020) have training of best compute stop: quoted as the premise of the question only, later work differs. The proxy of this toy is loud (twice the goal's size) and its copy has correlation .95; the share is of effects where proxy and goal conflict.",
  };
}

function overToys(summary: StudySummary): MapFigure {
  const cells = findingsOf(summary, "map");
  const values = (name: string) => [...new Set(cells.map(({ conditions }) => Number(conditions[name])))];
  const [correlations, loudnesses] = [values("correlation"), values("loudness")];
  return {
    kind: "map",
    of: "share of the proxy 10 % above the converged error",
    across: { title: "correlation of copy and goal", values: correlations.map(String) },
    down: { title: "loudness of the proxy", values: loudnesses.map(String) },
    cells: cells.flatMap(({ conditions, figures }) =>
      Number.isFinite(figures.share!.mean)
        ? [
            {
              across: correlations.indexOf(Number(conditions.correlation)),
              down: loudnesses.indexOf(Number(conditions.loudness)),
              value: figures.share!.mean,
            },
          ]
        : [],
    ),
    range: [0, 1],
    caption:
      "The answer is the toy's: less of a copy, or a proxy quieter than the goal, holds less at 10 %; once it is as loud as the goal, correlation counts and loudness hardly does, until the copy is so good that nothing presses. What real proxies are like, the model does not say.",
  };
}

function stopsTable(summary: StudySummary): TableFigure {
  return {
    kind: "table",
    of: "Share of the proxy where training stops, by the share above the converged error",
    columns: ["", ...stoppingShares.map(String)],
    rows: [
      ["flow", ...stoppingShares.map((above) => flowShare(summary, above))],
      ...[...pinned, perfectCopy].map((network) => [
        network,
        ...stoppingShares.map((above) => networkShare(summary, network, above)),
      ]),
    ],
    digits: 3,
  };
}

function descents(summary: StudySummary): TableFigure {
  const rates = [...new Set(findingsOf(summary, "descent").map(({ conditions }) => Number(conditions.rate)))];
  return {
    kind: "table",
    of: "The same with whole steps of gradient descent, exactly: share of the proxy at the first step that is close enough",
    columns: ["learning rate", ...stoppingShares.map(String)],
    rows: rates.map((rate) => [
      String(rate),
      ...stoppingShares.map((above) => findingFigure(summary, "descent", { rate, above }, "share")),
    ]),
    digits: 3,
  };
}

function quotations(summary: StudySummary): TableFigure {
  return {
    kind: "table",
    of: "What Kaplan et al. (2020) publish, worked out from their constants",
    columns: ["quantity", "value"],
    rows: findingsOf(summary, "kaplan").map(({ conditions, figures }) => [
      String(conditions.quantity),
      figures.value!,
    ]),
    digits: 4,
    caption:
      "The premise of the question, not a result of this study. Later work finds other exponents, and so another place to stop.",
  };
}

function figures(summary: StudySummary): StudyFigure[] {
  return [
    overShares(summary),
    stopsTable(summary),
    descents(summary),
    overToys(summary),
    quotations(summary),
  ];
}

function conclude(summary: StudySummary, made: readonly Check[]): string[] {
  const percent = (share: Figure | null) =>
    share ? `${(100 * share.mean).toFixed(0)} %` : "an unknown share";
  const at = (above: number) =>
    pinned.map((network) => `${network} ${percent(networkShare(summary, network, above))}`);
  const failed = made.filter(({ holds }) => holds === false).map(({ name }) => name);
  return [
    `Stopped 10 % above the converged error, the flow has ${percent(flowShare(summary, quotedShare))} of its wants in the proxy; networks: ${at(quotedShare).join(", ")}.`,
    `Stopped at 1 %: flow ${percent(flowShare(summary, 0.01))}; networks: ${at(0.01).join(", ")}.`,
    `With a perfect copy nothing moves: ${percent(networkShare(summary, perfectCopy, 0.5))} at 50 %, ${percent(networkShare(summary, perfectCopy, 0.01))} at 1 %.`,
    failed.length === 0 ? "No check failed." : `What did not hold: ${failed.join("; ")}.`,
  ];
}

function preset(name: string, summary: string, seeds: number, rows: number): Preset {
  return {
    name,
    summary,
    seeds: firstSeeds(seeds),
    settings: [
      {
        name: "theory",
        summary: "The flow in closed form, and the quoted laws.",
        seeded: false,
        stages: [{ kind: "model", name: "flow", part: "flow", parameters: {} }],
      },
      {
        name: "networks",
        summary: "Linear and small nonlinear networks.",
        stages: [{ kind: "model", name: "training", part: "networks", parameters: { rows } }],
      },
    ],
  };
}

export const stoppingEarly: Experiment = {
  name: "stopping-early",
  title: "Stopping before convergence",
  question:
    "When training stops well before it has converged, is what was learned still a mixture of the goal and its proxy?",
  hypothesis:
    "Where the proxy is as loud as the goal or louder, and nearly a copy of it, both are learned first, and at 10 % above the converged error the proxy still holds a quarter or more.",
  refutedBy:
    "At 10 % the proxy holds no more than .05 over what it holds at 1 %, in the flow or in any network.",
  claims: [
    {
      who: "Cottier",
      expects:
        "If models are not trained to convergence, they may still be optimising proxy and goal jointly when training ends.",
      refutedBy: "The proxy's share at 10 % is that at 1 % to within .05.",
    },
    {
      who: "Hubinger et al. (2019)",
      expects: "Joint optimisation is unstable in the limit: trained on, the goal takes over.",
      refutedBy: "The share of the proxy does not fall from 50 % to 1 % although copy and goal differ.",
    },
    {
      who: "The goal is fixed early",
      expects: "What is learned does not depend on where training stops.",
      refutedBy: "The share falls between 50 % and 1 %; the perfect copy is where this view is right.",
    },
  ],
  reach:
    "It shows that a loud proxy is learned first and unlearned late under gradient descent on prediction; not that networks form goals, nor how loud the proxies of real training are. Kaplan et al. (2020) are quoted for the premise only; later work differs.",
  ...withoutWorld,
  parts: { flow: flowPart, networks: networksPart },
  presets: {
    quick: preset("quick", "Ten seeds, 512 rows.", 10, 512),
    full: preset("full", "Thirty seeds, 4,096 rows.", 30, 4096),
  },
  defaultPreset: "quick",
  checks,
  figures,
  conclude,
};
