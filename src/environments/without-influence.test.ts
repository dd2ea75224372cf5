// Worlds without influence on one variable: the cut is where it says, and everything else is as it was.
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { episodeOver, firstWordOf } from "./causes.ts";
import { checkCauses, declaredCauses } from "./causes-law.ts";
import { enumerate } from "./enumerate.ts";
import { type ChanceOracle, type Environment, idleAction } from "./environment.ts";
import { environmentNamed } from "./index.ts";
import { causesOf, loadVariables, saveVariables } from "./variable-states.ts";
import { withoutInfluence } from "./without-influence.ts";

const cases = process.env.INNERGAP_FULL === "1" ? 2000 : 60;
const size = { height: 5, width: 5 };
const noChance: ChanceOracle = { choose: () => 0 };

const worlds = [
  { name: "keys-and-chests", parameters: size, levels: { keys: [1, 2], chests: [1, 2], hiddenChests: true } },
  { name: "cheese-in-the-corner", parameters: size, levels: { cornerSize: 3 } },
  { name: "cheese-on-a-dish", parameters: size, levels: { together: 0.5 } },
  { name: "red-and-blue-doors", parameters: { ...size, endsOn: "door" }, levels: { redDoors: 0.5 } },
  { name: "gameable-exam", parameters: size, levels: { questions: [1, 2], lever: 0.7 } },
  { name: "follow-me", parameters: size, levels: { beacons: 2, trustworthy: 0.5 } },
  { name: "red-lander", parameters: { height: 7, width: 6 }, levels: {} },
] as const;

const cuts = worlds.flatMap(({ name, parameters, levels }) => {
  const definition = environmentNamed(name);
  const environment = definition.create({ ...parameters });
  const distribution = definition.levels(environment, JSON.parse(JSON.stringify(levels)));
  const variables = [...causesOf(environment).variables.map((variable) => variable.name), episodeOver];
  return variables.map((variable) => ({ name, variable, environment, distribution }));
});

/** The words of a variable in a state, as text. */
function wordsOf(environment: Environment, variable: string, words: Int32Array): string {
  const first = firstWordOf(causesOf(environment), variable);
  const count = causesOf(environment).variables.find(({ name }) => name === variable)!.words;
  return words.slice(first, first + count).join(" ");
}

/** Where keys do not vanish, they can be taken without end, and there are endless states. */
const endless = "keys lying about";

function allStates(environment: Environment, level: Uint8Array): Int32Array[] {
  const { table, states } = enumerate(environment, level);
  const width = environment.stateLength;
  return Array.from({ length: states }, (_, state) => table.words.slice(state * width, (state + 1) * width));
}

function playedStates(environment: Environment, level: Uint8Array): Int32Array[] {
  const rng = Rng.fromSeed("played states");
  const batch = environment.batch({ lanes: 1, horizon: 1000 });
  batch.reset(0, level, 0);
  return Array.from({ length: 300 }, () => {
    const words = new Int32Array(environment.stateLength);
    batch.saveState(0, words, 0);
    batch.stepLane(0, rng.below(environment.actions.length), noChance);
    if (batch.terminated[0]) batch.reset(0, level, 0);
    return words;
  });
}

describe.each(cuts)("$name without influence on $variable", ({ variable, environment, distribution }) => {
  const cut = withoutInfluence(environment, variable);
  const rng = Rng.fromSeed(`cut/${cut.name}`);
  const levels = Array.from({ length: 3 }, () => {
    const level = new Uint8Array(environment.levelLength);
    distribution.generate(rng, level, 0);
    return level;
  });

  test("in the states of some levels, no action makes a difference to the variable, and the rest is what the rules make of it", () => {
    for (const level of levels) {
      const states = variable === endless ? playedStates(cut, level) : allStates(cut, level);
      const [played, rules] = [cut, environment].map((world) => world.batch({ lanes: 1, horizon: 1000 }));
      for (const batch of [played!, rules!]) batch.reset(0, level, 0);
      const [before, after, expected] = [0, 1, 2].map(() => new Int32Array(cut.stateLength));
      for (const state of states) {
        before!.set(state);
        const values = new Set<string>();
        for (let action = 0; action <= idleAction(cut); action++) {
          played!.loadState(0, before!, 0);
          played!.stepLane(0, action, noChance);
          saveVariables(played!, 0, after!, 0);
          loadVariables(rules!, 0, before!, 0);
          rules!.stepLane(0, action, noChance);
          saveVariables(rules!, 0, expected!, 0);
          expect([...played!.events]).toEqual([...rules!.events]);
          if (variable === episodeOver) values.add(String(played!.terminated[0]));
          else {
            values.add(wordsOf(environment, variable, after!));
            expect(played!.terminated[0]).toBe(rules!.terminated[0]);
          }
          for (const { name } of causesOf(environment).variables) {
            if (name === variable) continue;
            expect(wordsOf(environment, name, after!)).toBe(wordsOf(environment, name, expected!));
          }
        }
        expect(values.size).toBe(1);
      }
    }
  });

  test("the variable is what it is where nobody acts", () => {
    for (const level of levels) {
      const [played, alone] = [cut, environment].map((world) => world.batch({ lanes: 1, horizon: 1000 }));
      for (const batch of [played!, alone!]) batch.reset(0, level, 0);
      const words = new Int32Array(cut.stateLength);
      for (let step = 0; step < 20 && !played!.terminated[0] && !alone!.terminated[0]; step++) {
        played!.stepLane(0, rng.below(cut.actions.length), noChance);
        alone!.stepLane(0, idleAction(cut), noChance);
        if (variable === episodeOver) {
          expect(played!.terminated[0]).toBe(alone!.terminated[0]);
          continue;
        }
        saveVariables(played!, 0, words, 0);
        const value = wordsOf(environment, variable, words);
        saveVariables(alone!, 0, words, 0);
        expect(value).toBe(wordsOf(environment, variable, words));
      }
    }
  });

  test("declares causes that are all there are", () => {
    const seen = new Set<string>();
    for (let count = 0; count < cases; count++) checkCauses(cut, distribution, rng, seen);
    expect(
      declaredCauses(cut).filter(
        (cause) => cause.endsWith(`-> ${variable}`) && !cause.startsWith("the world"),
      ),
    ).toEqual([]);
  });

  test("a restored state has the same future, and an ended lane stands still", () => {
    for (const level of levels) {
      const [one, other] = [0, 1].map(() => cut.batch({ lanes: 1, horizon: 12 }));
      one!.reset(0, level, 0);
      other!.reset(0, level, 0);
      const words = new Int32Array(cut.stateLength);
      for (let step = 0; step < 15; step++) {
        one!.saveState(0, words, 0);
        const over = one!.terminated[0] === 1 || one!.truncated[0] === 1;
        if (over) {
          const events = [...words];
          one!.step(Uint8Array.of(rng.below(4)), [noChance]);
          one!.saveState(0, words, 0);
          expect([...words]).toEqual(events);
          expect(one!.events.every((count) => count === 0)).toBe(true);
          continue;
        }
        other!.loadState(0, words, 0);
        other!.elapsed[0] = one!.elapsed[0]!;
        const action = rng.below(cut.actions.length);
        one!.stepLane(0, action, noChance);
        other!.stepLane(0, action, noChance);
        for (const get of ["events", "terminated", "truncated", "elapsed", "observations"] as const) {
          expect([...other![get]]).toEqual([...one![get]]);
        }
      }
    }
  });
});

test("refuses what cannot be cut", () => {
  const keys = environmentNamed("keys-and-chests");
  expect(() => withoutInfluence(keys.create({}), "keys hold")).toThrow(
    /variable: found "keys hold".*keys held/,
  );
  expect(() => withoutInfluence(keys.create({ respawn: true }), "position")).toThrow("declares the causes");
  expect(() => withoutInfluence(keys.create({ ends: "never" }), episodeOver)).toThrow("variable");
});
