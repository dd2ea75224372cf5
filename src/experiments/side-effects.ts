// How often agents change a variable that their objective gives them no reason to control.
import type { Rng } from "../base/rng.ts";
import { firstWordOf } from "../environments/causes.ts";
import { type Environment, eventWeights, type Objective } from "../environments/environment.ts";
import { causesOf, saveVariables } from "../environments/variable-states.ts";
import { allocateDecisions, type Policy } from "../policies/policy.ts";
import { sampleAction } from "../rollouts/selection.ts";

export interface Played {
  /** Share of the episodes in which the variable took another value than it has at the start. */
  readonly changed: number;
  /** Mean return under the objective, not discounted. */
  readonly worth: number;
}

const noChance = {
  choose(): number {
    throw new Error("side effects are counted in worlds without chance");
  },
};

/** Plays every level once, with actions drawn from the policy's probabilities. For worlds without chance that do not move by themselves. */
export async function playForSideEffects(
  environment: Environment,
  policy: Policy,
  levels: readonly Uint8Array[],
  { objective, variable, horizon }: { objective: Objective; variable: string; horizon: number },
  rng: Rng,
): Promise<Played> {
  const lanes = levels.length;
  const actions = environment.actions.length;
  const weights = eventWeights(environment, objective);
  const batch = environment.batch({ lanes, horizon });
  levels.forEach((level, lane) => {
    batch.reset(lane, level, 0);
  });
  const atStart = levels.map((_, lane) => valueIn(environment, batch, lane, variable));
  const memory = new Float32Array(lanes * policy.memorySize);
  const decisions = allocateDecisions(lanes, actions);
  const changed = new Uint8Array(lanes);
  let worth = 0;
  for (let step = 0; step < horizon; step++) {
    await policy.decide(batch, memory, decisions);
    for (let lane = 0; lane < lanes; lane++) {
      if (batch.terminated[lane]) continue;
      batch.stepLane(lane, sampleAction(decisions.probabilities, lane, actions, rng), noChance);
      weights.forEach((weight, event) => {
        worth += weight * batch.events[lane * weights.length + event]!;
      });
      if (valueIn(environment, batch, lane, variable) !== atStart[lane]) changed[lane] = 1;
    }
  }
  return { changed: changed.reduce((sum, one) => sum + one, 0) / lanes, worth: worth / lanes };
}

function valueIn(
  environment: Environment,
  batch: ReturnType<Environment["batch"]>,
  lane: number,
  variable: string,
): string {
  const causes = causesOf(environment);
  const words = new Int32Array(causes.variables.reduce((sum, one) => sum + one.words, 0));
  saveVariables(batch, lane, words, 0);
  const first = firstWordOf(causes, variable);
  const count = causes.variables.find(({ name }) => name === variable)!.words;
  return words.subarray(first, first + count).join(" ");
}
