// The law that branching over chance tells what play does: every step is among the branches, as often as they say.
import { BranchingOracle } from "./branching-oracle.ts";
import type { ChanceOracle, EnvironmentBatch } from "./environment.ts";
import { demand, isOver, type LawWorld, player, randomLevel } from "./lawful-play.ts";

/** Branches of one step beyond which an episode is not followed any further: many monsters have millions. */
const mostBranches = 1000;
/** Draws of one step whose outcomes are counted. */
const draws = 200;
/** Standard errors that a frequency may be off, and draws besides: where hardly any are expected, one is many standard errors. */
const tolerance = 5;

/**
 * Every step of random play leads where branching over the chance oracle from its saved state leads, with the same events; and, in worlds
 * of chance, one of the steps is drawn again and again, and its outcomes come as often as their probabilities say, within five standard errors.
 * An episode is followed as long as its steps have at most a thousand branches.
 */
export function branchingAgrees(world: LawWorld): void {
  const { environment, horizon, rng } = world;
  const played = environment.batch({ lanes: 1, horizon });
  const branched = environment.batch({ lanes: 1, horizon: 2 ** 31 - 1, observe: false });
  const level = randomLevel(world);
  const text = environment.printLevel(level);
  const { act, chance } = player(environment, String(rng.uint32()));
  const before = new Int32Array(environment.stateLength);
  for (const batch of [played, branched]) batch.reset(0, level, 0);
  const counted = rng.below(horizon);
  for (let step = 0; !isOver(played, 0); step++) {
    played.saveState(0, before, 0);
    const action = act();
    const branches = branchesOf(branched, before, action);
    if (branches === null) return;
    played.stepLane(0, action, chance);
    const seen = endOf(played);
    demand(branches.has(seen), `step ${step + 1} of play is no branch of the enumeration: ${seen}`, text);
    if (environment.stochastic && step === counted)
      requireFrequencies(branched, before, action, chance, branches, text);
  }
}

/** What a step from a state can lead to, and how probably; null where there are too many branches. */
function branchesOf(
  batch: EnvironmentBatch,
  words: Int32Array,
  action: number,
): ReadonlyMap<string, number> | null {
  const oracle = new BranchingOracle();
  const branches = new Map<string, number>();
  let count = 0;
  oracle.start();
  do {
    if (count++ >= mostBranches) return null;
    // States know no clock, and nothing may depend on it.
    batch.elapsed[0] = 0;
    batch.loadState(0, words, 0);
    batch.stepLane(0, action, oracle);
    const end = endOf(batch);
    branches.set(end, (branches.get(end) ?? 0) + oracle.probability);
  } while (oracle.advance());
  const sum = [...branches.values()].reduce((total, probability) => total + probability, 0);
  demand(Math.abs(sum - 1) < 1e-9, `the branches of a step have the probability ${sum} together`);
  return branches;
}

function requireFrequencies(
  batch: EnvironmentBatch,
  words: Int32Array,
  action: number,
  chance: ChanceOracle,
  branches: ReadonlyMap<string, number>,
  text: string,
): void {
  const often = new Map<string, number>();
  for (let draw = 0; draw < draws; draw++) {
    batch.loadState(0, words, 0);
    batch.stepLane(0, action, chance);
    const end = endOf(batch);
    often.set(end, (often.get(end) ?? 0) + 1);
  }
  for (const end of new Set([...often.keys(), ...branches.keys()])) {
    const probability = branches.get(end) ?? 0;
    const found = often.get(end) ?? 0;
    const off = Math.abs(found - draws * probability);
    const allowed = tolerance * (1 + Math.sqrt(draws * probability * Math.max(0, 1 - probability)));
    demand(
      off <= allowed,
      `${found} of ${draws} draws come out where the probability is ${probability}`,
      text,
    );
  }
}

/** Events, whether the episode has ended, and the state, which means nothing then. */
function endOf(batch: EnvironmentBatch): string {
  const words = new Int32Array(batch.environment.stateLength);
  batch.saveState(0, words, 0);
  const over = batch.terminated[0] === 1;
  return JSON.stringify([[...batch.events], over ? "ended" : [...words]]);
}
