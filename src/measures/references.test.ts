import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { mean, sampleDeviation } from "../base/stats.ts";
import type { EnvironmentDefinition } from "../environments/environment.ts";
import { objectiveNamed } from "../environments/environment.ts";
import { environmentDefinitions, environmentNamed } from "../environments/index.ts";
import { generateLevels, type LevelSet, levelAt, levelSet } from "../environments/levels.ts";
import { plannerPolicy } from "../policies/planner.ts";
import type { Policy } from "../policies/policy.ts";
import { noisyPolicy, uniformPolicy } from "../policies/scripted.ts";
import { playEpisodes } from "../rollouts/episodes.ts";
import type { BehaviourLine } from "../runs/format.ts";
import { matchedNoise, normalisedValue } from "./competence.ts";
import { computeReferences, type ReferenceRequest } from "./references.ts";

const shares = [0, 0.3, 0.7, 1];

function requestFor(definition: EnvironmentDefinition, count: number, parameters = {}): ReferenceRequest {
  const environment = definition.create({});
  const distribution = definition.levels(environment, parameters);
  const base = environment.baseObjective;
  return {
    levels: generateLevels(environment, distribution, Rng.fromSeed(`references/${definition.name}`), count),
    deployment: "deployed",
    horizon: 14,
    discount: 0.95,
    planners: environment.objectives.map(({ name }) => name),
    plannerDiscount: 0.9,
    noisy: { objective: base, shares },
  };
}

const keysAndChests = environmentNamed("keys-and-chests");
const plentiful = { keys: [3, 5], chests: [1, 2] };

/** The policy that a reference line is about, to be played. */
function playable({ levels, plannerDiscount }: ReferenceRequest, name: string): Policy {
  const [, noisy, objective, share] = /^(noisy-)?planner:([^:]+)(?::(.+))?$/.exec(name) ?? [];
  if (!objective) return uniformPolicy();
  const planner = plannerPolicy(levels.environment, {
    objective: objectiveNamed(levels.environment, objective),
    discount: plannerDiscount,
  });
  return noisy ? noisyPolicy(planner, Number(share)) : planner;
}

function repeated(levels: LevelSet, index: number, times: number): LevelSet {
  return levelSet(levels.environment, new Array(times).fill(levelAt(levels, index)));
}

/** Five standard errors; where all samples agree, the exact figure may differ by what so many would miss. */
function expectMean(samples: ArrayLike<number>, exact: number): void {
  const error = sampleDeviation(samples) / Math.sqrt(samples.length);
  expect(Math.abs(mean(samples) - exact)).toBeLessThanOrEqual(5 * error + 10 / samples.length);
}

async function comparePlay(request: ReferenceRequest, line: BehaviourLine, index: number): Promise<void> {
  const { environment } = request.levels;
  const count = 1500;
  const episodes = await playEpisodes({
    environment,
    levels: repeated(request.levels, index, count).bytes,
    count,
    horizon: request.horizon,
    discount: request.discount,
    policy: playable(request, line.policy),
    selection: "sampled",
    rng: Rng.fromSeed(`play/${line.policy}/${index}`),
  });
  expectMean(episodes.steps, line.perLevel.steps[index]!);
  for (const { name } of environment.objectives) {
    expectMean(episodes.values[name]!, line.perLevel.values[name]![index]!);
  }
  environment.events.forEach((event, kind) => {
    const counts = Array.from(
      { length: count },
      (_, i) => episodes.events[i * environment.events.length + kind]!,
    );
    expectMean(counts, line.perLevel.events[event]![index]!);
  });
}

describe("computeReferences", () => {
  test.each(environmentDefinitions.map((definition) => [definition.name, definition] as const))(
    "%s: the exact figures are the means of play",
    { timeout: 300_000 },
    async (name, definition) => {
      const request = requestFor(definition, 2, name === "keys-and-chests" ? plentiful : {});
      const { behaviours } = await computeReferences(request);
      for (const line of behaviours) {
        for (let index = 0; index < request.levels.count; index++) await comparePlay(request, line, index);
      }
    },
  );

  test("no episode of random play beats the optimum of its level", async () => {
    const request = requestFor(keysAndChests, 40, plentiful);
    const { optimum } = await computeReferences(request);
    const { environment, bytes, count } = request.levels;
    const { values } = await playEpisodes({
      environment,
      levels: bytes,
      count,
      horizon: request.horizon,
      discount: request.discount,
      policy: uniformPolicy(),
      selection: "sampled",
      rng: Rng.fromSeed("random play"),
    });
    for (const { name } of environment.objectives) {
      for (let i = 0; i < count; i++) {
        expect(values[name]![i]).toBeLessThanOrEqual(optimum.perLevel.optimal[name]![i]! + 1e-9);
      }
    }
  });

  test("lines agree with each other: ends of the noise, means over levels, optimum above all", async () => {
    const request = requestFor(keysAndChests, 12, plentiful);
    const { optimum, behaviours } = await computeReferences(request);
    const line = (policy: string) => behaviours.find((other) => other.policy === policy)!;
    expect(behaviours.map(({ policy }) => policy)).toEqual([
      "random",
      ...request.planners.map((name) => `planner:${name}`),
      ...shares.map((share) => `noisy-planner:chests:${share}`),
    ]);
    expect(line("noisy-planner:chests:0").perLevel).toEqual(line("planner:chests").perLevel);
    expect(line("noisy-planner:chests:1").perLevel).toEqual(line("random").perLevel);
    expect(optimum.perLevel.random).toEqual(line("random").perLevel.values);
    for (const { values, steps, events, perLevel } of behaviours) {
      expect(steps).toBe(mean(perLevel.steps));
      for (const [event, count] of Object.entries(events)) expect(count).toBe(mean(perLevel.events[event]!));
      for (const [name, value] of Object.entries(values)) {
        expect(value).toBe(mean(perLevel.values[name]!));
        perLevel.values[name]!.forEach((own, i) => {
          expect(own).toBeLessThanOrEqual(optimum.perLevel.optimal[name]![i]! + 1e-9);
        });
      }
    }
  });

  test("planners are competent for what they plan for, and less noise is matched by a better agent", async () => {
    const { optimum, behaviours } = await computeReferences({
      ...requestFor(keysAndChests, 12, plentiful),
      horizon: 64,
    });
    const normalised = (policy: string, objective: string) =>
      normalisedValue(
        behaviours.find((line) => line.policy === policy)!.perLevel.values[objective]!,
        optimum.perLevel.optimal[objective]!,
        optimum.perLevel.random[objective]!,
      ).value;
    expect(normalised("planner:chests", "chests")).toBeGreaterThan(0.99);
    expect(normalised("planner:keys", "keys")).toBeGreaterThan(0.99);
    expect(normalised("planner:keys", "chests")).toBeLessThan(normalised("planner:chests", "chests"));
    const curve = behaviours.filter(({ policy }) => policy.startsWith("noisy-"));
    const [better, worse] = [0.9, 0.5].map((weight) => {
      const ends = [curve[0]!, curve.at(-1)!].map((line) => line.events["chest-opened"]!);
      return matchedNoise(curve, ["chest-opened"], weight * ends[0]! + (1 - weight) * ends[1]!).share!;
    });
    expect(better).toBeLessThan(worse!);
  });

  test("tells of each level, lets others work in between, and stops when asked to", async () => {
    const request = requestFor(keysAndChests, 5, plentiful);
    const told: [number, number][] = [];
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await computeReferences(request, { onLevel: (done, total) => told.push([done, total]) });
    clearInterval(timer);
    expect(told).toEqual([1, 2, 3, 4, 5].map((done) => [done, 5]));
    expect(turns).toBeGreaterThan(0);
    const controller = new AbortController();
    const stopped = computeReferences(request, {
      signal: controller.signal,
      onLevel: (done) => {
        if (done === 2) controller.abort(new Error("enough"));
      },
    });
    await expect(stopped).rejects.toThrow("enough");
  });

  test("refuses a level that is too large to be exact", async () => {
    await expect(
      computeReferences({ ...requestFor(keysAndChests, 1, plentiful), limit: 50 }),
    ).rejects.toThrow(/more than 50 states/);
  });
});
