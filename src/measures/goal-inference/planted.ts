// Agents with known goals: hypotheses of a model as policies, to see whether inference finds them again.
import type { Rng } from "../../base/rng.ts";
import type { Environment } from "../../environments/environment.ts";
import { levelHash } from "../../environments/levels.ts";
import { asGrid, type Hand } from "../../environments/wall-following.ts";
import { lastAction, noAction, rememberActions } from "../../policies/last-action.ts";
import { levelPolicy } from "../../policies/level-policy.ts";
import type { Policy } from "../../policies/policy.ts";
import { fixedActionPolicy, noisyPolicy, uniformPolicy } from "../../policies/scripted.ts";
import { wallFollowingPolicy } from "../../policies/wall-follower.ts";
import { choiceProbabilities } from "../../solvers/greedy.ts";
import { hypothesesOf } from "./belief.ts";
import type { GoalModel } from "./goal-model.ts";

/** An objective pursued in one form with one noise. */
export interface PlantedObjective {
  readonly kind: "objective";
  /** Index into `model.objectives`. */
  readonly objective: number;
  /** Index into `model.forms`. */
  readonly form: number;
  readonly rationality: number;
  readonly lapse: number;
}

/** A device with all its parameters. */
export type PlantedDevice =
  | { readonly kind: "uniform" }
  | { readonly kind: "fixed direction"; readonly action: number; readonly lapse: number }
  /** P(action | last action); the last row is for the first step. [actions + 1, actions] */
  | { readonly kind: "action frequencies"; readonly table: Float64Array }
  | { readonly kind: "wall-following"; readonly hand: Hand; readonly lapse: number };

/** One hypothesis to the last number. */
export type Planted = PlantedObjective | PlantedDevice;

/** The agent that is exactly this hypothesis. It plays the model's levels only: on others it throws an Error. */
export function plantedPolicy(model: GoalModel, planted: Planted): Policy {
  const { environment } = model.levels;
  if (planted.kind === "objective") return objectivePolicy(model, planted);
  if (planted.kind === "uniform") return uniformPolicy();
  if (planted.kind === "action frequencies") return frequencyPolicy(planted.table);
  const policy =
    planted.kind === "fixed direction"
      ? fixedActionPolicy(environment.actions[planted.action])
      : wallFollowingPolicy(environment, planted.hand);
  return noisyPolicy(policy, planted.lapse);
}

function objectivePolicy(model: GoalModel, planted: PlantedObjective): Policy {
  const { environment } = model.levels;
  const indices = new Map(model.mdps.map(({ level }, index) => [levelHash(environment, level), index]));
  const probabilities = new Float64Array(environment.actions.length);
  return levelPolicy(environment, {
    name: `planted:${model.objectives[planted.objective].name}`,
    cachedLevels: model.mdps.length,
    solve(level) {
      const index = indices.get(levelHash(environment, level));
      if (index === undefined)
        throw new Error("a planted agent was put on a level that its model does not have");
      return {
        table: model.mdps[index].table,
        act(state, out, offset) {
          plantedChoice(model, planted, index, state, probabilities);
          out.set(probabilities, offset);
          return 0;
        },
      };
    },
  });
}

/** (1 - lapse) softmax(rationality x A(s, .)) + lapse/|A|, written to out [actions]. */
export function plantedChoice(
  model: GoalModel,
  { objective, form, rationality, lapse }: PlantedObjective,
  level: number,
  state: number,
  out: Float64Array,
): void {
  model.actionValues(objective, form, level, state, out);
  choiceProbabilities(out, rationality, out.length, 0, out);
  for (let a = 0; a < out.length; a++) out[a] = (1 - lapse) * out[a] + lapse / out.length;
}

/** Actions by their frequencies given the last one. Memory: the last action. */
function frequencyPolicy(table: Float64Array): Policy {
  return {
    name: "planted:action-frequencies",
    memorySize: 1,
    decide(batch, memory, out) {
      const actions = batch.environment.actions.length;
      out.values.fill(0);
      for (let lane = 0; lane < batch.lanes; lane++) {
        const last = lastAction(batch, memory, lane);
        const row = (last === noAction ? actions : last) * actions;
        out.probabilities.set(table.subarray(row, row + actions), lane * actions);
      }
    },
    remember: rememberActions,
  };
}

/** Draws from the very prior that `inferGoal` weighs by: hypothesis, objective, pursuit, form, noise; or a device. */
export function drawHypothesis(model: GoalModel, rng: Rng): Planted {
  const hypotheses = hypothesesOf(model);
  const { kind, slots, members } =
    hypotheses[
      draw(
        hypotheses.map(({ prior }) => prior),
        rng,
      )
    ];
  if (kind === "device") return drawDevice(model, rng);
  const { candidates, groups, forms, settings } = model;
  const objective =
    kind === "candidates" ? one(members, rng) : candidates.length + one(slots, rng) - groups.length;
  const form = draw(
    forms.map(({ share }) => share),
    rng,
  );
  return {
    kind: "objective",
    objective,
    form,
    rationality: one(forms[form].rationalities, rng),
    lapse: one(settings.lapses, rng),
  };
}

function drawDevice({ levels: { environment }, settings }: GoalModel, rng: Rng): PlantedDevice {
  const actions = environment.actions.length;
  const kind = one(deviceKinds(environment), rng);
  switch (kind) {
    case "uniform":
      return { kind };
    case "fixed direction":
      return { kind, action: rng.below(actions), lapse: one(settings.lapses, rng) };
    case "action frequencies":
      return { kind, table: drawFrequencies(actions, rng) };
    case "wall-following":
      return { kind, hand: one(["left", "right"] as const, rng), lapse: one(settings.lapses, rng) };
  }
}

/** The kinds of devices.ts, which are equally likely. */
function deviceKinds(environment: Environment): readonly PlantedDevice["kind"][] {
  const everywhere = ["uniform", "fixed direction", "action frequencies"] as const;
  return asGrid(environment) ? [...everywhere, "wall-following"] : everywhere;
}

/** Rows of Dirichlet(1/2): squared normals, normalised. [actions + 1, actions] */
function drawFrequencies(actions: number, rng: Rng): Float64Array {
  const table = Float64Array.from({ length: (actions + 1) * actions }, () => rng.normal() ** 2);
  for (let row = 0; row < table.length; row += actions) {
    const sum = table.subarray(row, row + actions).reduce((total, x) => total + x, 0);
    for (let i = row; i < row + actions; i++) table[i] /= sum;
  }
  return table;
}

function one<T>(list: readonly T[], rng: Rng): T {
  return list[rng.below(list.length)];
}

/** An index, drawn in proportion to its weight. */
function draw(weights: readonly number[], rng: Rng): number {
  let remaining = rng.unit() * weights.reduce((sum, weight) => sum + weight, 0);
  let drawn = 0;
  for (const [index, weight] of weights.entries()) {
    if (weight <= 0) continue;
    drawn = index;
    remaining -= weight;
    if (remaining < 0) break;
  }
  return drawn;
}
