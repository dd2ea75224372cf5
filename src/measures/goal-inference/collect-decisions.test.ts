import fc from "fast-check";
import { expect, test } from "vitest";
import { Rng } from "../../base/rng.ts";
import { enumerate } from "../../environments/enumerate.ts";
import { environmentNamed } from "../../environments/index.ts";
import { generateLevels, levelAt } from "../../environments/levels.ts";
import { lastAction, noAction, rememberActions } from "../../policies/last-action.ts";
import type { Policy } from "../../policies/policy.ts";
import { uniformPolicy } from "../../policies/scripted.ts";
import { sampleAction } from "../../rollouts/selection.ts";
import { collectDecisions } from "./collect-decisions.ts";
import { decisionsOn } from "./decision-record.ts";

const definition = environmentNamed("keys-and-chests");
const environment = definition.create({ height: 5, width: 5 });
const distribution = definition.levels(environment, { keys: [1, 3], chests: [1, 2] });

function levelsOf(seed: number, count: number) {
  const levels = generateLevels(environment, distribution, Rng.fromSeed(seed).fork("levels"), count);
  const mdps = Array.from({ length: count }, (_, index) => enumerate(environment, levelAt(levels, index)));
  return { levels, mdps };
}

/** Prefers the action after its last one; starts with the third. Memory: the last action. */
const turning: Policy = {
  name: "turning",
  memorySize: 1,
  decide(batch, memory, out) {
    out.probabilities.fill(0.1);
    for (let lane = 0; lane < batch.lanes; lane++) {
      const last = lastAction(batch, memory, lane);
      out.probabilities[lane * 4 + (last === noAction ? 2 : (last + 1) % 4)] = 0.7;
    }
  },
  remember: rememberActions,
};

const settings = fc.record({
  seed: fc.nat(1000),
  count: fc.integer({ min: 1, max: 4 }),
  episodesPerLevel: fc.integer({ min: 1, max: 3 }),
  horizon: fc.integer({ min: 1, max: 25 }),
});

test("keeps the first decision in each state, of the very episodes that are played one by one", async () => {
  await fc.assert(
    fc.asyncProperty(settings, async ({ seed, count, episodesPerLevel, horizon }) => {
      const { levels, mdps } = levelsOf(seed, count);
      const discount = 0.9;
      const record = await collectDecisions({
        ...{ mdps, levels, policy: turning, horizon, discount, episodesPerLevel },
        rng: Rng.fromSeed(seed),
        lanes: 3,
      });
      const rng = Rng.fromSeed(seed);
      const expected: number[][] = [];
      const events = new Float64Array(record.discountedEvents.length);
      let taken = 0;
      for (let level = 0; level < count; level++) {
        const seen = new Set<number>();
        for (let episode = 0; episode < episodesPerLevel; episode++) {
          const draws = rng.fork(`level-${level}-episode-${episode}`).fork("actions");
          const mdp = mdps[level];
          let previous = 4;
          for (let [state, step] = [0, 0]; state < mdp.states && step < horizon; step++) {
            const wanted = previous === 4 ? 2 : (previous + 1) % 4;
            const probabilities = Float32Array.from({ length: 4 }, (_, a) => (a === wanted ? 0.7 : 0.1));
            const action = sampleAction(probabilities, 0, 4, draws);
            if (!seen.has(state)) expected.push([level, state, action, previous, ...probabilities]);
            seen.add(state);
            const row = mdp.rowOffsets[state * 4 + action];
            for (let e = 0; e < 4; e++) {
              const happened = mdp.eventVectors[mdp.outcomes[row] * 4 + e];
              events[level * 4 + e] += (happened * discount ** step) / episodesPerLevel;
            }
            state = mdp.successors[row];
            previous = action;
            taken++;
          }
        }
      }
      const found = Array.from({ length: record.count }, (_, row) => [
        record.level[row],
        record.state[row],
        record.action[row],
        record.previous[row],
        ...record.probabilities.subarray(row * 4, row * 4 + 4),
      ]);
      expect(found).toEqual(expected);
      expect(record.taken).toBe(taken);
      expect(record.discountedEvents.length).toBe(count * environment.events.length);
      record.discountedEvents.forEach((sum, index) => {
        expect(sum).toBeCloseTo(events[index], 10);
      });
    }),
    { numRuns: 20 },
  );
});

test("does not depend on how many episodes are played side by side", async () => {
  const { levels, mdps } = levelsOf(1, 5);
  const collect = (lanes: number) =>
    collectDecisions({
      ...{ mdps, levels, lanes, policy: uniformPolicy(), horizon: 20, discount: 0.9, episodesPerLevel: 3 },
      rng: Rng.fromSeed("lanes"),
    });
  const [one, several, many] = [await collect(1), await collect(4), await collect(100)];
  expect(several).toEqual(one);
  expect(many).toEqual(one);
});

test("a record of some levels has their decisions only", async () => {
  const { levels, mdps } = levelsOf(2, 4);
  const options = { mdps, levels, policy: uniformPolicy(), horizon: 20, discount: 0.9, episodesPerLevel: 1 };
  const record = await collectDecisions({ ...options, rng: Rng.fromSeed("some") });
  const odd = decisionsOn(record, (level) => level % 2 === 1);
  const even = decisionsOn(record, (level) => level % 2 === 0);
  expect(odd.count + even.count).toBe(record.count);
  expect([...odd.level].every((level) => level % 2 === 1)).toBe(true);
  const rows = [...record.level.keys()].filter((row) => record.level[row] % 2 === 1);
  expect([...odd.state]).toEqual(rows.map((row) => record.state[row]));
  expect([...odd.probabilities]).toEqual(new Array(4 * odd.count).fill(0.25));
  expect(decisionsOn(odd, () => false).count).toBe(0);
});

test("refuses counts below 1", async () => {
  const { levels, mdps } = levelsOf(3, 1);
  const options = { mdps, levels, policy: uniformPolicy(), horizon: 5, discount: 0.9, episodesPerLevel: 1 };
  const rng = Rng.fromSeed("refused");
  await expect(collectDecisions({ ...options, rng, horizon: 0 })).rejects.toThrow("horizon");
  await expect(collectDecisions({ ...options, rng, episodesPerLevel: 0 })).rejects.toThrow("episodes");
});
