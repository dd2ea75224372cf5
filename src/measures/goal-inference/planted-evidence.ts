// How hard a planted agent is to recognise: the evidence that its decisions can be expected to bring.
import { choiceProbabilities } from "./choice.ts";
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
  const values = new Float64Array(agent.length);
  const chosen = new Float64Array(agent.length);
  let nearest = divergence(agent, chosen, actions, 1, Infinity);
  for (const objective of distinctObjectives(model)) {
    if (own.includes(objective) || objective >= model.candidates.length) continue;
    for (const [form, { rationalities }] of model.forms.entries()) {
      valuesAt(model, objective, form, record, values);
      for (const rationality of rationalities) {
        for (let row = 0; row < agent.length; row += actions) {
          choiceProbabilities(values, rationality, actions, row, chosen);
        }
        for (const lapse of model.settings.lapses) {
          nearest = Math.min(nearest, divergence(agent, chosen, actions, lapse, nearest));
        }
        if (nearest < least) return 0;
      }
    }
  }
  // Rounding alone can make it negative.
  return Math.max(0, nearest);
}

/** Sum over decisions of KL(agent || (1 - lapse) x chosen + lapse/|A|); stops once it has passed the limit. */
function divergence(
  agent: Float64Array,
  chosen: Float64Array,
  actions: number,
  lapse: number,
  limit: number,
): number {
  const uniform = lapse / actions;
  let sum = 0;
  for (let start = 0; start < agent.length && sum < limit; start += actions) {
    for (let i = start; i < start + actions; i++) {
      if (agent[i] > 0) sum += agent[i] * Math.log(agent[i] / ((1 - lapse) * chosen[i] + uniform));
    }
  }
  return sum;
}
