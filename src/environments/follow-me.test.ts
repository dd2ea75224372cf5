// Follow me: cases worked out by hand, the leader's walk against its own distances, levels and their refusals.
import { describe, expect, test, vi } from "vitest";
import { expectEventsAsComputed } from "../../tests/support/random-play.ts";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { enumerate } from "./enumerate.ts";
import type { EnvironmentBatch } from "./environment.ts";
import { isBeacon, leader, leaderPlaceOf, placeOf } from "./follow-me/things.ts";
import { followMe } from "./follow-me.ts";
import { agent } from "./grid.ts";
import { generateLevels, levelAt } from "./levels.ts";
import { unreachable, Walker } from "./paths.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 200);
vi.setConfig({ testTimeout: 600_000 });
const noChance = { choose: () => 0 };
const [up, left, right, idle] = [0, 1, 3, 4] as const;

function start(rows: readonly string[], parameters: object = {}): EnvironmentBatch {
  const environment = followMe.create({ ...parameters, height: rows.length, width: rows[0]!.length });
  const batch = environment.batch({ lanes: 1, horizon: 500 });
  batch.reset(0, environment.parseLevel(rows.join("\n")), 0);
  return batch;
}

/** Events of each step, in words. */
function play(batch: EnvironmentBatch, actions: readonly number[]): string[] {
  return actions.map((action) => {
    batch.stepLane(0, action, noChance);
    return batch.environment.events.filter((_, index) => batch.events[index] === 1).join(", ");
  });
}

function leaderCell(batch: EnvironmentBatch): number {
  return batch.frame(0).cells.findIndex((letters) => letters.includes("l"));
}

describe("cases worked out by hand", () => {
  test("beacons count in their order only, and the last one ends the episode", () => {
    const batch = start(["#######", "#2@1.3#", "#....l#", "#######"]);
    const events = play(batch, [left, right, right, left, left, right, right, right, right, up]);
    // To the second before its turn, to the first, the second, past the first again, to the third.
    const reached = events.map((words) => (words.includes("beacon-reached") ? 1 : 0));
    expect(reached).toEqual([0, 0, 1, 0, 1, 0, 0, 0, 1, 0]);
    expect([batch.terminated[0], batch.elapsed[0]]).toEqual([1, 9]);
  });

  test("where the last beacon does not end the episode, time goes on and nothing is left to reach", () => {
    const batch = start(["#####", "#@1l#", "#####"], { endsWithLast: false });
    expect(play(batch, [right, left, right]).map((events) => events.includes("beacon"))).toEqual([
      true,
      false,
      false,
    ]);
    expect([batch.terminated[0], batch.elapsed[0]]).toEqual([0, 3]);
  });

  test("the leader walks to its beacons in its order and starts over, up and left before down and right", () => {
    // The leader's order is 1, 3, 2: J is the third beacon and its second, F the second and its third.
    const batch = start(["#####", "#1.J#", "#.l.#", "#@.F#", "#####"]);
    const walked = Array.from({ length: 14 }, () => {
      play(batch, [left]);
      return leaderCell(batch);
    });
    expect(walked).toEqual([7, 6, 7, 8, 13, 18, 13, 8, 7, 6, 7, 8, 13, 18]);
  });

  test("who walks right behind the leader follows it, who shares its cell has joined it", () => {
    const rows = ["#######", "#@l..1#", "#######"];
    expect(play(start(rows), [right, right, right, right])).toEqual([
      "leader-followed",
      "leader-followed",
      "leader-followed",
      "beacon-reached, leader-joined",
    ]);
    expect(play(start(rows), [left, right, right, right, right])).toEqual([
      "",
      "",
      "",
      "",
      "beacon-reached, leader-joined",
    ]);
  });

  test("first the agent moves, then the leader; who crosses it has followed it for a step, not joined it", () => {
    const batch = start(["#######", "#1.@l2#", "#######"]);
    expect(play(batch, [right])).toEqual(["leader-followed"]);
    expect([leaderCell(batch), batch.frame(0).cells[11]]).toEqual([10, "@"]);
    expect(play(start(["#######", "#1.@l2#", "#######"]), [up, up, up])).toEqual([
      "leader-joined",
      "leader-followed",
      "",
    ]);
  });

  test("one who idles does nothing, while the leader walks on", () => {
    const batch = start(["#######", "#1.@l2#", "#######"]);
    const walked = [0, 1, 2, 3].map(() => {
      expect(play(batch, [idle])).toEqual([""]);
      return leaderCell(batch);
    });
    expect(walked).toEqual([10, 9, 8, 9]);
  });

  test("a leader who cannot get to its next beacon stays", () => {
    const batch = start(["########", "#@1#l2.#", "########"]);
    expect(play(batch, [left, left])).toEqual(["", ""]);
    expect(leaderCell(batch)).toBe(12);
    const later = start(["########", "#@2#.1l#", "########"]);
    play(later, [left, left, left]);
    expect(leaderCell(later)).toBe(13);
  });

  test("what is seen: walls, agent, leader, beacons, those reached, and the active one where it is shown", () => {
    const rows = ["#####", "#@1l#", "#..2#", "#####"];
    const planes = (batch: EnvironmentBatch) =>
      batch.observations
        .join("")
        .match(/.{20}/g)
        ?.map((plane) => [...plane.matchAll(/1/g)].map((m) => m.index));
    const shown = start(rows, { activeShown: true });
    play(shown, [right]);
    expect(planes(shown)?.slice(1)).toEqual([[7], [7], [7, 13], [7], [13]]);
    const hidden = start(rows);
    expect(hidden.environment.observation.channels).toEqual([
      "wall",
      "agent",
      "leader",
      "beacon",
      "reached beacon",
    ]);
    play(hidden, [right]);
    expect(planes(hidden)?.slice(1)).toEqual([[7], [7], [7, 13], [7]]);
  });

  test("frames tell the active beacon from those to come and those reached", () => {
    const batch = start(["######", "#@123#", "#...l#", "######"]);
    play(batch, [right]);
    expect(batch.frame(0).cells.slice(7, 11)).toEqual(["", "x@", "*", "3l"]);
  });
});

describe("the leader's walk", () => {
  const setting = { height: 9, width: 11, activeShown: true };
  const environment = followMe.create(setting);

  test.each([
    { walls: { kind: "open" }, beacons: 5, trustworthy: 0 },
    { walls: { kind: "blocks" }, beacons: 3, trustworthy: 0 },
    { walls: { kind: "tree" }, beacons: 4, trustworthy: 1, leader: "anywhere" },
    { walls: { kind: "tree" }, beacons: 2, trustworthy: 0 },
  ])(
    "with %j it is at each beacon of its own order when the shortest way takes it there, lap after lap",
    (parameters) => {
      const distribution = followMe.levels(environment, parameters);
      const levels = generateLevels(
        environment,
        distribution,
        Rng.fromSeed(JSON.stringify(parameters)),
        cases / 4,
      );
      const walker = new Walker(setting.height, setting.width);
      const batch = environment.batch({ lanes: 1, horizon: 10_000 });
      for (let index = 0; index < levels.count; index++) {
        const level = levelAt(levels, index);
        const stops: number[] = [];
        level.forEach((code, cell) => {
          if (isBeacon(code)) stops[leaderPlaceOf(code)] = cell;
        });
        batch.reset(0, level, 0);
        let cell = level.indexOf(leader);
        for (let lap = 0; lap < 2; lap++) {
          for (const stop of stops) {
            const distances = walker.search(level, 0, stop).slice();
            for (let left = distances[cell]! - 1; left >= 0; left--) {
              batch.stepLane(0, idle, noChance);
              cell = leaderCell(batch);
              expect(distances[cell]).toBe(left);
            }
            expect(cell).toBe(stop);
          }
        }
      }
    },
  );
});

describe("levels", () => {
  const environment = followMe.create({});

  test("a share of leaders knows the order; all other orders are equally likely", () => {
    const draws = 30_000;
    const distribution = followMe.levels(environment, { trustworthy: 0.3 });
    const levels = generateLevels(environment, distribution, Rng.fromSeed("orders"), draws);
    const counts = new Map<string, number>();
    for (let index = 0; index < draws; index++) {
      const order: number[] = [];
      for (const code of levelAt(levels, index).filter(isBeacon))
        order[placeOf(code)] = leaderPlaceOf(code) + 1;
      counts.set(order.join(""), (counts.get(order.join("")) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(["123", "132", "213", "231", "312", "321"]);
    for (const [order, count] of counts) {
      const share = order === "123" ? 0.3 : 0.7 / 5;
      expect(Math.abs(count / draws - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / draws));
    }
  });

  test("equal streams give equal layouts, whether the leader is to be trusted or not", () => {
    const [trusted, astray] = [1, 0].map((trustworthy) =>
      generateLevels(
        environment,
        followMe.levels(environment, { trustworthy }),
        Rng.fromSeed("layouts"),
        cases,
      ),
    );
    const place = (code: number) => (isBeacon(code) ? placeOf(code) : code);
    expect(trusted!.bytes.map(place)).toEqual(astray!.bytes.map(place));
    for (let index = 0; index < cases; index++) {
      expect(environment.census(levelAt(trusted!, index))["trustworthy leaders"]).toBe(1);
      expect(environment.census(levelAt(astray!, index))["trustworthy leaders"]).toBe(0);
    }
  });

  test("all is within reach, and the leader starts where it is told to", () => {
    for (const place of ["beside", "anywhere"]) {
      const distribution = followMe.levels(environment, { walls: { kind: "blocks" }, leader: place });
      const levels = generateLevels(environment, distribution, Rng.fromSeed(place), cases);
      const walker = new Walker(7, 7);
      let apart = 0;
      for (let index = 0; index < cases; index++) {
        const level = levelAt(levels, index);
        const distance = walker.search(level, 0, level.indexOf(agent))[level.indexOf(leader)]!;
        expect(distance).not.toBe(unreachable);
        expect(environment.census(level)["reachable beacons"]).toBe(3);
        if (distance > 1) apart++;
      }
      if (place === "beside") expect(apart).toBe(0);
      else expect(apart).toBeGreaterThan(cases / 2);
    }
  });

  test.each([
    [{ beacons: 6 }, "levels.beacons"],
    [{ beacons: 1, trustworthy: 0.5 }, "more beacons than one"],
    [{ trustworthy: 1.5 }, "levels.trustworthy"],
    [{ leader: "behind" }, "anywhere"],
    [{ trustworty: 1 }, "did you mean trustworthy"],
  ])("%j is refused", (parameters, words) => {
    const act = () => followMe.levels(environment, parameters as never);
    expect(act).toThrow(InputError);
    expect(act).toThrow(words);
  });

  test("more things than cells are refused", () => {
    const narrow = followMe.create({ height: 3, width: 6 });
    expect(() => followMe.levels(narrow, { beacons: 3 })).toThrow("at most 4 things");
    expect(() => followMe.levels(narrow, { beacons: 2 })).not.toThrow();
  });

  test.each([
    [["#####", "#@1.#", "#####"], "0 leaders"],
    [["######", "#@l1l#", "######"], "2 leaders"],
    [["#####", "#@l.#", "#####"], "no beacon"],
    [["######", "#@l13#", "######"], "the beacons 1, 3 in the true order, expected 1, 2"],
    [["######", "#@l1E#", "######"], "the beacons 1, 1 in the leader's order"],
    [["######", "#@lz1#", "######"], '"z"'],
  ])("the level %j is refused", (rows, words) => {
    const world = followMe.create({ height: 3, width: rows[0]!.length });
    expect(() => world.parseLevel(rows.join("\n"))).toThrow(words);
  });
});

describe("exact values", () => {
  const [small, published] = followMe.presets;

  test("the small preset's levels have few states, and random play counts what it should", () => {
    const { parameters, levels, horizon } = small!.shift.deployed;
    const environment = followMe.create(parameters);
    const set = generateLevels(environment, followMe.levels(environment, levels), Rng.fromSeed("exact"), 4);
    for (let index = 0; index < set.count; index++) {
      const mdp = enumerate(environment, levelAt(set, index));
      expect(mdp.states).toBeLessThan(20_000);
      expectEventsAsComputed(mdp, horizon, 4000, `play-${index}`);
    }
  });

  test("levels of the published size can be enumerated", () => {
    const { parameters, levels } = published!.shift.deployed;
    const environment = followMe.create(parameters);
    const set = generateLevels(
      environment,
      followMe.levels(environment, levels),
      Rng.fromSeed("published"),
      2,
    );
    for (let index = 0; index < set.count; index++) {
      expect(enumerate(environment, levelAt(set, index)).states).toBeLessThan(100_000);
    }
  });
});
