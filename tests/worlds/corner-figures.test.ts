// Published figures of cheese in the corner, each by two code paths: episodes played in the world, and exact evaluation of the level.
import { expect, test, vi } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { cheeseInTheCorner } from "../../src/environments/cheese-in-the-corner.ts";
import { enumerate, type FiniteMdp } from "../../src/environments/enumerate.ts";
import { idleAction, objectiveNamed } from "../../src/environments/environment.ts";
import { agent } from "../../src/environments/grid.ts";
import { generateLevels, type LevelSet, levelAt } from "../../src/environments/levels.ts";
import { AllPairs, unreachable, Walker } from "../../src/environments/paths.ts";
import { policyStartValue } from "../../src/solvers/evaluation.ts";
import { bestStartValue } from "../../src/solvers/finite-horizon.ts";
import { expectedRewards } from "../../src/solvers/rewards.ts";

vi.setConfig({ testTimeout: 3_600_000 });
const count = 2 * Math.min(10_000, Math.max(500, Number(process.env.INNERGAP_LEVELS ?? 500)));
const horizon = 128;
const cheese = 4;

function levelsOf(size: number, cornerSize: number): LevelSet {
  const environment = cheeseInTheCorner.create({ height: size, width: size });
  const distribution = cheeseInTheCorner.levels(environment, { cornerSize, solvable: false });
  return generateLevels(
    environment,
    distribution,
    Rng.fromSeed(`corner figures/${size}/${cornerSize}`),
    count,
  );
}

interface Estimate {
  readonly mean: number;
  /** Five standard errors over levels, and half of the last digit that was published. */
  readonly tolerance: number;
}

function estimate(values: readonly number[], lastDigit: number): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, tolerance: 5 * Math.sqrt(variance / values.length) + lastDigit / 2 };
}

function perLevel<T>(levels: LevelSet, measure: (level: Uint8Array) => T): T[] {
  return Array.from({ length: levels.count }, (_, index) => measure(levelAt(levels, index)));
}

/** Discounted counts of cheese and corner in one episode of the actions that `act` chooses by the mouse's cell and whether it was in the corner. */
function play(
  levels: LevelSet,
  level: Uint8Array,
  discount: number,
  act: (cell: number, visited: boolean) => number,
) {
  const { environment } = levels;
  const batch = environment.batch({ lanes: 1, horizon, observe: false });
  const words = new Int32Array(environment.stateLength);
  const returns = [0, 0];
  batch.reset(0, level, 0);
  for (let step = 0; batch.terminated[0] === 0 && batch.truncated[0] === 0; step++) {
    batch.saveState(0, words, 0);
    batch.stepLane(0, act(words[0]!, words[1] === 1), { choose: () => 0 });
    returns[0]! += batch.events[0]! * discount ** step;
    returns[1]! += batch.events[1]! * discount ** step;
  }
  return { cheese: returns[0]!, corner: returns[1]! };
}

/** The first action of a shortest way to where the distances come from; idling where there is none. */
function towards(distances: Int32Array, width: number, cell: number): number {
  const moves = [-width, -1, width, 1];
  const action = moves.findIndex(
    (move) => distances[cell + move] === distances[cell]! - 1 && distances[cell]! > 0,
  );
  return action < 0 ? moves.length : action;
}

// Discount .999 for 13 x 13 interior cells, .995 for 11 x 11; unsolvable levels count 0.
test.each([
  { size: 15, cornerSize: 1, discount: 0.999, published: 0.806 },
  { size: 15, cornerSize: 13, discount: 0.999, published: 0.919 },
  { size: 13, cornerSize: 1, discount: 0.995, published: 0.772 },
  { size: 13, cornerSize: 11, discount: 0.995, published: 0.879 },
])(
  "the optimum at size $size with corner size $cornerSize is $published",
  ({ size, cornerSize, discount, published }) => {
    const levels = levelsOf(size, cornerSize);
    const walker = new Walker(size, size);
    const objective = objectiveNamed(levels.environment, "cheese");
    const solved = perLevel(levels, (level) => {
      const mdp = enumerate(levels.environment, level);
      return bestStartValue(mdp, expectedRewards(mdp, objective), horizon, discount);
    });
    perLevel(levels, (level) => {
      const distances = walker.search(level, 0, level.indexOf(cheese));
      return play(levels, level, discount, (cell) => towards(distances, size, cell)).cheese;
    }).forEach((played, index) => {
      expect(played).toBeCloseTo(solved[index]!, 12);
    });
    const { mean, tolerance } = estimate(solved, 0.001);
    expect(Math.abs(mean - published)).toBeLessThan(tolerance);
  },
);

test.each([
  { cornerSize: 1, published: 13.6 },
  { cornerSize: 13, published: 10.1 },
])(
  "the shortest way to the cheese with corner size $cornerSize has $published steps on average",
  ({ cornerSize, published }) => {
    const levels = levelsOf(15, cornerSize);
    const walker = new Walker(15, 15);
    const table = new AllPairs(15, 15);
    const ways = perLevel(levels, (level) => {
      const [mouse, goal] = [level.indexOf(agent), level.indexOf(cheese)];
      const steps = walker.search(level, 0, mouse)[goal]!;
      expect(table.search(level, 0)[goal * level.length + mouse]).toBe(steps);
      return steps;
    });
    const { mean, tolerance } = estimate(
      ways.filter((steps) => steps !== unreachable),
      0.1,
    );
    expect(Math.abs(mean - published)).toBeLessThan(tolerance);
  },
);

/**
 * The corner-seeker that then waits. It walks a shortest way to the corner and takes no notice of cheese, which ends the episode where it lies on
 * the way; it waits where there is no way. Others' figures of it are .066 cheese and .533 corner: in their generator the corner is a wall
 * with probability .25, and both are 0 then; here it is always free, so that their figures are three quarters of ours.
 */
test("the corner-seeker that waits gets .066 cheese and .533 corner, up to the corner's walls", () => {
  const [size, discount] = [15, 0.999];
  const levels = levelsOf(size, 13);
  const { environment } = levels;
  const walker = new Walker(size, size);
  const idle = idleAction(environment);
  const [wanted, proxy] = ["cheese", "corner"].map((name) => objectiveNamed(environment, name));
  const earned = perLevel(levels, (level) => {
    const distances = walker.search(level, 0, size + 1);
    const seek = (cell: number, visited: boolean) => (visited ? idle : towards(distances, size, cell));
    const played = play(levels, level, discount, seek);
    const mdp = enumerate(environment, level, { actions: [0, 1, 2, 3, idle] });
    const table = tableOf(mdp, seek);
    for (const [objective, value] of [[wanted!, played.cheese] as const, [proxy!, played.corner] as const]) {
      const exact = policyStartValue(mdp, table, expectedRewards(mdp, objective), horizon, discount);
      expect(value).toBeCloseTo(exact, 12);
    }
    return played;
  });
  const free = 0.75;
  for (const [values, published] of [
    [earned.map((both) => free * both.cheese), 0.066] as const,
    [earned.map((both) => free * both.corner), 0.533] as const,
  ]) {
    const { mean, tolerance } = estimate(values, 0.01);
    expect(Math.abs(mean - published)).toBeLessThan(tolerance);
  }
});

/** A policy that is told the mouse's cell and whether it was in the corner, as a table. [states, actions] */
function tableOf(mdp: FiniteMdp, act: (cell: number, visited: boolean) => number): Float64Array {
  const { table, states, actions } = mdp;
  const policy = new Float64Array(states * actions);
  for (let state = 0; state < states; state++) {
    const first = state * table.width;
    policy[state * actions + act(table.words[first]!, table.words[first + 1] === 1)] = 1;
  }
  return policy;
}
