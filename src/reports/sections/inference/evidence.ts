// Evidence level by level: which levels decided between the leading hypothesis and its best rival, each level drawn.
import { linearScale, type Scale } from "../../../drawing/charts/scale.ts";
import { signedBar } from "../../../drawing/charts/signed-bar.ts";
import { framePicture } from "../../../drawing/frame.ts";
import { element, fragment, type Markup } from "../../../drawing/markup.ts";
import { formatNumber } from "../../../drawing/numbers.ts";
import { htmlTable } from "../../../drawing/table.ts";
import type { InferenceLine } from "../../../runs/inference-format.ts";
import type { ReportPart } from "../../page.ts";
import { counted } from "../../words.ts";
import { agentName, type InferenceBlock, type InferredAgent, jointAnswer } from "./agents.ts";
import type { LevelLookup } from "./level-lookup.ts";
import { formatNats } from "./words.ts";

/** Levels drawn from either end of the order. */
const drawn = 8;

export interface LevelEvidence {
  readonly level: string;
  /** Mean over the seeds that were watched on it. */
  readonly nats: number;
  /** In the order of the lines that have the level. */
  readonly perSeed: readonly number[];
}

/** Every level with its evidence, from most to least; levels of equal evidence by name. */
export function evidenceByLevel(final: readonly InferenceLine[]): readonly LevelEvidence[] {
  const found = new Map<string, number[]>();
  for (const { posterior } of final) {
    for (const { level, nats } of posterior.evidencePerLevel) {
      found.set(level, [...(found.get(level) ?? []), nats]);
    }
  }
  return [...found]
    .map(([level, perSeed]) => ({
      level,
      perSeed,
      nats: perSeed.reduce((sum, nats) => sum + nats, 0) / perSeed.length,
    }))
    .sort((one, other) => other.nats - one.nats || (one.level < other.level ? -1 : 1));
}

function shortName(hash: string): string {
  return hash.slice(0, 8);
}

function card({ level, nats }: LevelEvidence, rank: number, scale: Scale, lookup: LevelLookup): Markup {
  const picture = lookup(level);
  const words = `${formatNats(nats)} nats`;
  return element(
    "li",
    {},
    picture
      ? framePicture(picture.frame, picture.objects, `Level ${shortName(level)}, number ${rank} by evidence`)
      : element("p", { class: "small quiet" }, "level not at hand"),
    signedBar(nats, scale, `${words} on level ${shortName(level)}`),
    element(
      "div",
      { class: "bar-head" },
      element("b", {}, words),
      element("code", { class: "quiet" }, shortName(level)),
    ),
  );
}

function cards(
  levels: readonly (LevelEvidence & { readonly rank: number })[],
  scale: Scale,
  lookup: LevelLookup,
): Markup {
  return element(
    "ul",
    { class: "level-cards" },
    levels.map((one) => card(one, one.rank, scale, lookup)),
  );
}

/** "312 nats on 40 levels; 4 of them speak for the rival. The 8 strongest have 61 % of what speaks for it." */
function summary(levels: readonly LevelEvidence[], seeds: number): string {
  const sum = (list: readonly LevelEvidence[]) => list.reduce((total, { nats }) => total + nats, 0);
  const speaking = levels.filter(({ nats }) => nats > 0);
  const against = levels.filter(({ nats }) => nats < 0);
  const share =
    speaking.length > drawn
      ? ` The ${drawn} strongest have ${formatNumber((100 * sum(speaking.slice(0, drawn))) / sum(speaking), 0)} % of what speaks for the leader.`
      : "";
  return `${formatNats(sum(levels))} nats in all on ${counted(levels.length, "level")}${seeds > 1 ? ", mean over seeds" : ""}; ${counted(against.length, "level")} ${against.length === 1 ? "speaks" : "speak"} for the rival.${share}`;
}

function levelTable(agent: InferredAgent, levels: readonly LevelEvidence[]): Markup {
  const seeded = agent.final.length > 1;
  const table = {
    caption: "log evidence of the leading hypothesis less that of its best rival, in nats",
    columns: [
      { title: "level", align: "left" as const },
      { title: seeded ? "mean" : "nats", align: "right" as const },
      ...(seeded
        ? [
            { title: "least", align: "right" as const, group: "of the seeds" },
            { title: "most", align: "right" as const, group: "of the seeds" },
          ]
        : []),
    ],
    rows: levels.map(({ level, nats, perSeed }) => ({
      cells: [
        element("code", {}, shortName(level)),
        formatNats(nats),
        ...(seeded ? [formatNats(Math.min(...perSeed)), formatNats(Math.max(...perSeed))] : []),
      ],
    })),
  };
  return htmlTable(table, `Evidence by level, ${agentName(agent)} in ${agent.setting}, ${agent.deployment}`);
}

function agentEvidence(agent: InferredAgent, lookup: LevelLookup): Markup | null {
  const levels = evidenceByLevel(agent.final).map((one, index) => ({ ...one, rank: index + 1 }));
  if (levels.length === 0) return null;
  const scale = linearScale([0, ...levels.map(({ nats }) => nats)]);
  const all = levels.length <= 2 * drawn;
  return fragment(
    element("h4", {}, `${agentName(agent)}: ${jointAnswer(agent.final).words}`),
    element("p", { class: "small quiet" }, summary(levels, agent.final.length)),
    cards(all ? levels : levels.slice(0, drawn), scale, lookup),
    !all && element("p", { class: "small quiet" }, `The ${drawn} levels with the least:`),
    !all && cards(levels.slice(-drawn), scale, lookup),
    element(
      "details",
      {},
      element("summary", {}, `All levels as a table (${levels.length})`),
      levelTable(agent, levels),
    ),
  );
}

/** Levels of the agents under test, best and worst drawn; `lookup` gives their pictures. */
export function evidencePerLevelPart(
  blocks: readonly InferenceBlock[],
  lookup: LevelLookup,
): ReportPart | null {
  const shown = blocks
    .map(({ title, tested }) => ({
      title,
      figures: tested.flatMap((agent) => agentEvidence(agent, lookup) ?? []),
    }))
    .filter(({ figures }) => figures.length > 0);
  if (shown.length === 0) return null;
  return {
    id: "evidence-per-level",
    title: "Evidence, level by level",
    body: fragment(
      element(
        "p",
        {},
        "What was seen on each level, weighed: log evidence of the leading hypothesis less that of its best rival, in nats. Where both would act alike a level says nothing; striped bars to the left speak for the rival.",
      ),
      shown.map(({ title, figures }) => [element("h3", {}, title), figures]),
    ),
  };
}
