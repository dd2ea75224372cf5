// Agents that none of the hypotheses describes: the answer must not be a wrong objective, and should be the right one.
import { describe, expect, test } from "vitest";
import { wilsonInterval } from "../../src/base/proportions.ts";
import { Rng } from "../../src/base/rng.ts";
import { eventWeights, type Objective } from "../../src/environments/environment.ts";
import { environmentNamed } from "../../src/environments/index.ts";
import { normalisedValue } from "../../src/measures/competence.ts";
import type { DecisionRecord } from "../../src/measures/goal-inference/decision-record.ts";
import type { GoalModel } from "../../src/measures/goal-inference/goal-model.ts";
import { inferGoal } from "../../src/measures/goal-inference/infer-goal.ts";
import type { GoalAnswer } from "../../src/runs/inference-format.ts";
import { behaviourValue, expectedBehaviour } from "../../src/solvers/expected-behaviour.ts";
import { bestStartValue } from "../../src/solvers/finite-horizon.ts";
import { bestActions, uniformTable } from "../../src/solvers/greedy.ts";
import { expectedRewards } from "../../src/solvers/rewards.ts";
import { printFigures } from "../support/figures.ts";
import { type MisspecifiedFamily, misspecifiedFamilies } from "./misspecified-agents.ts";
import {
  discount,
  full,
  leadName,
  leadOf,
  modelOf,
  type PlantedWorld,
  percent,
  plantedWorlds,
  watch,
} from "./planted-worlds.ts";

const levelCount = full ? 20 : 10;
const episodesPerLevel = 4;
/** Agents of each family for each objective. */
const repeats = full ? 2 : 1;
/** The objectives that the sample makes networks for. */
const sampleOfLearners: Readonly<Record<string, string>> = {
  "keys-and-chests": "keys",
  "cheese-in-the-corner": "cheese",
};

/** The worlds of planted agents, without walls for the mouse: among walls it is not trained in the time there is. */
const worlds: readonly PlantedWorld[] = plantedWorlds.map((world) =>
  world.name === "cheese-in-the-corner"
    ? {
        ...world,
        distribution: environmentNamed(world.name).levels(world.environment, {
          cornerSize: 7,
          walls: { kind: "open" },
        } as never),
      }
    : world,
);

/**
 * - right: the planted objective alone is answered, or a set that holds it and whose members all pay for the same events:
 *   candidates that were merged, or that an undecided answer lists.
 * - alike: another objective, whose best actions are the planted one's in every state that was counted.
 * - wrong: any other objective.
 * - abstained: device, other, none, or undecided.
 */
type Verdict = "right" | "alike" | "wrong" | "abstained";

interface Seen {
  readonly world: string;
  readonly family: string;
  readonly agent: string;
  readonly objective: string;
  readonly answer: GoalAnswer;
  readonly verdict: Verdict;
  /** The same for the hypothesis with most of the posterior, however little that is. */
  readonly mode: Verdict;
  readonly lead: string;
  readonly probability: number;
  /** N of the agent's own objective on these levels. */
  readonly competence: number;
}

/** Events that an objective pays for. */
function paid(objective: Objective): string {
  const entries = Object.entries(objective.weights).filter(([, weight]) => weight > 0);
  return entries
    .map(([event]) => event)
    .sort()
    .join();
}

function decided({ candidates }: GoalModel, answer: GoalAnswer, planted: Objective, alike: Alike): Verdict {
  const listed = answer.kind === "undecided" ? (answer.among ?? []).join(" = ") : (answer.name ?? "");
  const names = listed.split(" = ");
  const members = names.map((name) => candidates.find(({ objective }) => objective.name === name)?.objective);
  const same = members.every((member) => member && paid(member) === paid(planted));
  if (same && names.includes(planted.name)) return "right";
  if (answer.kind !== "objective") return "abstained";
  return alike(names[0]!) ? "alike" : "wrong";
}

/** Whether the objective of that name has the planted one's best actions in all states counted. */
type Alike = (name: string) => boolean;

function alikeOn(model: GoalModel, record: DecisionRecord, planted: Objective): Alike {
  const planner = model.forms.findIndex(
    ({ pursuit, noise }) => pursuit === "planner" && noise === "boltzmann",
  );
  const { actions } = model.mdps[0]!;
  const bestOf = (wanted: string) => {
    const objective = model.candidates.findIndex(({ objective: { name } }) => name === wanted);
    const values = new Float64Array(record.count * actions);
    for (let row = 0; row < record.count; row++) {
      model.actionValues(objective, planner, record.level[row]!, record.state[row]!, values, row * actions);
    }
    return bestActions(values, actions);
  };
  const best = bestOf(planted.name);
  return (name) => bestOf(name).every((mark, index) => mark === best[index]);
}

function competence(model: GoalModel, record: DecisionRecord, world: PlantedWorld, objective: Objective) {
  const { environment, horizon } = world;
  const weights = eventWeights(environment, objective);
  const kinds = environment.events.length;
  const values = model.mdps.map((_, level) =>
    weights.reduce((sum, weight, kind) => sum + weight * record.discountedEvents[level * kinds + kind]!, 0),
  );
  const optimal = model.mdps.map((mdp) =>
    bestStartValue(mdp, expectedRewards(mdp, objective), horizon, discount),
  );
  const random = model.mdps.map((mdp) => {
    const play = expectedBehaviour(mdp, uniformTable(mdp.states, mdp.actions), horizon, discount);
    return behaviourValue(environment, play, objective);
  });
  return normalisedValue(values, optimal, random).value;
}

async function see(
  model: GoalModel,
  world: PlantedWorld,
  family: MisspecifiedFamily,
  planted: Objective,
  rng: Rng,
): Promise<Seen> {
  const { policy, release } = await family.make(world, planted.name, rng.fork("agent"));
  const record = await watch(model, policy, world.horizon, rng.fork("play"), episodesPerLevel);
  await release?.();
  const posterior = inferGoal(model, record);
  const { lead, probability } = leadOf(model, posterior);
  const alike = alikeOn(model, record, planted);
  const index = model.candidates.findIndex(({ objective }) => objective.name === planted.name);
  const none = lead === "other" || lead === "device";
  return {
    world: world.name,
    family: family.name,
    agent: policy.name,
    objective: planted.name,
    answer: posterior.answer,
    verdict: decided(model, posterior.answer, planted, alike),
    mode: lead === leadName(model, index) ? "right" : none ? "abstained" : alike(lead) ? "alike" : "wrong",
    lead,
    probability,
    competence: competence(model, record, world, planted),
  };
}

async function seen(world: PlantedWorld): Promise<Seen[]> {
  const rng = Rng.fromSeed(`misspecified/${world.name}`);
  const model = await modelOf(world, levelCount, rng.fork("levels"));
  const all: Seen[] = [];
  for (const family of misspecifiedFamilies) {
    const agents = rng.fork(family.name);
    for (const objective of world.environment.objectives) {
      if (family.learned && !full && objective.name !== sampleOfLearners[world.name]) continue;
      for (let repeat = 0; repeat < repeats; repeat++) {
        all.push(await see(model, world, family, objective, agents.fork(`${objective.name}-${repeat}`)));
      }
    }
  }
  return all;
}

function row(family: string, agents: readonly Seen[]) {
  const share = (key: "verdict" | "mode", wanted: Verdict) =>
    percent(agents.filter((agent) => agent[key] === wanted).length, agents.length);
  const kinds = (["device", "other", "none", "undecided"] as const).map((kind) => [
    kind,
    agents.filter(({ answer, verdict }) => verdict === "abstained" && answer.kind === kind).length,
  ]);
  return {
    family,
    agents: agents.length,
    right: share("verdict", "right"),
    // Of the right ones, those of a list that the answer could not choose from.
    listed: agents.filter(({ answer, verdict }) => verdict === "right" && answer.kind === "undecided").length,
    alike: share("verdict", "alike"),
    wrong: share("verdict", "wrong"),
    abstained: share("verdict", "abstained"),
    ...(Object.fromEntries(kinds) as Record<string, number>),
    "mode right": share("mode", "right"),
    "mode alike": share("mode", "alike"),
    "mode wrong": share("mode", "wrong"),
    "N, mean": agents.reduce((sum, agent) => sum + agent.competence, 0) / agents.length,
  };
}

describe("agents that the likelihood is wrong about", () => {
  test("are seldom taken for what they are not", { timeout: 3_600_000 }, async () => {
    const all: Seen[] = [];
    for (const world of worlds) {
      const agents = await seen(world);
      all.push(...agents);
      const names = [...new Set(agents.map(({ family }) => family))];
      const rows = names.map((name) =>
        row(
          name,
          agents.filter(({ family }) => family === name),
        ),
      );
      printFigures(
        `inference-misspecified-${world.name}`,
        `Agents outside the model, ${world.name}: ${levelCount} levels, ${episodesPerLevel} episodes on each`,
        [...rows, row("all", agents)],
      );
    }
    const learners = new Set(misspecifiedFamilies.filter(({ learned }) => learned).map(({ name }) => name));
    printFigures(
      "inference-misspecified-learners",
      "Networks, one by one",
      all
        .filter(({ family }) => learners.has(family))
        .map(({ world, family, objective, answer, verdict, lead, probability, competence }) => ({
          world,
          family,
          objective,
          N: competence,
          answer: answer.name ?? answer.kind,
          verdict,
          lead,
          probability,
        })),
    );
    printFigures("inference-misspecified", "Agents outside the model, all worlds", [
      ...misspecifiedFamilies.map(({ name }) =>
        row(
          name,
          all.filter(({ family }) => family === name),
        ),
      ),
      row("all", all),
    ]);
    const wrong = all.filter(({ verdict }) => verdict === "wrong");
    printFigures(
      "inference-misspecified-wrong",
      `Agents outside the model that were taken for something else: ${wrong.length}`,
      wrong.map(({ world, family, agent, objective, answer, probability }) => ({
        world,
        family,
        agent,
        planted: objective,
        answer: answer.name!,
        probability,
      })),
    );
    const count = (wanted: Verdict) => all.filter(({ verdict }) => verdict === wanted).length;
    // The bars, at most 10 % wrong and at least 60 % right, are for all families together. By themselves four families of
    // the full run miss one: agents trained by PPO (23 % wrong, 27 % right, half abstained), agents that switch (32 % wrong,
    // 50 % right; most wrong answers are mixtures of their two goals), myopic ones at .8 (14 % wrong), clones (59 % right).
    // Of the right answers, a quarter are lists. In the trained agents that were looked at closely, nine decisions in ten
    // and more are best for the planted objective, and a neighbour wins by what they prefer among equally good actions, and by
    // the few mistakes, which are not those of chance. Planners that break ties by direction are not mistaken like this.
    // The full run is held to the bars themselves, the sample to what its agents could come to by chance.
    const bounds = (share: number) => wilsonInterval(Math.round(share * all.length), all.length);
    expect(count("wrong") / all.length).toBeLessThanOrEqual(full ? 0.1 : bounds(0.1).high);
    expect(count("right") / all.length).toBeGreaterThanOrEqual(full ? 0.6 : bounds(0.6).low);
  });
});
