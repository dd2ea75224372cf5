import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { enumerate } from "../environments/enumerate.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels } from "../environments/levels.ts";
import { featureRewards } from "./feature-rewards.ts";
import { rewardFeatures } from "./reward-features.ts";

/** The features that each of some actions brings about on a level, one after the other. */
function featuresOf(name: string, text: string, actions: readonly string[], parameters = {}): string[][] {
  const environment = environmentNamed(name).create(parameters);
  const features = rewardFeatures(environment);
  // The second lane: what stands before it must not matter.
  const batch = environment.batch({ lanes: 2, horizon: 99 });
  for (const lane of [0, 1]) batch.reset(lane, environment.parseLevel(text), 0);
  const out = new Uint8Array(features.names.length);
  const start = batch.observations.length / 2;
  return actions.map((action) => {
    const before = batch.observations.slice();
    const index = environment.actions.indexOf(action);
    batch.stepLane(1, index, { choose: () => 0 });
    const ended = batch.terminated[1] === 1;
    features.write({ before, after: batch.observations, start, action: index, ended }, out);
    return features.names.filter((_, feature) => out[feature] === 1);
  });
}

describe("features of a step", () => {
  test("keys and chests: what was where the agent is now, whether it is gone, and the keys held", () => {
    const level = "#####\n#@kc#\n#...#\n#..c#\n#####";
    const [below, , key, chest] = featuresOf("keys-and-chests", level, ["down", "up", "right", "right"], {
      height: 5,
      width: 5,
    });
    // Nothing is where it stands: what lies beside is touched.
    expect(below).toEqual(["wall left", "wall left, keys held 0", "down"]);
    expect(key).toEqual(["key here, gone", "key here, gone, keys held 1", "right"]);
    // The last key opens the first chest, and no other can be opened.
    expect(chest).toEqual([
      "chest here, gone, at the end",
      "chest here, gone, at the end, keys held 0",
      "right, at the end",
    ]);
  });

  test("the lander comes to rest above what it lands on, with its speed", () => {
    const sky = "#######\n#..@..#\n#.....#\n#.....#\n#gcPgg#\n#######";
    const steps = featuresOf("red-lander", sky, ["coast", "thrust", "coast", "thrust", "coast"], {
      height: 6,
      width: 7,
    });
    const last = steps.find((names) => names.some((name) => name.endsWith("at the end")))!;
    expect(last).toContain("pad below, at the end");
    expect(last).toContain("red below, at the end, falling speed 2");
    expect(last.filter((name) => name.startsWith("crater"))).toEqual([]);
  });

  test("a world that is no grid: what is seen, with what is done", () => {
    expect(featuresOf("delayed-reward", "0", ["right", "left"])).toEqual([
      ["start: right", "then went right", "right"],
      ["went right: left, at the end", "then went right, at the end", "left, at the end"],
    ]);
  });

  test("what a window shows is refused with the place of the setting", () => {
    const environment = environmentNamed("keys-and-chests").create({ view: 3 });
    expect(() => rewardFeatures(environment)).toThrow(/reward\.of: found "features", expected "events"/);
  });
});

test.each(["red-lander", "gameable-exam", "keys-and-chests"])(
  "%s: planners are told what the features of a state and its successor come to",
  (name) => {
    const definition = environmentNamed(name);
    const environment = definition.create(definition.presets[0]?.shift.training.parameters ?? {});
    const distribution = definition.levels(environment, {});
    const level = generateLevels(environment, distribution, Rng.fromSeed(name), 1).bytes;
    const mdp = enumerate(environment, level);
    const features = rewardFeatures(environment);
    const rng = Rng.fromSeed("weights");
    const weights = Float64Array.from(features.names, () => rng.unit() - 0.5);
    const rewards = featureRewards(mdp, features, weights);
    // By another way: from the words of the successor, where there is one.
    const [one, other] = [0, 1].map(() => environment.batch({ lanes: 1, horizon: 999 }));
    for (const batch of [one!, other!]) batch.reset(0, level, 0);
    const words = environment.stateLength;
    const out = new Uint8Array(features.names.length);
    let compared = 0;
    for (let row = 0; row < mdp.states * mdp.actions && compared < 500; row++) {
      const from = mdp.rowOffsets[row]!;
      if (mdp.rowOffsets[row + 1]! !== from + 1 || mdp.successors[from] === mdp.states) continue;
      one!.loadState(0, mdp.table.words, Math.floor(row / mdp.actions) * words);
      other!.loadState(0, mdp.table.words, mdp.successors[from]! * words);
      const [before, after] = [one!.observations, other!.observations];
      features.write({ before, after, start: 0, action: row % mdp.actions, ended: false }, out);
      const worth = weights.reduce((sum, weight, feature) => sum + weight * out[feature]!, 0);
      expect(rewards[row]).toBeCloseTo(worth, 12);
      compared++;
    }
    expect(compared).toBeGreaterThan(100);
  },
);
