// Random play for the laws of worlds: fixed by seeds, compared lane by lane.
import { Rng } from "../base/rng.ts";
import type { ChanceOracle, Environment, EnvironmentBatch, LevelDistribution } from "./environment.ts";

/** What one check of a law sees: the world, its levels, a stream for everything random, and an episode's length. */
export interface LawWorld {
  readonly environment: Environment;
  readonly distribution: LevelDistribution;
  readonly rng: Rng;
  readonly horizon: number;
}

/** Throws an Error with what is broken, and the level on which it is. */
export function demand(holds: boolean, broken: string, level = ""): void {
  if (!holds) throw new Error(level === "" ? broken : `${broken}, on the level\n${level}`);
}

/** Random actions and chances of one lane, fixed by a seed. */
export interface Player {
  readonly act: () => number;
  readonly chance: ChanceOracle;
}

export function player(environment: Environment, seed: string): Player {
  const actions = Rng.fromSeed(`${seed}/actions`);
  const outcomes = Rng.fromSeed(`${seed}/chances`);
  return {
    act: () => actions.below(environment.actions.length),
    chance: {
      choose: (weights) => {
        let rest = outcomes.below(Array.from(weights).reduce((total, weight) => total + weight, 0));
        let option = 0;
        while (rest >= weights[option]!) rest -= weights[option++]!;
        return option;
      },
    },
  };
}

export type Advance = (batch: EnvironmentBatch, players: readonly Player[]) => void;

export const stepAll: Advance = (batch, players) => {
  batch.step(
    Uint8Array.from(players, ({ act }) => act()),
    players.map(({ chance }) => chance),
  );
};

export function randomLevel({ environment, distribution, rng }: LawWorld): Uint8Array {
  const level = new Uint8Array(environment.levelLength);
  distribution.generate(rng, level, 0);
  return level;
}

export function resetAlike(world: LawWorld, first: EnvironmentBatch, second: EnvironmentBatch): void {
  for (let lane = 0; lane < first.lanes; lane++) {
    const level = randomLevel(world);
    first.reset(lane, level, 0);
    second.reset(lane, level, 0);
  }
}

/** Plays two batches with equal actions and chances to the horizon; every lane must show the same at every step. */
export function playAlike(
  { environment, horizon, rng }: LawWorld,
  first: EnvironmentBatch,
  second: EnvironmentBatch,
  broken: string,
  advanceSecond: Advance = stepAll,
): void {
  const seeds = Array.from({ length: first.lanes }, () => String(rng.uint32()));
  const players = [seeds, seeds].map((list) => list.map((seed) => player(environment, seed)));
  for (let step = 0; step <= horizon; step++) {
    for (let lane = 0; lane < first.lanes; lane++) {
      requireSame(first, lane, second, lane, `${broken} after ${step} steps`);
    }
    stepAll(first, players[0]!);
    advanceSecond(second, players[1]!);
  }
}

export function isOver(batch: EnvironmentBatch, lane: number): boolean {
  return batch.terminated[lane] === 1 || batch.truncated[lane] === 1;
}

/** Everything that a batch says of one lane. */
export function snapshot(batch: EnvironmentBatch, lane: number) {
  const { environment, observations, events, lanes } = batch;
  const observed = observations.length / lanes;
  const eventCount = environment.events.length;
  const state = new Int32Array(environment.stateLength);
  batch.saveState(lane, state, 0);
  return {
    observation: observations.subarray(lane * observed, (lane + 1) * observed).join(""),
    events: [...events.subarray(lane * eventCount, (lane + 1) * eventCount)],
    flags: [batch.terminated[lane], batch.truncated[lane], batch.elapsed[lane]],
    state: [...state],
  };
}

/** Observations are compared where both batches have them. */
export function requireSame(
  a: EnvironmentBatch,
  laneA: number,
  b: EnvironmentBatch,
  laneB: number,
  broken: string,
): void {
  const first = snapshot(a, laneA);
  const second = snapshot(b, laneB);
  const unseen = first.observation === "" || second.observation === "" ? { observation: "" } : {};
  const texts = [first, second].map((one) => JSON.stringify({ ...one, ...unseen }));
  const text = a.environment.printLevel(a.levelOf(laneA));
  demand(texts[0] === texts[1], `${broken}:\n${texts[0]}\n${texts[1]}\n`, text);
}

export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
