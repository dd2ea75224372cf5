// Monster world: ticks worked out by hand, one tick of many levels against an independent oracle, conservation, exact values.
import { describe, expect, test, vi } from "vitest";
import { naiveTick } from "../../tests/support/naive-monsters.ts";
import { expectEventsAsComputed } from "../../tests/support/random-play.ts";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { sampledChance } from "../rollouts/chance.ts";
import { BranchingOracle } from "./branching-oracle.ts";
import { enumerate } from "./enumerate.ts";
import type { EnvironmentBatch } from "./environment.ts";
import { generateLevels, levelAt } from "./levels.ts";
import { chaseWeights } from "./monster-world/chase.ts";
import { monsterWorld } from "./monster-world.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 200);
vi.setConfig({ testTimeout: 600_000 });
const [up, left, down, right, stay] = [0, 1, 2, 3, 4] as const;
const idle = stay;
const { farther, alike, nearer } = chaseWeights;

function start(rows: readonly string[]): EnvironmentBatch {
  const environment = monsterWorld.create({ height: rows.length, width: rows[0]!.length });
  const batch = environment.batch({ lanes: 1, horizon: 500 });
  batch.reset(0, environment.parseLevel(rows.join("\n")), 0);
  return batch;
}

/** One step in which chance takes the given options, all of them; the events in words, and the weights it was asked with. */
function step(batch: EnvironmentBatch, action: number, picks: readonly number[]) {
  const asked: number[][] = [];
  batch.stepLane(0, action, {
    choose: (weights) => {
      asked.push(Array.from(weights));
      const pick = picks[asked.length - 1];
      if (pick === undefined || !(weights[pick]! > 0))
        throw new Error(`no option ${pick} of ${asked.at(-1)}`);
      return pick;
    },
  });
  expect(asked.length).toBe(picks.length);
  const { events } = batch.environment;
  return {
    asked,
    events: events.flatMap((name, index) => new Array<string>(batch.events[index]!).fill(name)),
  };
}

function cellsOf(batch: EnvironmentBatch, letter: string): number[] {
  return batch.frame(0).cells.flatMap((letters, cell) => (letters.includes(letter) ? [cell] : []));
}

function notes(batch: EnvironmentBatch): number[] {
  return batch.frame(0).notes.map(({ value }) => value);
}

describe("ticks worked out by hand", () => {
  test("a monster weighs its moves by the distance after them, from where the mouse has gone", () => {
    const batch = start(["######", "#@.m.#", "#....#", "#...a#", "######"]);
    const first = step(batch, right, [left]);
    expect(first.asked).toEqual([[0, nearer, farther, farther, alike]]);
    expect(first.events).toEqual(["monster-contact"]);
    expect([cellsOf(batch, "m"), cellsOf(batch, "@")]).toEqual([[8], [8]]);
    // On the mouse's cell every move leads away; the mouse moves down, so that down is nearer.
    const second = step(batch, down, [stay]);
    expect(second.asked).toEqual([[0, farther, nearer, farther, alike]]);
    expect(second.events).toEqual([]);
  });

  test("on the mouse's own cell staying is the best, and a bump is no escape", () => {
    const batch = start(["######", "#@m..#", "#...a#", "######"]);
    expect(step(batch, up, [left]).events).toEqual(["monster-contact"]);
    const { asked, events } = step(batch, idle, [stay]);
    expect(asked).toEqual([[0, 0, farther, farther, alike]]);
    expect(events).toEqual(["monster-contact"]);
  });

  test("changing places is contact", () => {
    const batch = start(["######", "#@m.a#", "######"]);
    expect(step(batch, right, [left]).events).toEqual(["monster-contact"]);
    expect([cellsOf(batch, "@"), cellsOf(batch, "m")]).toEqual([[8], [7]]);
    // A monster that gives way is not.
    const other = start(["######", "#@m.a#", "######"]);
    expect(step(other, right, [right]).events).toEqual([]);
  });

  test("a shield is taken before the contact of the same tick, kills the monster and is spent", () => {
    const batch = start(["#######", "#@s.m.#", "#....a#", "#######"]);
    expect(step(batch, right, [left]).events).toEqual(["shield-taken"]);
    expect(notes(batch)).toEqual([1, 1, 1]);
    expect(step(batch, idle, [left]).events).toEqual(["monster-killed"]);
    expect(notes(batch)).toEqual([0, 0, 1]);
    expect(step(batch, left, []).events).toEqual([]);
    const same = start(["#######", "#@sm.a#", "#######"]);
    expect(step(same, right, [left]).events).toEqual(["shield-taken", "monster-killed"]);
  });

  test("two contacts in a tick: one shield is for the monster that changed places", () => {
    const rows = ["########", "#.s@mma#", "########"];
    const batch = start(rows);
    step(batch, left, [right, stay]);
    expect(notes(batch)).toEqual([1, 2, 1]);
    step(batch, right, [stay, stay]);
    // Mouse on 11, monsters on 12 and 13: it goes right, the first monster left, the second after it.
    const { events, asked } = step(batch, right, [left, left, 1]);
    expect(asked[2]).toEqual([1, 1]);
    expect(events).toEqual(["monster-contact", "monster-killed"]);
    expect([cellsOf(batch, "@"), cellsOf(batch, "m")]).toEqual([[12], [12]]);
  });

  test("no monster enters another's cell: who moves first decides, and is asked only where it matters", () => {
    const rows = ["########", "#@..mm.#", "#.....a#", "########"];
    const behind = start(rows);
    // The last of the list is told to wait: the monster on 12 goes first, so that the one on 13 can follow.
    expect(step(behind, idle, [left, left, 1]).asked).toHaveLength(3);
    expect(cellsOf(behind, "m")).toEqual([11, 12]);
    const blocked = start(rows);
    step(blocked, idle, [left, left, 0]);
    expect(cellsOf(blocked, "m").length).toBe(2);
    expect(new Set([String(cellsOf(behind, "m")), String(cellsOf(blocked, "m"))])).toEqual(
      new Set(["11,12", "11,13"]),
    );
    const waiting = start(rows);
    expect(step(waiting, idle, [stay, left]).asked).toHaveLength(2);
    expect(cellsOf(waiting, "m")).toEqual([12, 13]);
    const apart = start(rows);
    expect(step(apart, idle, [left, right]).asked).toHaveLength(2);
    expect(cellsOf(apart, "m")).toEqual([11, 14]);
  });

  test("a shield taken when no monster is left is idle", () => {
    const batch = start(["#######", "#@s.sa#", "#######"]);
    expect(step(batch, right, []).events).toEqual(["shield-taken", "idle-shield-taken"]);
    step(batch, right, []);
    expect(step(batch, right, []).events).toEqual(["shield-taken", "idle-shield-taken"]);
    expect(notes(batch)).toEqual([2, 0, 1]);
    expect(step(batch, right, []).events).toEqual(["apple-eaten"]);
    expect(batch.terminated[0]).toBe(1);
  });

  test("the episode ends when all apples are eaten and no further kill is possible", () => {
    const shielded = start(["######", "#@asm#", "######"]);
    expect(step(shielded, right, [stay]).events).toEqual(["apple-eaten"]);
    expect(shielded.terminated[0]).toBe(0);
    expect(step(shielded, right, [stay]).events).toEqual(["shield-taken"]);
    expect(step(shielded, right, [stay]).events).toEqual(["monster-killed"]);
    expect(shielded.terminated[0]).toBe(1);
    const unshielded = start(["######", "#@a.m#", "######"]);
    expect(step(unshielded, right, [left]).events).toEqual(["apple-eaten"]);
    expect(unshielded.terminated[0]).toBe(1);
  });

  test("monsters walk round walls, and stray where there is no way to the mouse", () => {
    const maze = start(["#####", "#@#m#", "#...#", "#a..#", "#####"]);
    expect(step(maze, idle, [down]).asked).toEqual([[0, 0, nearer, 0, alike]]);
    expect(step(maze, idle, [left]).asked).toEqual([[farther, nearer, farther, 0, alike]]);
    const apart = start(["#####", "#@#m#", "#a#.#", "#####"]);
    expect(step(apart, idle, [down]).asked).toEqual([[0, 0, alike, 0, alike]]);
  });

  test("what is seen: walls, mouse, apples, monsters, shields, and the shields held", () => {
    const batch = start(["#######", "#@s.am#", "#######"]);
    step(batch, right, [stay]);
    const planes = batch.observations.join("").match(/.{21}/g);
    const marked = planes?.slice(1).map((plane) => [...plane.matchAll(/1/g)].map((m) => m.index));
    expect(marked).toEqual([[9], [11], [12], [], [0]]);
  });
});

test("weights stand to each other as powers of e to the third, within their bound", () => {
  expect(Math.abs(alike / farther / Math.exp(3) - 1)).toBeLessThan(2e-6);
  expect(Math.abs(nearer / farther / Math.exp(6) - 1)).toBeLessThan(2e-6);
  expect(4 * nearer + alike).toBeLessThanOrEqual(2 ** 20);
});

test("a tick has the distribution of an independent oracle that moves monsters in every order", () => {
  const environment = monsterWorld.create({ height: 6, width: 6 });
  const batch = environment.batch({ lanes: 1, horizon: 500 });
  const oracle = new BranchingOracle();
  const words = new Int32Array(environment.stateLength);
  const rng = Rng.fromSeed("ticks");
  for (const walls of ["open", "blocks"]) {
    const distribution = monsterWorld.levels(environment, {
      walls: { kind: walls },
      apples: [1, 2],
      shields: [1, 2],
      monsters: [1, 3],
    });
    const levels = generateLevels(environment, distribution, rng.fork(walls), Math.ceil(cases / 10));
    for (let index = 0; index < levels.count; index++) {
      batch.reset(0, levelAt(levels, index), 0);
      const chance = sampledChance(rng.fork(`${walls}/${index}`));
      for (let played = 0; played < 6 && batch.terminated[0] === 0; played++) {
        const before = batch.frame(0);
        const action = rng.below(5);
        batch.saveState(0, words, 0);
        const found = new Map<string, number>();
        oracle.start();
        do {
          batch.loadState(0, words, 0);
          batch.stepLane(0, action, oracle);
          const outcome = JSON.stringify([batch.frame(0), [...batch.events], batch.terminated[0]]);
          found.set(outcome, (found.get(outcome) ?? 0) + oracle.probability);
        } while (oracle.advance());
        const expected = naiveTick(before, action, levels.environment.census(levelAt(levels, index)));
        expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
        for (const [outcome, probability] of expected) expect(found.get(outcome)).toBeCloseTo(probability, 5);
        batch.loadState(0, words, 0);
        batch.stepLane(0, action, chance);
      }
    }
  }
});

test("apples, shields and monsters are conserved", () => {
  const environment = monsterWorld.create({ height: 9, width: 9 });
  const distribution = monsterWorld.levels(environment, {
    walls: { kind: "blocks", density: 0.1 },
    apples: [1, 6],
    shields: [0, 6],
    monsters: [0, 6],
  });
  const rng = Rng.fromSeed("conservation");
  const levels = generateLevels(environment, distribution, rng.fork("levels"), Math.ceil(cases / 4));
  const chance = sampledChance(rng.fork("chance"));
  const batch = environment.batch({ lanes: 1, horizon: 150 });
  for (let index = 0; index < levels.count; index++) {
    const level = levelAt(levels, index);
    const { apples, shields, monsters } = environment.census(level) as Record<string, number>;
    const counts = new Array<number>(environment.events.length).fill(0);
    batch.reset(0, level, 0);
    while (batch.terminated[0] === 0 && batch.truncated[0] === 0) {
      const before = cellsOf(batch, "m").length;
      batch.stepLane(0, rng.below(5), chance);
      counts.forEach((count, event) => {
        counts[event] = count + batch.events[event]!;
      });
      const [eaten, taken, idly, , killed] = counts as [number, number, number, number, number];
      const [held, alive, left] = notes(batch) as [number, number, number];
      expect([eaten + left, taken, alive + killed]).toEqual([apples, held + killed, monsters]);
      expect([cellsOf(batch, "a").length, cellsOf(batch, "s").length, cellsOf(batch, "m").length]).toEqual([
        left,
        shields! - taken,
        alive,
      ]);
      expect(batch.events[2]).toBe(before === 0 ? batch.events[1] : 0);
      expect(idly).toBeLessThanOrEqual(Math.max(0, shields! - monsters!));
      const over = left === 0 && killed === Math.min(shields!, monsters!);
      expect(batch.terminated[0]).toBe(over ? 1 : 0);
    }
  }
});

describe("exact values", () => {
  test("the small preset's levels have few states, and random play counts what it should", () => {
    const { parameters, levels, horizon } = monsterWorld.presets[0]!.shift.training;
    const environment = monsterWorld.create(parameters);
    const set = generateLevels(
      environment,
      monsterWorld.levels(environment, levels),
      Rng.fromSeed("exact"),
      2,
    );
    for (let index = 0; index < set.count; index++) {
      const mdp = enumerate(environment, levelAt(set, index));
      expect(mdp.states).toBeLessThan(20_000);
      expectEventsAsComputed(mdp, horizon, 4000, `play-${index}`);
    }
  });
});

describe("levels", () => {
  const environment = monsterWorld.create({ height: 13, width: 13 });

  test("hold as many of each as they are told to", () => {
    const parameters = { apples: [2, 4], shields: [0, 3], monsters: [1, 5] };
    const distribution = monsterWorld.levels(environment, parameters);
    const levels = generateLevels(environment, distribution, Rng.fromSeed("counts"), cases);
    for (const [name, [low, high]] of Object.entries(parameters)) {
      const counts = Array.from(
        { length: cases },
        (_, index) => environment.census(levelAt(levels, index))[name],
      );
      expect([Math.min(...(counts as number[])), Math.max(...(counts as number[]))]).toEqual([low, high]);
    }
  });

  test("a census counts what can be walked to", () => {
    const world = monsterWorld.create({ height: 4, width: 7 });
    expect(world.census(world.parseLevel("#######\n#@ma#a#\n#.ss#m#\n#######"))).toEqual({
      apples: 2,
      shields: 2,
      monsters: 2,
      "reachable apples": 1,
      "possible kills": 1,
    });
  });

  test.each([
    [{ apples: [0, 1] }, "levels.apples"],
    [{ shields: [3, 2] }, "low <= high"],
    [{ monsters: [1, 33] }, "levels.monsters"],
    [{ apples: [100, 100], shields: [20, 20], monsters: [1, 1] }, "at most 121 things"],
    [{ shield: [1, 1] }, "did you mean shields"],
  ])("%j is refused", (parameters, words) => {
    const act = () => monsterWorld.levels(environment, parameters as never);
    expect(act).toThrow(InputError);
    expect(act).toThrow(words);
  });

  test("a level without apples, with too many monsters or with an unknown letter is refused", () => {
    const world = monsterWorld.create({ height: 3, width: 37 });
    const parse = (inside: string) => () =>
      world.parseLevel(`${"#".repeat(37)}\n#@${inside.padEnd(34, ".")}#\n${"#".repeat(37)}`);
    expect(parse("s")).toThrow("no apple");
    expect(parse(`a${"m".repeat(33)}`)).toThrow("33 monsters");
    expect(parse(`a${"m".repeat(32)}`)).not.toThrow();
    expect(parse("ak")).toThrow('"k"');
  });
});
