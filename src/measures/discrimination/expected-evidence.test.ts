import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { objectiveOver, tables, tabularEnvironment } from "../../../tests/support/tabular-environment.ts";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { enumerate } from "../../environments/enumerate.ts";
import { keysAndChests } from "../../environments/keys-and-chests.ts";
import { levelSet } from "../../environments/levels.ts";
import { expectedVisits } from "../../solvers/visits.ts";
import { discriminationOf } from "./discriminating-levels.ts";
import {
  type EvidenceSetting,
  levelEvidence,
  noisyPlanners,
  pairEvidence,
  pairsOf,
  solveChoices,
  usualNoise,
} from "./expected-evidence.ts";

const setting: EvidenceSetting = { discount: 0.9, horizon: 12, rationality: 5, lapse: 0.1 };
const shape = { states: 5, actions: 3, events: 2, options: 2 };

describe("expected evidence", () => {
  test("is never negative, and zero exactly where the noisy planners agree wherever they go", () => {
    const two = [objectiveOver(2), objectiveOver(2)] as const;
    fc.assert(
      fc.property(tables(shape), ...two, (table, ...objectives) => {
        const choices = solveChoices(
          enumerate(tabularEnvironment(table), Uint8Array.of(0)),
          objectives,
          setting.discount,
        );
        const { mdp } = choices;
        const policies = noisyPlanners(choices, choices.gains, setting);
        const evidence = levelEvidence(choices, choices.gains, setting);
        for (const [i, j] of [
          [0, 1],
          [1, 0],
        ] as const) {
          const visits = expectedVisits(mdp, policies[i], setting.horizon);
          const apart = policies[i].reduce(
            (most, p, row) =>
              visits[Math.floor(row / mdp.actions)] > 0
                ? Math.max(most, Math.abs(p - policies[j][row]))
                : most,
            0,
          );
          const { perEpisode, perStep, onceCounted } = evidence[i][j];
          expect(Math.min(perEpisode, perStep, onceCounted)).toBeGreaterThanOrEqual(0);
          expect(onceCounted).toBeLessThanOrEqual(perEpisode + 1e-12);
          // Pinsker's inequality would have the divergence at least as large as the square.
          if (apart > 1e-4) expect(onceCounted).toBeGreaterThan(0);
          if (apart === 0) expect(perEpisode).toBe(0);
          if (perEpisode === 0) expect(apart).toBeLessThan(1e-6);
        }
      }),
    );
  });

  test("scaled copies tell nothing, and the order of the objectives does not matter", () => {
    fc.assert(
      fc.property(tables(shape), objectiveOver(2), objectiveOver(2), (table, one, other) => {
        const doubled = {
          ...one,
          weights: Object.fromEntries(
            Object.entries(one.weights).map(([event, weight]) => [event, 2 * weight]),
          ),
        };
        const choices = solveChoices(
          enumerate(tabularEnvironment(table), Uint8Array.of(0)),
          [one, doubled, other],
          setting.discount,
        );
        const evidence = levelEvidence(choices, choices.gains, setting);
        expect(evidence[0][1].perEpisode).toBeLessThan(1e-12);
        expect(evidence[1][2].perEpisode).toBeCloseTo(evidence[0][2].perEpisode, 9);
        expect(pairEvidence(evidence, [0, 2])).toEqual(pairEvidence(evidence, [2, 0]));
      }),
    );
  });

  test("without lapses a single action could be infinite evidence, and is refused", () => {
    const environment = keysAndChests.create({ height: 3, width: 5 });
    const mdp = enumerate(environment, environment.parseLevel("#####\n#c@k#\n#####"));
    const choices = solveChoices(mdp, environment.objectives, 0.9);
    expect(() => levelEvidence(choices, choices.gains, { ...setting, lapse: 0 })).toThrow(InputError);
    expect(() => levelEvidence(choices, choices.gains, { ...setting, rationality: -1 })).toThrow(InputError);
  });

  test("agrees with play: the mean log likelihood ratio of sampled episodes lies within 5 standard errors", () => {
    const environment = keysAndChests.create({ height: 4, width: 5 });
    const mdp = enumerate(environment, environment.parseLevel("#####\n#k@k#\n#.c.#\n#####"));
    const choices = solveChoices(mdp, environment.objectives.slice(0, 2), 0.99);
    const watched: EvidenceSetting = { ...usualNoise, discount: 0.99, horizon: 20 };
    const policies = noisyPlanners(choices, choices.gains, watched);
    const evidence = levelEvidence(choices, choices.gains, watched);
    const episodes = Number(process.env.INNERGAP_EPISODES ?? 4000);
    for (const [agent, rival] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const rng = Rng.fromSeed(`evidence ${agent}`);
      const sums = { every: [0, 0], once: [0, 0] };
      for (let episode = 0; episode < episodes; episode++) {
        let [every, once] = [0, 0];
        const seen = new Set<number>();
        for (let state = 0, step = 0; step < watched.horizon && state < mdp.states; step++) {
          let [action, draw] = [0, rng.unit()];
          while (action < mdp.actions - 1 && draw >= policies[agent][state * mdp.actions + action]) {
            draw -= policies[agent][state * mdp.actions + action++];
          }
          const row = state * mdp.actions + action;
          const nats = Math.log(policies[agent][row] / policies[rival][row]);
          every += nats;
          if (!seen.has(state)) once += nats;
          seen.add(state);
          state = mdp.successors[mdp.rowOffsets[row]];
        }
        sums.every[0] += every;
        sums.every[1] += every * every;
        sums.once[0] += once;
        sums.once[1] += once * once;
      }
      const { perEpisode, onceCounted } = evidence[agent][rival];
      for (const [[sum, squares], exact] of [
        [sums.every, perEpisode],
        [sums.once, onceCounted],
      ] as const) {
        const mean = sum / episodes;
        const error = Math.sqrt((squares / episodes - mean * mean) / episodes);
        expect(Math.abs(mean - exact)).toBeLessThan(5 * error);
      }
    }
  });
});

test("every pair of objectives is there once", () => {
  expect(pairsOf(3)).toEqual([
    [0, 1],
    [0, 2],
    [1, 2],
  ]);
});

test("a level set adds up, and levels where the way to keys leads over chests stand apart", () => {
  const environment = keysAndChests.create({ height: 3, width: 7 });
  // Five steps: too few to stray to the chest after the key; or a chest lies between the keys, one of two to be had.
  const [clear, crossed] = ["#######\n#c.@.k#\n#######", "#######\n#@kckc#\n#######"].map((text) =>
    environment.parseLevel(text),
  );
  const found = discriminationOf(levelSet(environment, [clear, crossed]), environment.objectives, {
    ...usualNoise,
    discount: 0.9,
    horizon: 5,
  });
  expect(found.perLevel.map(({ crossings }) => Object.keys(crossings))).toEqual([["keys"], ["keys"]]);
  expect(found.perLevel.map(({ crosses }) => crosses)).toEqual([false, true]);
  expect(found.perLevel[1].crossings.keys).toBeGreaterThanOrEqual(0.5);
  const [first, second] = found.perLevel.map(({ evidence }) => evidence[0].perEpisode);
  expect(found.evidence[0].perEpisode).toBeCloseTo(first + second, 12);
  expect(found.clearEvidence[0].perEpisode).toBe(first);
});
