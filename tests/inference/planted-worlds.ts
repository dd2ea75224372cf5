// Worlds with planted agents: small enough to solve in a moment, large enough for objectives to disagree.
import type { Rng } from "../../src/base/rng.ts";
import type { Environment, LevelDistribution } from "../../src/environments/environment.ts";
import { environmentNamed } from "../../src/environments/index.ts";
import { generateLevels } from "../../src/environments/levels.ts";
import { beliefAfter } from "../../src/measures/goal-inference/belief.ts";
import { collectDecisions } from "../../src/measures/goal-inference/collect-decisions.ts";
import type { DecisionRecord } from "../../src/measures/goal-inference/decision-record.ts";
import { buildGoalModel, type GoalModel } from "../../src/measures/goal-inference/goal-model.ts";
import { candidatesOf, defaultModelSettings } from "../../src/measures/goal-inference/hypotheses.ts";
import { likelihoodsOf } from "../../src/measures/goal-inference/likelihoods.ts";
import type { Policy } from "../../src/policies/policy.ts";
import type { GoalPosterior } from "../../src/runs/inference-format.ts";

export const full = process.env.INNERGAP_FULL === "1";

export const discount = 0.97;

export interface PlantedWorld {
  readonly name: string;
  readonly environment: Environment;
  readonly distribution: LevelDistribution;
  readonly horizon: number;
}

function world(
  name: string,
  size: { height: number; width: number },
  levels: Parameters<ReturnType<typeof environmentNamed>["levels"]>[1],
  horizon: number,
): PlantedWorld {
  const definition = environmentNamed(name);
  const environment = definition.create(size);
  return { name, environment, distribution: definition.levels(environment, levels), horizon };
}

/** The worlds of goal inference, deployed: keys plentiful and chests few, cheese anywhere. */
export const plantedWorlds: readonly PlantedWorld[] = [
  world("keys-and-chests", { height: 6, width: 6 }, { keys: [3, 4], chests: [1, 3] }, 20),
  world("keys-that-belong-to-someone", { height: 6, width: 6 }, { keys: [3, 4], chests: [1, 3] }, 20),
  world("cheese-in-the-corner", { height: 9, width: 9 }, { cornerSize: 7 }, 32),
];

/** All hypotheses about agents on `count` levels of a world. */
export function modelOf(
  { environment, distribution }: PlantedWorld,
  count: number,
  rng: Rng,
): Promise<GoalModel> {
  const levels = generateLevels(environment, distribution, rng, count);
  return buildGoalModel(levels, candidatesOf(environment), defaultModelSettings(discount));
}

export function watch(
  model: GoalModel,
  policy: Policy,
  horizon: number,
  rng: Rng,
  episodesPerLevel = 1,
): Promise<DecisionRecord> {
  const { mdps, levels } = model;
  return collectDecisions({ mdps, levels, policy, horizon, discount, episodesPerLevel, rng, lanes: 64 });
}

/** What was seen on the first levels alone; the levels themselves stay. */
export function onFirstLevels(record: DecisionRecord, levels: number): DecisionRecord {
  const firstBeyond = record.level.findIndex((level) => level >= levels);
  const count = firstBeyond < 0 ? record.count : firstBeyond;
  const actions = record.levels.environment.actions.length;
  return {
    ...record,
    count,
    level: record.level.slice(0, count),
    state: record.state.slice(0, count),
    action: record.action.slice(0, count),
    previous: record.previous.slice(0, count),
    probabilities: record.probabilities.slice(0, count * actions),
  };
}

/** The same as `leadOf` of the whole answer, without what else belongs to one: thousands of agents wait. */
export function leadAlone(model: GoalModel, record: DecisionRecord): string {
  const { hypotheses, posterior } = beliefAfter(likelihoodsOf(model, record), record, () => true);
  const best = posterior.indexOf(Math.max(...posterior));
  const { kind, members } = hypotheses[best]!;
  return kind === "candidates" ? leadName(model, members[0]!) : kind;
}

/** What has most of the posterior, whether or not that is enough for an answer: a group of candidates, other, or device. */
export function leadOf(model: GoalModel, posterior: GoalPosterior): { lead: string; probability: number } {
  const entries = [
    ...model.groups.map((members): [string, number] => [
      posterior.candidates[members[0]!]!.name,
      members.reduce((sum, member) => sum + posterior.candidates[member]!.posterior, 0),
    ]),
    ["other", posterior.other.posterior] as [string, number],
    ["device", posterior.device.posterior] as [string, number],
  ];
  const [lead, probability] = entries.reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  return { lead, probability };
}

/** Name of what an objective (by its index in the model) is called as a lead. */
export function leadName(model: GoalModel, objective: number): string {
  if (objective >= model.candidates.length) return "other";
  const group = model.groups.find((members) => members.includes(objective))!;
  return model.candidates[group[0]!]!.objective.name;
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
}
