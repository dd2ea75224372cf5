// Which candidates no decision on a set of levels can tell apart.
import { eventWeights, type Objective } from "../../environments/environment.ts";
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import { solveDiscounted } from "../../solvers/discounted.ts";
import { choiceProbabilities } from "../../solvers/greedy.ts";
import { expectedRewards, outcomeWorth } from "../../solvers/rewards.ts";
import { solveSoft } from "../../solvers/soft.ts";
import type { Form } from "./forms.ts";
import { advantages, type SolvedLevel } from "./solved-levels.ts";

/** Largest difference between the probabilities of merged candidates, in any state. */
const sameProbability = 1e-9;
/** Tables are kept in single precision: candidates whose choices differ by more than this there certainly differ. */
const surelyDifferent = 1e-4;
/** Largest relative difference between rewards that count as proportional. */
const sameReward = 1e-12;

/** Whether one objective's rewards are a positive multiple of the other's, the same one in all states of all levels. */
export function sameRewards(mdps: readonly FiniteMdp[], one: Objective, other: Objective): boolean {
  let factor = 0;
  for (const mdp of mdps) {
    const { environment, rowOffsets, probabilities, outcomes } = mdp;
    const first = outcomeWorth(mdp, eventWeights(environment, one));
    const second = outcomeWorth(mdp, eventWeights(environment, other));
    for (let row = 0, i = 0; row + 1 < rowOffsets.length; row++) {
      let [a, b] = [0, 0];
      for (; i < rowOffsets[row + 1]; i++) {
        a += probabilities[i] * first[outcomes[i]];
        b += probabilities[i] * second[outcomes[i]];
      }
      if (a === 0 && b === 0) continue;
      if (!(a * b > 0)) return false;
      if (factor === 0) factor = b / a;
      if (Math.abs(b - factor * a) > sameReward * Math.abs(b)) return false;
    }
  }
  return true;
}

/** How one form values actions for one objective. */
export interface ObjectiveForm {
  readonly form: Form;
  /** The objective as it was solved; equal for candidates whose rewards are proportional. */
  readonly unit: Objective;
  /** The objective's own weights. [events] */
  readonly weights: Float64Array;
  /** Divides the advantages; 0 where there is nothing to gain. */
  readonly scale: number;
  /** Per level, [states, actions]; empty for the reactive pursuit and where there is nothing to gain. */
  readonly advantages: readonly Float32Array[];
}

/**
 * Groups of candidates (indices, each in one group) whose choice probabilities agree to 1e-9 in every state of every
 * level, in every form at every rationality; lapses only bring them closer. candidates: [candidates][forms]
 *
 * Choices are compared in double precision. Candidates with proportional rewards were solved once and agree by
 * construction; for the others the solver's own error (1e-10 in values) is all that could keep equals apart.
 */
export function mergedCandidates(
  solved: readonly SolvedLevel[],
  candidates: readonly (readonly ObjectiveForm[])[],
): number[][] {
  const groups: number[][] = [];
  candidates.forEach((candidate, index) => {
    const group = groups.find(([first]) =>
      candidate.every((form, at) => sameForm(solved, form, candidates[first][at])),
    );
    if (group) group.push(index);
    else groups.push([index]);
  });
  return groups;
}

function sameForm(solved: readonly SolvedLevel[], one: ObjectiveForm, other: ObjectiveForm): boolean {
  if (one.form.pursuit === "reactive") {
    return solved.every((level) => sameApproach(level, one.weights, other.weights));
  }
  if (one.unit === other.unit) return true;
  const flat = [one, other].filter(({ advantages }) => advantages.length === 0).length;
  if (flat > 0) return flat === 2;
  return (
    solved.every(({ mdp }, level) =>
      sameChoices(mdp, one, one.advantages[level], other, other.advantages[level], surelyDifferent),
    ) &&
    solved.every(({ mdp }) =>
      sameChoices(mdp, one, inDoubles(mdp, one), other, inDoubles(mdp, other), sameProbability),
    )
  );
}

/** The advantages anew, in double precision. [states, actions] */
function inDoubles(mdp: FiniteMdp, { form, unit, scale }: ObjectiveForm): Float64Array {
  const rewards = expectedRewards(mdp, unit);
  const { q } =
    form.noise === "soft-optimal"
      ? solveSoft(mdp, rewards, form.discount, form.rationalities[0] / scale)
      : solveDiscounted(mdp, rewards, form.discount);
  return advantages(q, mdp.actions);
}

/** Whether all choice probabilities agree to the tolerance; tables [states, actions]. */
function sameChoices(
  { states, actions }: FiniteMdp,
  one: ObjectiveForm,
  first: ArrayLike<number>,
  other: ObjectiveForm,
  second: ArrayLike<number>,
  tolerance: number,
): boolean {
  const values = [new Float64Array(actions), new Float64Array(actions)];
  const chosen = [new Float64Array(actions), new Float64Array(actions)];
  for (let start = 0; start < states * actions; start += actions) {
    for (let a = 0; a < actions; a++) {
      values[0][a] = first[start + a] / one.scale;
      values[1][a] = second[start + a] / other.scale;
    }
    for (const rationality of one.form.rationalities) {
      choiceProbabilities(values[0], rationality, actions, 0, chosen[0]);
      choiceProbabilities(values[1], rationality, actions, 0, chosen[1]);
      for (let a = 0; a < actions; a++) {
        if (Math.abs(chosen[0][a] - chosen[1][a]) > tolerance) return false;
      }
    }
  }
  return true;
}

/** Whether the reactive pursuit of both values all actions alike. */
function sameApproach({ mdp, approach }: SolvedLevel, one: Float64Array, other: Float64Array): boolean {
  const first = new Float64Array(mdp.actions);
  const second = new Float64Array(mdp.actions);
  for (let state = 0; state < mdp.states; state++) {
    const heading = approach.actionValues(state, one, first);
    if (approach.actionValues(state, other, second) !== heading) return false;
    if (heading && first.some((value, action) => value !== second[action])) return false;
  }
  return true;
}
