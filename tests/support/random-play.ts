// Random play, once by pushing probability through the enumerated level and once by playing: two code paths for the same figures.
import { Rng } from "../../src/base/rng.ts";
import type { Environment } from "../../src/environments/environment.ts";
import type { FiniteMdp } from "../../src/environments/finite-mdp.ts";
import { sampledChance } from "../../src/rollouts/chance.ts";

/** Expected number of each event in an episode of uniformly random actions. [events] */
export function expectedEvents(mdp: FiniteMdp, horizon: number): Float64Array {
  const kinds = mdp.environment.events.length;
  const sums = new Float64Array(kinds);
  let now = new Float64Array(mdp.states + 1);
  now[0] = 1;
  for (let step = 0; step < horizon; step++) {
    const next = new Float64Array(mdp.states + 1);
    for (let row = 0; row < mdp.states * mdp.actions; row++) {
      const share = now[Math.floor(row / mdp.actions)]! / mdp.actions;
      if (share === 0) continue;
      for (let i = mdp.rowOffsets[row]!; i < mdp.rowOffsets[row + 1]!; i++) {
        const probability = share * mdp.probabilities[i]!;
        next[mdp.successors[i]!]! += probability;
        for (let event = 0; event < kinds; event++) {
          sums[event]! += probability * mdp.eventVectors[mdp.outcomes[i]! * kinds + event]!;
        }
      }
    }
    next[mdp.states] = 0;
    now = next;
  }
  return sums;
}

/** Means of what was counted, and their standard errors. [events] each */
export interface PlayedEvents {
  readonly means: readonly number[];
  readonly errors: readonly number[];
}

export function playedEvents(
  environment: Environment,
  level: Uint8Array,
  horizon: number,
  episodes: number,
  seed: string,
): PlayedEvents {
  const kinds = environment.events.length;
  const batch = environment.batch({ lanes: episodes, horizon, observe: false });
  const actions = Rng.fromSeed(`${seed}/actions`);
  const chance = sampledChance(Rng.fromSeed(`${seed}/chance`));
  const chances = new Array(episodes).fill(chance);
  const counts = new Float64Array(episodes * kinds);
  for (let lane = 0; lane < episodes; lane++) batch.reset(lane, level, 0);
  for (let step = 0; step < horizon; step++) {
    const chosen = Uint8Array.from({ length: episodes }, () => actions.below(environment.actions.length));
    batch.step(chosen, chances);
    for (let index = 0; index < counts.length; index++) counts[index]! += batch.events[index]!;
  }
  const means = environment.events.map((_, event) => meanOf(counts, event, kinds, (count) => count));
  const errors = means.map((mean, event) => {
    const variance = meanOf(counts, event, kinds, (count) => (count - mean) ** 2);
    return Math.sqrt(variance / (episodes - 1));
  });
  return { means, errors };
}

function meanOf(counts: Float64Array, event: number, kinds: number, f: (count: number) => number): number {
  let sum = 0;
  for (let index = event; index < counts.length; index += kinds) sum += f(counts[index]!);
  return (sum * kinds) / counts.length;
}
