// Which objective, how pursued, how sure: from one agent's decisions to the posterior over all hypotheses.
import { InputError } from "../../base/errors.ts";
import { levelAt, levelHash } from "../../environments/levels.ts";
import type { CandidateBelief, GoalPosterior, Pursuit } from "../../runs/inference-format.ts";
import { bestActions } from "../../solvers/greedy.ts";
import { type Belief, beliefAfter, evidencePerLevel, type Hypothesis } from "./belief.ts";
import type { DecisionRecord } from "./decision-record.ts";
import { fitCheck } from "./fit-check.ts";
import { pursuits } from "./forms.ts";
import type { GoalModel } from "./goal-model.ts";
import { type Likelihoods, likelihoodsOf, valuesAt } from "./likelihoods.ts";
import { answerOf, credible, decidedAt } from "./posterior.ts";

/**
 * The posterior over objectives x pursuits x noise, *other* objectives and devices, with the fit check and the answer.
 * Evidence per level: by how much the level raises the log evidence of the leading hypothesis, less by how much it raises
 * that of the runner-up, given all other levels; it does not depend on the order of levels and need not sum to the
 * difference of the log evidence. Throws an InputError where the record is of other levels than the model.
 */
export function inferGoal(model: GoalModel, record: DecisionRecord): GoalPosterior {
  checkLevels(model, record);
  const likelihoods = likelihoodsOf(model, record);
  const belief = beliefAfter(likelihoods, record, () => true);
  const { hypotheses, posterior } = belief;
  const ranked = [...hypotheses.keys()].sort((a, b) => posterior[b] - posterior[a]);
  const [leading, rival] = ranked.map((index) => hypotheses[index]);
  /** The leading group of candidates, whatever else leads. */
  const group = ranked.find((index) => hypotheses[index].kind === "candidates")!;
  const shares = hypotheses.map(({ slots }) => pursuitShares(likelihoods, belief, slots));
  const pursuitDecisions = decisionsThatTellPursuits(model, hypotheses[group].members[0], record);
  const fit = fitCheck(likelihoods, record);
  return {
    candidates: candidateBeliefs(model, belief, shares),
    ...otherAndDevice(likelihoods, belief),
    pursuits: normalised(shares),
    pursuitDecisions,
    noise: meanNoise(likelihoods, belief),
    decisions: record.count,
    decisionsTaken: record.taken,
    levels: model.levels.count,
    fit: { share: fit.share, verdict: fit.verdict },
    evidencePerLevel: perLevel(likelihoods, record, leading, rival),
    answer: answerOf(
      leading,
      posterior[ranked[0]],
      fit,
      leading.members.map((member) => model.objectives[member].name),
      pursuitDecisions > 0 ? leadingPursuit(shares[group]) : null,
      posterior[hypotheses.findIndex(({ kind }) => kind === "device")],
      credibleSet(model, ranked, belief),
    ),
  };
}

function checkLevels({ levels }: GoalModel, record: DecisionRecord): void {
  const { bytes, environment } = record.levels;
  const same =
    environment.id === levels.environment.id &&
    bytes.length === levels.bytes.length &&
    bytes.every((byte, index) => byte === levels.bytes[index]);
  if (!same)
    throw new InputError(
      "decisions",
      `${record.levels.count} levels of their own`,
      `the ${levels.count} levels of the model`,
    );
}

/** Names of the most probable hypotheses, as few as have `credible` of the posterior together. */
function credibleSet(
  { objectives }: GoalModel,
  ranked: readonly number[],
  { hypotheses, posterior }: Belief,
): string[] {
  let mass = 0;
  const few = ranked.filter((index) => {
    const needed = mass < credible;
    mass += posterior[index];
    return needed;
  });
  return few.map((index) => {
    const { kind, members } = hypotheses[index];
    return kind === "candidates" ? members.map((member) => objectives[member].name).join(" = ") : kind;
  });
}

type Shares = Record<Pursuit, number>;

/** The posterior of some objectives, by pursuit. */
function pursuitShares(
  { model, cells }: Likelihoods,
  { cells: weights }: Belief,
  slots: readonly number[],
): Shares {
  const shares = { planner: 0, myopic: 0, reactive: 0 };
  for (const slot of slots) {
    for (const [index, { form }] of cells.entries()) {
      shares[model.forms[form].pursuit] += weights[slot * cells.length + index];
    }
  }
  return shares;
}

/** The pursuit with `decidedAt` of an objective's posterior, or null. */
function leadingPursuit(shares: Shares): Pursuit | null {
  const whole = pursuits.reduce((sum, pursuit) => sum + shares[pursuit], 0);
  return pursuits.find((pursuit) => shares[pursuit] >= decidedAt * whole) ?? null;
}

/** The pursuits of all objectives together, as probabilities; where no objective is left, they are all alike. */
function normalised(shares: readonly Shares[]): Shares {
  const sum = (pursuit: Pursuit) => shares.reduce((total, share) => total + share[pursuit], 0);
  const total = pursuits.reduce((all, pursuit) => all + sum(pursuit), 0);
  const entries = pursuits.map((pursuit) => [pursuit, total > 0 ? sum(pursuit) / total : 1 / 3]);
  return Object.fromEntries(entries) as Shares;
}

/** Members of a group share its posterior equally, as they share the prior. */
function candidateBeliefs(
  model: GoalModel,
  { hypotheses, posterior, logEvidence }: Belief,
  shares: readonly Shares[],
): CandidateBelief[] {
  const { candidates, groups } = model;
  return candidates.map(({ kind, objective }, index) => {
    const group = groups.findIndex((members) => members.includes(index));
    const { members, prior } = hypotheses[group];
    const count = members.length;
    return {
      name: objective.name,
      kind,
      weights: objective.weights,
      prior: prior / count,
      posterior: posterior[group] / count,
      logEvidence: logEvidence[group],
      ...(count > 1 && { starc: starcToMerged(model, group, index) }),
      mergedWith: members
        .filter((member) => member !== index)
        .map((member) => candidates[member].objective.name),
      pursuits: {
        planner: shares[group].planner / count,
        myopic: shares[group].myopic / count,
        reactive: shares[group].reactive / count,
      },
    };
  });
}

/** STARC distance of a candidate to each of those that it is merged with. */
function starcToMerged(model: GoalModel, group: number, candidate: number): Record<string, number> {
  const members = model.groups[group];
  const distances = model.mergedDistances(group)[members.indexOf(candidate)];
  const others = [...members.entries()].filter(([, member]) => member !== candidate);
  return Object.fromEntries(
    others.map(([place, member]) => [model.candidates[member].objective.name, distances[place]]),
  );
}

function otherAndDevice(likelihoods: Likelihoods, belief: Belief): Pick<GoalPosterior, "other" | "device"> {
  const { model } = likelihoods;
  const { hypotheses, posterior, logEvidence, devices } = belief;
  const [other, device] = [hypotheses.length - 2, hypotheses.length - 1];
  return {
    other: {
      prior: hypotheses[other].prior,
      posterior: posterior[other],
      // Without draws there is nothing that could have evidence; JSON has no word for that.
      logEvidence: model.others.length > 0 ? logEvidence[other] : 0,
      draws: hypotheses[other].slots.map((slot) => {
        const { planner, myopic, reactive } = pursuitShares(likelihoods, belief, [slot]);
        return {
          weights: model.objectives[likelihoods.objectives[slot]].weights,
          posterior: planner + myopic + reactive,
        };
      }),
    },
    device: {
      prior: hypotheses[device].prior,
      posterior: posterior[device],
      logEvidence: logEvidence[device],
      kinds: Object.fromEntries(devices.map((kind) => [kind.name, kind.posterior])),
    },
  };
}

/** Posterior means given that some objective applies. */
function meanNoise({ model, cells }: Likelihoods, { cells: weights }: Belief): GoalPosterior["noise"] {
  let [mass, lapse, softOptimal] = [0, 0, 0];
  for (let index = 0; index < weights.length; index++) {
    const cell = cells[index % cells.length];
    mass += weights[index];
    lapse += weights[index] * cell.lapse;
    if (model.forms[cell.form].noise === "soft-optimal") softOptimal += weights[index];
  }
  return mass > 0 ? { lapse: lapse / mass, softOptimal: softOptimal / mass } : { lapse: 0, softOptimal: 0 };
}

/**
 * Decisions in states where the best actions (within 1e-9) of planner, myopic and reactive pursuit of an objective are
 * not the same ones. Soft-optimal choice is a noise of the planner and no pursuit of its own.
 */
function decisionsThatTellPursuits(model: GoalModel, objective: number, record: DecisionRecord): number {
  const { actions } = model.mdps[0];
  const values = new Float64Array(record.count * actions);
  const best = [...model.forms.entries()]
    .filter(([, { noise }]) => noise === "boltzmann")
    .map(([form]) => {
      valuesAt(model, objective, form, record, values);
      return bestActions(values, actions);
    });
  let telling = 0;
  for (let row = 0; row < record.count; row++) {
    const differ = best.some((marks) => {
      for (let i = row * actions; i < (row + 1) * actions; i++) if (marks[i] !== best[0][i]) return true;
      return false;
    });
    if (differ) telling++;
  }
  return telling;
}

function perLevel(
  likelihoods: Likelihoods,
  record: DecisionRecord,
  leading: Hypothesis,
  rival: Hypothesis,
): GoalPosterior["evidencePerLevel"] {
  const { levels } = likelihoods.model;
  const gained = evidencePerLevel(likelihoods, record, leading);
  const lost = evidencePerLevel(likelihoods, record, rival);
  return Array.from(gained, (nats, index) => ({
    level: levelHash(levels.environment, levelAt(levels, index)),
    nats: nats - lost[index],
  }));
}
