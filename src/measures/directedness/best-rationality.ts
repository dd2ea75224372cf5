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

/** Rationalities are sinh(t) / 4 for a utility of range 1 (`rationalityAt`), t on a grid: fine near 0, of every order of magnitude further out. */
const gridStep = 2;
const gridEnd = 14;
const farthest = 26;
/** Accuracy in t: an error of the square of this in nats. */
const closeness = 2e-4;
/** By how much the best rationality of the grid must exceed a limit to count as better. */
const limitTolerance = 1e-9;
/** Ranges below this are rounding of values. */
const noRange = 1e-9;

/** Predictability at one t, and at both limits. */
interface Scan {
  readonly scaled: Utility;
  readonly range: number;
  /** nats: per agent. */
  readonly grid: readonly { readonly t: number; readonly nats: readonly number[] }[];
  /** Limits of rationality, the lower and the upper; per agent. */
  readonly limits: readonly [readonly number[], readonly number[]];
}

/**
 * The maximum over all rationalities, either sign and the limits included: on a grid shared by all agents, then between the
 * neighbours of each one's best point.
 */
export function bestRationalities(utility: Utility, agents: readonly Decisions[]): BestRationality[] {
  const scan = scanned(utility, agents);
  return agents.map((agent, index) => (scan ? refined(scan, agent, index) : nothing));
}

/** The same on the grid alone where that finds anything: enough to rank utilities. */
export function roughRationalities(utility: Utility, agents: readonly Decisions[]): BestRationality[] {
  const scan = scanned(utility, agents);
  return agents.map((agent, index) => {
    if (scan === null) return nothing;
    const { t, nats } = roughly(scan, index);
    const limit = limitOf(scan, index);
    if (limit.nats >= nats && limit.nats > 0) return limit;
    return nats > 0 ? { nats, rationality: rationalityAt(t, scan.range) } : refined(scan, agent, index);
  });
}

const nothing: BestRationality = { nats: 0, rationality: 0 };

/** Null where the utility cannot be influenced. */
function scanned(utility: Utility, agents: readonly Decisions[]): Scan | null {
  const range = utilityRange(utility);
  if (range <= noRange) return null;
  const rewards = utility.rewards.map((own) => own.map((reward) => reward / range));
  const scaled = { ...utility, rewards };
  const grid: { t: number; nats: number[] }[] = [];
  for (let t = -gridEnd; t <= gridEnd; t += gridStep)
    grid.push({ t, nats: predictability(scaled, rationalityAt(t, 1), agents) });
  const limits = [
    predictability(scaled, -Infinity, agents),
    predictability(scaled, Infinity, agents),
  ] as const;
  return { scaled, range, grid, limits };
}

function rationalityAt(t: number, range: number): number {
  return Math.sinh(t) / 4 / range;
}

function roughly({ grid }: Scan, agent: number): { t: number; nats: number } {
  let best = { t: 0, nats: 0 };
  for (const { t, nats } of grid) {
    const found = nats[agent] as number;
    if (found > best.nats) best = { t, nats: found };
  }
  return best;
}

function limitOf({ limits: [lower, upper] }: Scan, agent: number): BestRationality {
  const [low, high] = [lower[agent] as number, upper[agent] as number];
  return high >= low ? { nats: high, rationality: Infinity } : { nats: low, rationality: -Infinity };
}

function refined(scan: Scan, decisions: Decisions, agent: number): BestRationality {
  const rough = roughly(scan, agent);
  const limit = limitOf(scan, agent);
  // Finite rationalities creep up to a limit that is the maximum.
  if (limit.nats > 0 && limit.nats >= rough.nats - limitTolerance) return limit;
  const at = (t: number) => predictability(scan.scaled, rationalityAt(t, 1), [decisions])[0] as number;
  const top = climb(at, rough.t, rough.nats);
  if (top.value <= Math.max(0, limit.nats)) return limit.nats > 0 ? limit : nothing;
  return { nats: top.value, rationality: rationalityAt(top.at, scan.range) };
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
