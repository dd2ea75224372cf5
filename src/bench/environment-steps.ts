// How fast worlds step, levels are drawn and distances are found, on one thread.
import { Rng } from "../base/rng.ts";
import type { ChanceOracle, EnvironmentBatch, LevelDistribution } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { keysAndChests } from "../environments/keys-and-chests.ts";
import { AllPairs } from "../environments/paths.ts";
import { sampledChance } from "../rollouts/chance.ts";
import { atLeast, type Measure, median, shown } from "./figure.ts";

const lanes = 256;
const horizon = 128;
const size = { height: 13, width: 13 };
const items = { keys: [1, 3], chests: [10, 10] };

/** Rollout buffers are this many steps long. */
const bufferSteps = 128;
const stepsPerSample = 256 * bufferSteps;
/** Worlds in which more happens in a step take a quarter as many. */
const worldStepsPerSample = stepsPerSample / 4;
const levelsPerSample = 200_000;
const tablesPerSample = 20_000;
const samples = 7;

const barSteps = 25e6;
const barBlocks = 600e3;
const barTree = 400e3;
const barTables = 12e3;

/** Deployed at the size of published work, 13 x 13 with border. */
const worlds = [
  { name: "cheese-in-the-corner", levels: { cornerSize: 11, solvable: false }, bar: 25e6 },
  { name: "cheese-on-a-dish", levels: { together: 0, solvable: false }, bar: 25e6 },
  {
    name: "lava-land",
    levels: { walls: { kind: "tree" }, lava: 0.25, patches: { kind: "noise", cell: 4 }, solvable: false },
    bar: 10e6,
  },
  { name: "follow-me", levels: { walls: { kind: "edges" }, leader: "anywhere", trustworthy: 0 }, bar: 10e6 },
  { name: "monster-world", levels: { apples: [5, 5], shields: [5, 5], monsters: [5, 5] }, bar: 3e6 },
] as const;

/**
 * Worlds of 13x13 under random actions, with observations and a fresh level for every ended episode; chance is drawn as in training. Medians
 * of several samples; rates are per second of this process's own processor time, which other programs on the
 * machine distort less than the clock. The rates by the clock are shown beside them.
 */
export const measure: Measure = async (report) => {
  const environment = keysAndChests.create(size);
  const rng = Rng.fromSeed("bench");
  const blocks = keysAndChests.levels(environment, { ...items, walls: { kind: "blocks" } });
  const tree = keysAndChests.levels(environment, { ...items, walls: { kind: "tree" } });

  const play = new RandomPlay(environment.batch({ lanes, horizon }), blocks, rng);
  const stepping = sample(stepsPerSample * lanes, () => play.run(stepsPerSample));
  const name = "environment-steps/keys-and-chests-13x13";
  report(atLeast({ name, value: stepping.perProcessorSecond, unit: "steps/s" }, barSteps));
  report(shown({ name: `${name}-clock`, value: stepping.perSecond, unit: "steps/s" }));

  const buffer = new Uint8Array(bufferSteps * play.batch.observations.length);
  const copying = sample((stepsPerSample / 4) * lanes, () => play.run(stepsPerSample / 4, buffer));
  const ratio = copying.perProcessorSecond / stepping.perProcessorSecond;
  report(shown({ name: `${name}-copied`, value: copying.perProcessorSecond, unit: "steps/s", ratio }));

  for (const [kind, levels, bar] of [
    ["blocks", blocks, barBlocks] as const,
    ["tree", tree, barTree] as const,
  ]) {
    const level = new Uint8Array(environment.levelLength);
    const drawing = sample(levelsPerSample, () => {
      for (let count = 0; count < levelsPerSample; count++) levels.generate(rng, level, 0);
    });
    report(
      atLeast(
        { name: `environment-steps/levels-${kind}`, value: drawing.perProcessorSecond, unit: "levels/s" },
        bar,
      ),
    );
  }

  for (const world of worlds) measureWorld(report, world);
  measureDistances(report);
};

type Report = Parameters<Measure>[0];

function measureWorld(report: Report, { name, levels, bar }: (typeof worlds)[number]): void {
  const definition = environmentNamed(name);
  const environment = definition.create(size);
  const distribution = definition.levels(environment, levels as Parameters<typeof definition.levels>[1]);
  const play = new RandomPlay(
    environment.batch({ lanes, horizon }),
    distribution,
    Rng.fromSeed(`bench/${name}`),
  );
  const { perProcessorSecond: value } = sample(worldStepsPerSample * lanes, () =>
    play.run(worldStepsPerSample),
  );
  report(atLeast({ name: `environment-steps/${name}-13x13`, value, unit: "steps/s" }, bar));
}

/** Walking distances between all cells of 13 x 13 levels of blocks, as many different ones as fit into a processor's cache. */
function measureDistances(report: Report): void {
  const different = 64;
  const environment = environmentNamed("cheese-in-the-corner").create(size);
  const distribution = environmentNamed("cheese-in-the-corner").levels(environment, {
    cornerSize: 11,
    solvable: false,
  });
  const levels = new Uint8Array(different * environment.levelLength);
  const rng = Rng.fromSeed("bench/distances");
  for (let index = 0; index < different; index++)
    distribution.generate(rng, levels, index * environment.levelLength);
  const table = new AllPairs(size.height, size.width);
  const { perProcessorSecond: value } = sample(tablesPerSample, () => {
    for (let count = 0; count < tablesPerSample; count++) {
      table.search(levels, (count % different) * environment.levelLength);
    }
  });
  report(atLeast({ name: "environment-steps/all-pairs-13x13", value, unit: "tables/s" }, barTables));
}

/** Random actions in all lanes; every ended episode is followed by one on a fresh level. */
class RandomPlay {
  readonly #actions: Uint8Array;
  readonly #chances: ChanceOracle[];
  readonly #level: Uint8Array;

  constructor(
    readonly batch: EnvironmentBatch,
    readonly distribution: LevelDistribution,
    readonly rng: Rng,
  ) {
    this.#actions = new Uint8Array(batch.lanes);
    this.#chances = Array.from({ length: batch.lanes }, (_, lane) =>
      sampledChance(rng.fork(`chance-${lane}`)),
    );
    this.#level = new Uint8Array(batch.environment.levelLength);
    for (let lane = 0; lane < batch.lanes; lane++) this.#reset(lane);
  }

  /** Steps all lanes; copies the observations of each step into `buffer` [bufferSteps, lanes, observation], if any. */
  run(steps: number, buffer?: Uint8Array): void {
    const { batch } = this;
    const { observations, terminated, truncated } = batch;
    for (let step = 0; step < steps; step++) {
      this.#drawActions();
      batch.step(this.#actions, this.#chances);
      for (let lane = 0; lane < batch.lanes; lane++) {
        if ((terminated[lane]! | truncated[lane]!) !== 0) this.#reset(lane);
      }
      buffer?.set(observations, (step % bufferSteps) * observations.length);
    }
  }

  #reset(lane: number): void {
    this.distribution.generate(this.rng, this.#level, 0);
    this.batch.reset(lane, this.#level, 0);
  }

  /** Sixteen actions of two bits from each random word. */
  #drawActions(): void {
    const actions = this.#actions;
    let bits = 0;
    for (let lane = 0; lane < actions.length; lane++) {
      if (lane % 16 === 0) bits = this.rng.int32();
      actions[lane] = bits & 3;
      bits >>>= 2;
    }
  }
}

/** Rates of `count` units of work: medians over the samples, after one that warms up. */
function sample(count: number, work: () => void): { perSecond: number; perProcessorSecond: number } {
  work();
  const seconds: number[] = [];
  const processorSeconds: number[] = [];
  for (let index = 0; index < samples; index++) {
    const start = performance.now();
    const used = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(used);
    seconds.push((performance.now() - start) / 1e3);
    processorSeconds.push((user + system) / 1e6);
  }
  return { perSecond: count / median(seconds), perProcessorSecond: count / median(processorSeconds) };
}
