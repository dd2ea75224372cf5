// The rationality at which soft-optimal play of a known utility foretells an agent best.
import { maximise } from "../../base/maximise.ts";
import { solveDiscounted } from "../../solvers/discounted.ts";
import { type Decisions, predictability, type Utility } from "./predictability.ts";

export interface BestRationality {
  /** Nats per decision, at least 0. */
  readonly nats: number;
  /** Per unit of utility; 0 where nothing foretells better than chance; infinite where only the limit attains the maximum. */
  readonly rationality: number;
}

/** Rationalities are sinh(t) / 4 for a utility of range 1, t on a grid: fine near 0, of every order of magnitude further out. */
const gridStep = 2;
const gridEnd = 14;
const farthest = 26;
/** Accuracy in t: an error of the square of this in nats. */
const closeness = 2e-4;
/** A limit this close to the best finite rationality is the maximum: finite ones creep up to it. */
const limitTolerance = 1e-9;
/** Ranges below this are rounding of values. */
const noRange = 1e-9;

/**
 * The maximum over all rationalities, either sign and the limits included: on a grid shared by all agents, then between the
 * neighbours of each one's best point.
 */
export function bestRationalities(utility: Utility, agents: readonly Decisions[]): BestRationality[] {
  const range = utilityRange(utility);
  if (range <= noRange) return agents.map(() => ({ nats: 0, rationality: 0 }));
  const scaled = {
    ...utility,
    rewards: utility.rewards.map((rewards) => rewards.map((reward) => reward / range)),
  };
  const at = (t: number, some: readonly Decisions[]) => predictability(scaled, Math.sinh(t) / 4, some);
  const grid: { t: number; nats: number[] }[] = [];
  for (let t = -gridEnd; t <= gridEnd; t += gridStep) grid.push({ t, nats: at(t, agents) });
  const [low, high] = [-Infinity, Infinity].map((limit) => predictability(scaled, limit, agents));
  return agents.map((agent, index) => {
    const limit = Math.max(low![index]!, high![index]!);
    const rough = grid.reduce((best, point) => (point.nats[index]! > best.nats[index]! ? point : best));
    if (limit < rough.nats[index]! - limitTolerance || limit <= 0) {
      const fine = climb((t) => at(t, [agent])[0]!, rough.t, rough.nats[index]!);
      if (fine.value > limit + limitTolerance)
        return { nats: Math.max(0, fine.value), rationality: Math.sinh(fine.at) / 4 / range };
    }
    return { nats: Math.max(0, limit), rationality: high![index]! >= low![index]! ? Infinity : -Infinity };
  });
}

/** From a point of the grid outwards while that is better, then to the top between its neighbours. */
function climb(f: (t: number) => number, start: number, atStart: number): { at: number; value: number } {
  let [t, value] = [start, atStart];
  if (Math.abs(t) === gridEnd) {
    for (const step = Math.sign(t) * gridStep; Math.abs(t) < farthest; t += step) {
      const next = f(t + step);
      if (next <= value) break;
      value = next;
    }
  }
  const top = maximise(f, t - gridStep, t + gridStep, closeness);
  return top.value >= value ? top : { at: t, value };
}

/** How much any two ways of acting can differ in value, on the level and in the state where that is most. */
export function utilityRange({ mdps, rewards, discount }: Utility): number {
  let range = 0;
  mdps.forEach((mdp, level) => {
    const own = rewards[level] as Float64Array;
    const best = solveDiscounted(mdp, own, discount).values;
    const worst = solveDiscounted(
      mdp,
      own.map((reward) => -reward),
      discount,
    ).values;
    for (let state = 0; state < mdp.states; state++) {
      range = Math.max(range, (best[state] as number) + (worst[state] as number));
    }
  });
  return range;
}
