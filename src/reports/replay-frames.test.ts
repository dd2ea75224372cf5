import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { environmentDefinitions } from "../environments/index.ts";
import { repeatedChance, sampledChance } from "../rollouts/chance.ts";
import { playerMoments, playerScore, playerStepText } from "./player/data.ts";
import { playerScript } from "./player/script.ts";
import { ReplayEncoder } from "./replay-frames.ts";

const horizon = 20;

describe.each(environmentDefinitions.map((definition) => [definition.name, definition] as const))(
  "replays of %s",
  (_, definition) => {
    const environment = definition.create({});
    const distribution = definition.levels(environment, {});

    /** A random episode as it happened: what is recorded, and the frames and events seen on the way. */
    function randomEpisode(seed: number) {
      const rng = Rng.fromSeed(seed);
      const level = new Uint8Array(environment.levelLength);
      distribution.generate(rng.fork("level"), level, 0);
      const batch = environment.batch({ lanes: 1, horizon });
      const chances: number[] = [];
      const chance = sampledChance(rng.fork("chance"), (option) => chances.push(option));
      batch.reset(0, level, 0);
      const actions: number[] = [];
      const frames = [batch.frame(0)];
      const totals = environment.events.map(() => 0);
      while (!batch.terminated[0] && !batch.truncated[0]) {
        actions.push(rng.below(environment.actions.length));
        batch.stepLane(0, actions.at(-1)!, chance);
        frames.push(batch.frame(0));
        totals.forEach((_, event) => {
          totals[event]! += batch.events[event]!;
        });
      }
      return { episode: { level: environment.printLevel(level), actions, chances }, frames, totals };
    }

    test("come out of the player's tables as they happened", () => {
      fc.assert(
        fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 4 }), (seeds) => {
          const encoder = new ReplayEncoder();
          const world = encoder.world(environment);
          const played = seeds.map(randomEpisode);
          const encoded = played.map(({ episode }) => encoder.episode(environment, episode, horizon));
          const data = { ...JSON.parse(JSON.stringify(encoder.tables())), scenes: [] };
          played.forEach(({ episode, frames, totals }, index) => {
            const moments = playerMoments(data, data.worlds[world], encoded[index]!);
            expect(moments.map(({ cells }) => cells)).toEqual(frames.map(({ cells }) => cells));
            expect(moments.map(({ notes }) => notes)).toEqual(
              frames.map(({ notes }) => notes.map(({ value }) => value)),
            );
            expect(moments.slice(1).map(({ action }) => action)).toEqual(episode.actions);
            expect(moments.at(-1)!.totals).toEqual(totals);
          });
        }),
        { numRuns: 15 },
      );
    });

    test("score as the objectives say", () => {
      const encoder = new ReplayEncoder();
      const world = encoder.tables().worlds[encoder.world(environment)]!;
      const totals = environment.events.map((_, event) => event + 1);
      environment.objectives.forEach(({ weights }, index) => {
        const expected = environment.events.reduce(
          (sum, event, at) => sum + (weights[event] ?? 0) * (at + 1),
          0,
        );
        expect(playerScore(world.objectives[index]!.weights, totals)).toBeCloseTo(expected, 12);
      });
    });
  },
);

test("a step is told with its action and its events", () => {
  const world = {
    actions: ["up", "left"],
    events: ["key collected", "chest opened"],
    shapes: {},
    objectives: [],
  };
  const moment = { cells: [], notes: [], totals: [], action: 1, events: [0, 1, 1, 2] };
  expect(playerStepText(world, moment)).toBe("left, key collected, chest opened × 2");
  expect(playerStepText(world, { ...moment, action: -1, events: [] })).toBe("start");
});

test("the script of the page is whole: it parses, and its functions name nothing from outside", () => {
  const script = playerScript();
  expect(/\b(?:player|mount)[A-Z]\w*\(kit/.exec(script.replace(/function \w+\(/g, "("))).toBeNull();
  expect(/__vi|import\(|_import_|<\/script/.exec(script)).toBeNull();
  expect(() => new Function(script)).not.toThrow();
  const members = new Set([...script.matchAll(/^(\w+): function/gm)].map(([, name]) => name));
  const used = new Set([...script.matchAll(/\bkit\.(\w+)\(/g)].map(([, name]) => name));
  expect([...used].filter((name) => !members.has(name))).toEqual([]);
  expect(used.size).toBeGreaterThan(12);
});

test("a record that cannot have happened is refused", () => {
  const environment = environmentDefinitions[0]!.create({});
  const chance = repeatedChance([]);
  expect(chance.used()).toBe(0);
  const level = new Uint8Array(environment.levelLength);
  environmentDefinitions[0]!.levels(environment, {}).generate(Rng.fromSeed(1), level, 0);
  const episode = { level: environment.printLevel(level), actions: [99], chances: [] };
  expect(() => new ReplayEncoder().episode(environment, episode, horizon)).toThrow("actions[0]");
});
