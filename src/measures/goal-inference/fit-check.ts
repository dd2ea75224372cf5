// Whether anything that was thought of explains the agent: what half of the levels teaches, tried on the other half.
import type { GoalPosterior } from "../../runs/inference-format.ts";
import { choiceProbabilities } from "../../solvers/greedy.ts";
import { type Belief, beliefAfter } from "./belief.ts";
import { type DecisionRecord, decisionsOn } from "./decision-record.ts";
import { devicePredictions } from "./devices.ts";
import { type Likelihoods, valuesAt } from "./likelihoods.ts";

/** The fit check fails below this share. */
export const leastFit = 0.25;
/** Agents whose choices differ from uniform ones by less than this, in nats per decision, have nothing to be explained. */
export const nearUniform = 0.02;
/** Hypotheses with less of the posterior are left out of the prediction. */
const negligible = 1e-6;
/** The least probability a prediction can give: the smallest that a logarithm takes. */
const leastProbability = 1e-300;

export interface FitCheck {
  readonly share: number | null;
  readonly verdict: GoalPosterior["fit"]["verdict"];
  /** log|A| - H(pi), mean over decisions, in nats: what there is to be explained. 0 without decisions. */
  readonly explainable: number;
}

/**
 * (E_pi log model + log|A|) / (log|A| - H(pi)), both as means over the record's decisions, with the agent's own
 * probabilities pi. The model is the posterior predictive of all hypotheses; levels are split in turn into two halves, and each
 * half's decisions are predicted by what the other half teaches. 1: as good as knowing the agent; 0: as good as
 * uniform. Not applicable to fewer than two levels with decisions, and where log|A| - H(pi) is below .02 nats.
 */
export function fitCheck(likelihoods: Likelihoods, record: DecisionRecord): FitCheck {
  const { actions } = likelihoods.model.mdps[0];
  const seen = [...new Set(record.level)];
  const even = new Set(seen.filter((_, index) => index % 2 === 0));
  const halves = [(level: number) => even.has(level), (level: number) => !even.has(level)];
  let explained = 0;
  let explainable = 0;
  for (const [index, train] of halves.entries()) {
    const test = decisionsOn(record, halves[1 - index]);
    if (test.count === 0) continue;
    const model = seen.length < 2 ? null : predict(likelihoods, record, train, test);
    for (let row = 0; row < test.count; row++) {
      let total = 0;
      for (let a = row * actions; a < (row + 1) * actions; a++) total += test.probabilities[a];
      for (let a = row * actions; a < (row + 1) * actions; a++) {
        const p = test.probabilities[a] / total;
        if (p === 0) continue;
        explainable += p * Math.log(p * actions);
        if (model) explained += p * Math.log(Math.max(model[a], leastProbability) * actions);
      }
    }
  }
  const perDecision = record.count === 0 ? 0 : explainable / record.count;
  if (seen.length < 2 || perDecision < nearUniform) {
    return { share: null, verdict: "not applicable", explainable: perDecision };
  }
  const share = explained / explainable;
  return { share, verdict: share < leastFit ? "fails" : "passes", explainable: perDecision };
}

/** Posterior predictive of the test decisions after the levels marked as training. [test.count, actions] */
function predict(
  likelihoods: Likelihoods,
  record: DecisionRecord,
  train: (level: number) => boolean,
  test: DecisionRecord,
): Float64Array {
  const { actions } = likelihoods.model.mdps[0];
  const belief = beliefAfter(likelihoods, record, train);
  const prediction = new Float64Array(test.count * actions);
  let mass = addObjectives(likelihoods, belief, test, prediction);
  const { mdps, settings } = likelihoods.model;
  const devices = devicePredictions(decisionsOn(record, train), test, mdps, settings.lapses);
  devices.forEach(({ probabilities }, kind) => {
    const { posterior } = belief.devices[kind];
    if (posterior < negligible) return;
    mass += posterior;
    for (let i = 0; i < prediction.length; i++) prediction[i] += posterior * probabilities[i];
  });
  return prediction.map((probability) => probability / mass);
}

/** Adds the predictions of all objectives, in proportion to their posterior; answers how much of it they have. */
function addObjectives(
  { model, objectives, cells }: Likelihoods,
  belief: Belief,
  test: DecisionRecord,
  prediction: Float64Array,
): number {
  const { actions } = model.mdps[0];
  const { lapses } = model.settings;
  const values = new Float64Array(prediction.length);
  const chosen = new Float64Array(prediction.length);
  let mass = 0;
  objectives.forEach((objective, slot) => {
    let looked = -1;
    for (let first = 0; first < cells.length; first += lapses.length) {
      // Lapses mix linearly: one table of probabilities serves all of them.
      let whole = 0;
      let lapsed = 0;
      for (let cell = first; cell < first + lapses.length; cell++) {
        const weight = belief.cells[slot * cells.length + cell];
        whole += weight;
        lapsed += weight * cells[cell].lapse;
      }
      if (whole < negligible) continue;
      const { form, rationality } = cells[first];
      if (form !== looked) valuesAt(model, objective, form, test, values);
      looked = form;
      for (let row = 0; row < test.count; row++) {
        choiceProbabilities(values, rationality, actions, row * actions, chosen);
      }
      for (let i = 0; i < chosen.length; i++)
        prediction[i] += (whole - lapsed) * chosen[i] + lapsed / actions;
      mass += whole;
    }
  });
  return mass;
}
