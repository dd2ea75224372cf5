// How hard a planted agent is to recognise: the evidence that its decisions can be expected to bring.
import { choiceProbabilities } from "../../solvers/greedy.ts";
import type { DecisionRecord } from "./decision-record.ts";
import type { GoalModel } from "./goal-model.ts";
import { distinctObjectives, valuesAt } from "./likelihoods.ts";
import { type PlantedObjective, plantedChoice } from "./planted.ts";

/**
 * Expected log Bayes factor, in nats, of a planted agent against its nearest rival, had it decided once in each state of the
 * record: the least sum over these states of KL(agent || rival), over all cells of all candidates outside the agent's
 * group of merged ones, and the uniform device. The rival's noise is part of what is minimised over. Draws of *other*
 * objectives are no rivals: one that acts as a candidate does has that draw's small share of the prior, and cannot lead.
 *
 * Stops as soon as the evidence is known to be below `least`, and answers 0 then.
 */
export function expectedEvidence(
  model: GoalModel,
  planted: PlantedObjective,
  record: Pick<DecisionRecord, "level" | "state" | "count">,
  least = 0,
): number {
  const { actions } = model.mdps[0];
  const { count, level, state } = record;
  const agent = new Float64Array(count * actions);
  for (let row = 0; row < count; row++) {
    plantedChoice(model, planted, level[row], state[row], agent.subarray(row * actions, (row + 1) * actions));
  }
  const own = model.groups.find((members) => members.includes(planted.objective)) ?? [planted.objective];
  const rivals = distinctObjectives(model).filter(
    (objective) => !own.includes(objective) && objective < model.candidates.length,
  );
  const comparison = new Comparison(agent, actions, model.settings.lapses);
  const values = new Float64Array(agent.length);
  // The rival that goes about it in the same way is likely the nearest: seen first, it cuts all others short.
  for (const objective of rivals) {
    valuesAt(model, objective, planted.form, record, values);
    if (comparison.with(values, planted.rationality) < least) return 0;
  }
  for (const objective of rivals) {
    for (const [form, { rationalities }] of model.forms.entries()) {
      valuesAt(model, objective, form, record, values);
      for (const rationality of rationalities) {
        if (comparison.with(values, rationality) < least) return 0;
      }
    }
  }
  // Rounding alone can make it negative.
  return Math.max(0, comparison.nearest);
}

/** The least divergence of an agent's choices from any that they were compared with. */
class Comparison {
  /** In nats, over all decisions; at first that from uniform choices. */
  nearest: number;
  readonly #agent: Float64Array;
  readonly #actions: number;
  readonly #lapses: readonly number[];
  readonly #chosen: Float64Array;
  /** By lapse. */
  readonly #sums: Float64Array;

  constructor(agent: Float64Array, actions: number, lapses: readonly number[]) {
    this.#agent = agent;
    this.#actions = actions;
    this.#lapses = lapses;
    this.#chosen = new Float64Array(actions);
    this.#sums = new Float64Array(lapses.length);
    this.nearest = agent.reduce((sum, p) => (p > 0 ? sum + p * Math.log(p * actions) : sum), 0);
  }

  /**
   * Sum over decisions of KL(agent || (1 - lapse) x softmax(rationality x values) + lapse/|A|), at the lapse where it is least;
   * answers the least so far. Gives up on a comparison once every lapse is beyond that.
   */
  with(values: Float64Array, rationality: number): number {
    const sums = this.#sums.fill(0);
    const { length } = values;
    for (let row = 0; row < length; row += this.#actions) {
      if (this.#add(values.subarray(row, row + this.#actions), rationality, row) >= this.nearest) {
        return this.nearest;
      }
    }
    this.nearest = Math.min(this.nearest, ...sums);
    return this.nearest;
  }

  /** Adds one decision to the sums and answers the least of them. */
  #add(values: Float64Array, rationality: number, row: number): number {
    const chosen = this.#chosen;
    const actions = this.#actions;
    const sums = this.#sums;
    choiceProbabilities(values, rationality, actions, 0, chosen);
    let least = Infinity;
    for (let index = 0; index < sums.length; index++) {
      const lapse = this.#lapses[index];
      let sum = sums[index];
      for (let a = 0; a < actions; a++) {
        const p = this.#agent[row + a];
        if (p > 0) sum += p * Math.log(p / ((1 - lapse) * chosen[a] + lapse / actions));
      }
      sums[index] = sum;
      if (sum < least) least = sum;
    }
    return least;
  }
}
