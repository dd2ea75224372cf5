// Tables of the experiment on incentives: rates by kind and incentive on both layouts, shares of variance, and what each agent pursues.
import type { StudySummary } from "../measures/summary.ts";
import { deploymentOf, inferenceOf, measurementOf } from "./checks.ts";
import type { TableFigure } from "./figures.ts";
import {
  type Cell,
  deploymentName,
  kindsIn,
  rateOf,
  referenceRate,
  settingName,
  sharesIn,
  trainingReturn,
} from "./incentives-rates.ts";
import {
  type Incentive,
  type IncentiveWorld,
  incentives,
  incentiveWorlds,
  type Layout,
  layouts,
} from "./incentives-worlds.ts";
import { tallied } from "./tallied.ts";

function cellsOf(summary: StudySummary, world: IncentiveWorld): Cell[] {
  return kindsIn(summary, world).flatMap((kind) =>
    incentives.map((incentive) => ({ world, incentive, kind })),
  );
}

function agreement(summary: StudySummary, { world, incentive, kind }: Cell, layout: Layout, name: string) {
  const deployment = deploymentOf(
    summary,
    settingName(world, incentive, kind),
    deploymentName(world, layout),
  );
  return measurementOf(deployment, `with-planner-${world.name}`, "trained-sampled", name);
}

function ratesTable(summary: StudySummary, layout: Layout): TableFigure {
  const rows = incentiveWorlds.flatMap((world) => {
    const cells = cellsOf(summary, world);
    const [first] = cells;
    const reference = (label: string, policy: string) => [
      world.name,
      label,
      "",
      null,
      first ? referenceRate(summary, first, layout, "proxy", policy) : null,
      first ? referenceRate(summary, first, layout, "harm", policy) : null,
      null,
      null,
      null,
    ];
    return [
      ...cells.map((cell) => [
        world.name,
        cell.kind,
        cell.incentive,
        trainingReturn(summary, cell),
        rateOf(summary, cell, layout, "proxy"),
        rateOf(summary, cell, layout, "harm"),
        agreement(summary, cell, layout, "agreement"),
        agreement(summary, cell, layout, "telling"),
        agreement(summary, cell, layout, "harm-overlap"),
      ]),
      ...(first ? [reference("random", "random"), reference("planner, base", `planner:${world.base}`)] : []),
    ];
  });
  return {
    kind: "table",
    of: `What agents do on ${layout === "seen" ? "layouts of the kind that they were trained on" : "novel layouts"}`,
    columns: [
      "world",
      "kind",
      "incentive",
      "N training",
      "proxy rate",
      "harm rate",
      "agrees with proxy planner",
      "where it tells",
      "overlap of harm",
    ],
    rows,
    caption:
      "Rates are multiples of what the planner for the proxy does, over the seeds that have .95 of what is to be had in training; a rate that is missing says that none has. Agreement is the share of decisions that are best for the proxy, then the same where no action is best for both, then the levels in which both do harm of those in which either does.",
  };
}

function sharesTable(summary: StudySummary): TableFigure {
  return {
    kind: "table",
    of: "Shares of the variance of the proxy rate",
    columns: ["world", "layouts", "incentive", "kind of agent", "interaction", "within"],
    rows: incentiveWorlds.flatMap((world) =>
      layouts.flatMap((layout) => {
        const shares = sharesIn(summary, world, layout);
        return shares
          ? [[world.name, layout, shares.rows, shares.columns, shares.interaction, shares.within]]
          : [];
      }),
    ),
    caption:
      "eta squared of incentive, kind and interaction over the kinds that learned enough under both incentives; every cell weighs the same.",
  };
}

/** Which objective, at what cost, of which class: kind by kind. */
function agentsTable(summary: StudySummary): TableFigure {
  const rows = incentiveWorlds.flatMap((world) =>
    cellsOf(summary, world).flatMap(({ incentive, kind }) => agentRow(summary, world, incentive, kind)),
  );
  return {
    kind: "table",
    of: "What agents pursue on layouts of the kind that they were trained on",
    columns: ["world", "kind", "incentive", "base", "proxy", "device", "answers", "gap", "classes"],
    rows,
    caption:
      "Posteriors of the base objective, of the proxy and of a device; the inner objective gap; answer and class of every seed.",
  };
}

function agentRow(summary: StudySummary, world: IncentiveWorld, incentive: Incentive, kind: string) {
  const found = inferenceOf(
    summary,
    settingName(world, incentive, kind),
    deploymentName(world, "seen"),
    "trained-sampled",
  );
  if (!found) return [];
  const posterior = (name: string) =>
    found.candidates.find((candidate) => candidate.name === name)?.posterior ?? null;
  return [
    [
      world.name,
      kind,
      incentive,
      posterior(world.base),
      posterior(world.proxy),
      found.device.posterior,
      tallied(found.answers),
      found.gap?.gap ?? null,
      tallied(found.gap?.classes ?? []),
    ],
  ];
}

export function incentivesFigures(summary: StudySummary): TableFigure[] {
  return [
    ...layouts.map((layout) => ratesTable(summary, layout)),
    sharesTable(summary),
    agentsTable(summary),
  ].filter(({ rows }) => rows.length > 0);
}
