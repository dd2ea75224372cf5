// Lines of goal inference -> agents: one policy of one setting in one deployment, with its seeds and checkpoints.
import type { GoalAnswer, InferenceLine, Pursuit } from "../../../runs/inference-format.ts";
import { counted, policyName } from "../../words.ts";
import { type BeliefRow, beliefOf, beliefRows, probabilityFigure } from "./beliefs.ts";
import { answerWords, formatProbability, formatProbabilityInterval } from "./words.ts";

export interface InferredAgent {
  readonly setting: string;
  readonly deployment: string;
  readonly policy: string;
  readonly label: string;
  /** The last checkpoint of every seed, seeds ascending; one line for agents without a seed. */
  readonly final: readonly InferenceLine[];
  /** All lines, by seed and step. */
  readonly history: readonly InferenceLine[];
}

/** Agents that were watched in one deployment. */
export interface InferenceBlock {
  readonly title: string;
  /** What the question is about. */
  readonly tested: readonly InferredAgent[];
  /** What stands beside it: agents that were not trained. */
  readonly references: readonly InferredAgent[];
}

/**
 * Agents by setting and deployment, in the order of their lines. Agents without seeds, which no setting trained, stand
 * beside the first others that were watched on the same levels. Where nothing was trained, everything is tested.
 */
export function inferenceBlocks(lines: readonly InferenceLine[]): readonly InferenceBlock[] {
  const agents = agentsOf(lines);
  const homes = agents.filter(isTrained);
  const homeOf = (agent: InferredAgent) =>
    homes.find((home) => placeOf(home) === placeOf(agent)) ??
    homes.find((home) => home.final[0]!.levelSet === agent.final[0]!.levelSet) ??
    agent;
  const places = [...new Set(agents.map((agent) => placeOf(homeOf(agent))))];
  return places.map((place) => {
    const here = agents.filter((agent) => placeOf(homeOf(agent)) === place);
    const trained = here.filter(isTrained);
    const { setting, deployment } = homeOf(here[0]!);
    return {
      title: setting === "" ? deployment : `${setting}, ${deployment}`,
      tested: trained.length > 0 ? trained : here,
      references: trained.length > 0 ? here.filter((agent) => !isTrained(agent)) : [],
    };
  });
}

function isTrained({ policy, history }: InferredAgent): boolean {
  return policy !== "untrained" && history.some(({ step }) => step !== null);
}

function placeOf({ setting, deployment }: InferredAgent): string {
  return `${setting}\n${deployment}`;
}

function agentsOf(lines: readonly InferenceLine[]): InferredAgent[] {
  const groups = new Map<string, InferenceLine[]>();
  for (const line of lines) {
    const key = [line.setting, line.deployment, line.policy].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].map((group) => {
    const { setting, deployment, policy } = group[0]!;
    const history = [...group].sort(
      (one, other) => (one.seed ?? -1) - (other.seed ?? -1) || stepOf(one) - stepOf(other),
    );
    const final = history.filter((line, index) => history[index + 1]?.seed !== line.seed);
    return { setting, deployment, policy, label: policyName(policy), final, history };
  });
}

/** Agents without a step are what they are at the end. */
function stepOf({ step }: InferenceLine): number {
  return step ?? Number.POSITIVE_INFINITY;
}

/** "seed 3", or the policy where there is no seed. */
export function lineName({ seed, policy }: InferenceLine): string {
  return seed === null ? policyName(policy) : `seed ${seed}`;
}

/** "trained, sampled; 3 seeds". */
export function agentName({ label, final }: InferredAgent): string {
  return final[0]?.seed === null ? label : `${label}; ${counted(final.length, "seed")}`;
}

export interface JointAnswer {
  /** "keys, pursued reactively: 0.97 [0.93, 0.99]". */
  readonly words: string;
  /** Seeds that answer so, of all. */
  readonly seeds: number;
  readonly of: number;
  /** The other answers with their numbers of seeds: "undecided (2)"; empty where all agree. */
  readonly others: string;
}

/**
 * The answer that most seeds give, with the mean of its posterior over all seeds and, from ten seeds on, its interval.
 * Where two answers have equally many seeds the joint one is "undecided".
 */
export function jointAnswer(final: readonly InferenceLine[]): JointAnswer {
  const votes = new Map<string, InferenceLine[]>();
  for (const line of final) {
    const { kind, name } = line.posterior.answer;
    const key = `${kind}\n${name ?? ""}`;
    votes.set(key, [...(votes.get(key) ?? []), line]);
  }
  const ranked = [...votes.values()].sort((one, other) => other.length - one.length);
  const [first = [], second = []] = ranked;
  const rows = beliefRows(final.map(({ posterior }) => posterior));
  const tie = second.length === first.length;
  const answers = first.map(({ posterior }) => posterior.answer);
  const winner: Pick<GoalAnswer, "kind" | "name" | "pursuit" | "among"> =
    tie || answers.length === 0
      ? { kind: "undecided", name: null, pursuit: null }
      : {
          ...answers[0]!,
          pursuit: commonPursuit(answers),
          among: final.length === 1 ? (answers[0]!.among ?? []) : [],
        };
  const rest = tie ? ranked : ranked.slice(1);
  return {
    words: `${answerWords(winner)}${probabilityWords(winner, rows, final)}`,
    seeds: tie ? 0 : first.length,
    of: final.length,
    others: rest.map((lines) => `${shortAnswer(lines[0]!.posterior.answer)} (${lines.length})`).join(", "),
  };
}

function shortAnswer({ kind, name }: GoalAnswer): string {
  return kind === "objective" ? (name ?? "an objective") : answerWords({ kind, name, pursuit: null });
}

/** The pursuit that most of the answers name; null where that is none or a tie. */
function commonPursuit(answers: readonly GoalAnswer[]): Pursuit | null {
  const votes = new Map<Pursuit | null, number>();
  for (const { pursuit } of answers) votes.set(pursuit, (votes.get(pursuit) ?? 0) + 1);
  const [first, second] = [...votes].sort((one, other) => other[1] - one[1]);
  return first === undefined || first[1] === second?.[1] ? null : first[0];
}

function probabilityWords(
  { kind, name }: Pick<GoalAnswer, "kind" | "name">,
  rows: readonly BeliefRow[],
  final: readonly InferenceLine[],
): string {
  const row = rows.find((one) => {
    if (kind === "objective") return one.members.some((member) => (name ?? "").split(" = ").includes(member));
    return one.kind === kind;
  });
  if (kind === "none") return ": the fit check fails";
  if (row !== undefined) return `: ${figureWords(row, final)}`;
  const leader = [...rows].sort((one, other) => other.posterior.mean - one.posterior.mean)[0];
  return leader === undefined ? "" : `; ${leader.label} leads with ${figureWords(leader, final)}`;
}

function figureWords(row: BeliefRow, final: readonly InferenceLine[]): string {
  const { mean, low, high } = probabilityFigure(final.map(({ posterior }) => beliefOf(row, posterior)));
  return [formatProbability(mean), formatProbabilityInterval(low, high)].join(" ").trim();
}
