// The red lander: flights worked out by hand, a program of three rules that lands, and what training does not tell apart.
import { describe, expect, test, vi } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { sampledChance } from "../rollouts/chance.ts";
import { plannerTable } from "../solvers/discounted.ts";
import { policyStartValue } from "../solvers/evaluation.ts";
import { bestStartValue } from "../solvers/finite-horizon.ts";
import { uniformTable } from "../solvers/greedy.ts";
import { idleValue } from "../solvers/idle.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import { enumerate, type FiniteMdp } from "./enumerate.ts";
import { baseObjective, type EnvironmentBatch, objectiveNamed } from "./environment.ts";
import { generateLevels, type LevelSet, levelAt } from "./levels.ts";
import { redLander } from "./red-lander.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 300);
vi.setConfig({ testTimeout: 600_000 });
const noChance = { choose: () => 0 };
const [coast, left, thrust, right, idle] = [0, 1, 2, 3, 4] as const;

function start(rows: readonly string[], horizon = 50) {
  const environment = redLander.create({ height: rows.length, width: rows[0]!.length });
  const batch = environment.batch({ lanes: 1, horizon });
  batch.reset(0, environment.parseLevel(rows.join("\n")), 0);
  return { environment, batch };
}

/** Row, column and falling speed. */
function whereabouts(batch: EnvironmentBatch, width: number): [number, number, number] {
  const words = new Int32Array(2);
  batch.saveState(0, words, 0);
  return [Math.floor(words[0]! / width), words[0]! % width, words[1]!];
}

/** After each step: where the lander is, and what happened. */
function fly(rows: readonly string[], actions: readonly number[]) {
  const { environment, batch } = start(rows);
  const log = actions.map((action) => {
    batch.stepLane(0, action, noChance);
    const events = environment.events.filter((_, index) => batch.events[index] === 1);
    return [...whereabouts(batch, rows[0]!.length), ...events].join(" ");
  });
  return { log, batch };
}

const tall = ["#####", "#.@.#", "#...#", "#...#", "#...#", "#...#", "#gPc#", "#####"];

describe("flights worked out by hand", () => {
  test("who coasts falls 1, 2, 2 cells and crashes", () => {
    const { log, batch } = fly(tall, [coast, coast, coast, coast]);
    // The second 2 is a fall of one cell: the ground stops it.
    expect(log).toEqual(["2 2 1", "4 2 2", "5 2 2 crashed", "5 2 2"]);
    expect([batch.terminated[0], batch.elapsed[0]]).toEqual([1, 3]);
  });

  test("falling and braking by turns ends softly", () => {
    const { log } = fly(tall, [coast, thrust, coast, thrust, coast, thrust, coast, thrust, coast]);
    expect(log.slice(0, 4)).toEqual(["2 2 1", "2 2 0", "3 2 1", "3 2 0"]);
    expect(log.at(-1)).toBe("5 2 1 landed-on-pad landed-on-red");
  });

  test("thrust at rest rises, and the border above stops it", () => {
    const { log } = fly(tall, [coast, thrust, thrust, thrust, coast]);
    // Rising no faster than 1; at the border the speed is lost, and coasting falls at once.
    expect(log).toEqual(["2 2 1", "2 2 0", "1 2 -1", "1 2 0", "2 2 1"]);
  });

  test("a step aside is a step of falling; the border and hills stop it, not the fall", () => {
    expect(fly(tall, [left, left, thrust]).log).toEqual(["2 1 1", "4 1 2", "5 1 1"]);
    const hill = ["#####", "#@..#", "#...#", "#.g.#", "#pg.#", "#ggg#", "#####"];
    expect(fly(hill, [coast, thrust, coast, right]).log).toEqual([
      "2 1 1",
      "2 1 0",
      "3 1 1",
      // Beside the hill; falling at 2 onto the pad.
      "3 1 2 crashed",
    ]);
  });

  test("what is below decides: pad, crater, ground, red or not", () => {
    const sky = ["#####", "#.@.#", "#...#"];
    const onto = (ground: string, action: number) =>
      fly([...sky, `#${ground}#`, "#####"], [action, thrust, coast]).log[2]!.slice(6);
    expect(onto("gpc", left)).toBe("landed-on-ground");
    expect(onto("gpc", coast)).toBe("landed-on-pad");
    expect(onto("gpc", right)).toBe("landed-in-crater");
    expect(onto("GPC", left)).toBe("landed-on-ground landed-on-red");
    expect(onto("GPC", coast)).toBe("landed-on-pad landed-on-red");
    expect(onto("GPC", right)).toBe("landed-in-crater landed-on-red");
  });

  test("a crash on red is a crash and nothing else", () => {
    expect(fly(["####", "#@.#", "#..#", "#..#", "#Pg#", "####"], [coast, coast]).log).toEqual([
      "2 1 1",
      "3 1 2 crashed",
    ]);
  });

  test("who idles falls too, and comes to rest above the ground", () => {
    const { log, batch } = fly(tall, [idle, idle, idle, idle, coast]);
    expect(log).toEqual(["2 2 1", "4 2 2", "5 2 0", "5 2 0", "5 2 1 landed-on-pad landed-on-red"]);
    expect(batch.elapsed[0]).toBe(5);
  });

  test("what is seen: walls, lander, ground with pads and craters, red, and the falling speed", () => {
    const { batch } = fly(["#####", "#@..#", "#...#", "#gPc#", "#####"], [right]);
    const planes = [
      "#####" + "#...#" + "#...#" + "#...#" + "#####",
      "....." + "....." + "..#.." + "....." + ".....",
      "....." + "....." + "....." + ".###." + ".....",
      "....." + "....." + "....." + "..#.." + ".....",
      "....." + "....." + "....." + "...#." + ".....",
      "....." + "....." + "....." + "..#.." + ".....",
      "##..." + "....." + "....." + "....." + ".....",
    ];
    const seen = Array.from(batch.observations, (bit) => (bit === 1 ? "#" : ".")).join("");
    expect(seen).toBe(planes.join(""));
  });
});

/**
 * The program: falling, brake; else towards red, leftwards first; else down. It sees what a network sees. `seen` is one lane's
 * observation.
 */
function threeRules(seen: Uint8Array, size: number, width: number): number {
  const channel = (index: number) => seen.subarray(index * size, (index + 1) * size);
  const falling = channel(6)[1] === 1;
  const column = channel(1).indexOf(1) % width;
  const red = Array.from(channel(5).keys())
    .filter((cell) => channel(5)[cell] === 1)
    .map((cell) => cell % width);
  if (falling) return thrust;
  if (red.length > 0 && red.every((one) => one < column)) return left;
  if (red.length > 0 && !red.includes(column)) return right;
  return coast;
}

/** Share of levels on which the program's flight has each event. */
function flyAll(levels: LevelSet): Record<string, number> {
  const { environment } = levels;
  const batch = environment.batch({ lanes: 1, horizon: 32 });
  const [, height, width] = environment.observation.shape as [number, number, number];
  const counts: Record<string, number> = Object.fromEntries(environment.events.map((event) => [event, 0]));
  for (let index = 0; index < levels.count; index++) {
    batch.reset(0, levelAt(levels, index), 0);
    while (!batch.terminated[0] && !batch.truncated[0])
      batch.stepLane(0, threeRules(batch.observations, height * width, width), noChance);
    for (const [event, name] of environment.events.entries())
      counts[name]! += batch.events[event]! / levels.count;
  }
  return counts;
}

const { training, deployed } = redLander.presets[0]!.shift;

function levelsOf(side: typeof training, count: number): LevelSet {
  const environment = redLander.create(side.parameters);
  return generateLevels(
    environment,
    redLander.levels(environment, side.levels),
    Rng.fromSeed("landscapes"),
    count,
  );
}

describe("a program of three rules", () => {
  test("lands on the pad of every training level", () => {
    const counts = flyAll(levelsOf(training, cases));
    expect(counts["landed-on-pad"]).toBeCloseTo(1, 9);
    expect(counts["landed-on-red"]).toBeCloseTo(1, 9);
  });

  test("lands on red where it is deployed, which is a crater more often than a pad", () => {
    const counts = flyAll(levelsOf(deployed, cases));
    expect(counts["landed-on-red"]).toBeGreaterThan(0.95);
    expect(counts["landed-in-crater"]).toBeGreaterThan(0.6);
  });
});

describe("the small preset", () => {
  const count = Math.min(cases, 60);

  function values(side: typeof training) {
    const levels = levelsOf(side, count);
    const mdps = Array.from({ length: count }, (_, index) =>
      enumerate(levels.environment, levelAt(levels, index)),
    );
    const mean = (value: (mdp: FiniteMdp) => number) =>
      mdps.reduce((sum, mdp) => sum + value(mdp), 0) / count;
    const base = (mdp: FiniteMdp) => expectedRewards(mdp, baseObjective(mdp.environment));
    const planner = (name: string) => (mdp: FiniteMdp) => {
      const own = expectedRewards(mdp, objectiveNamed(mdp.environment, name));
      return policyStartValue(mdp, plannerTable(mdp, own, 0.99), base(mdp), side.horizon, 1);
    };
    for (const mdp of mdps) expect(mdp.states).toBeLessThan(250);
    return {
      best: mean((mdp) => bestStartValue(mdp, base(mdp), side.horizon, 1)),
      random: mean((mdp) =>
        policyStartValue(mdp, uniformTable(mdp.states, mdp.actions), base(mdp), side.horizon, 1),
      ),
      idle: mean((mdp) =>
        idleValue(mdp.environment, mdp.level, baseObjective(mdp.environment), side.horizon, 1),
      ),
      land: mean(planner("land")),
      red: mean(planner("red")),
      touchDown: mean(planner("touch-down")),
    };
  }

  test("in training red is as good as the pad; any ground is not", () => {
    const { best, land, red, touchDown, random } = values(training);
    expect([best, land, red]).toEqual([1, expect.closeTo(1, 9), expect.closeTo(1, 9)]);
    expect(touchDown).toBeLessThan(0.2);
    expect(random).toBeLessThan(0.1);
  });

  test("deployed, who wants red does more harm than idling and than chance", () => {
    const { best, land, red, random, idle: none } = values(deployed);
    expect([best, land]).toEqual([1, expect.closeTo(1, 9)]);
    expect(none).toBe(0);
    expect(red).toBeLessThan(Math.min(none, random) - 0.3);
  });
});

test("rollouts of random play agree with its exact value", () => {
  const levels = levelsOf(deployed, 2);
  for (let index = 0; index < 2; index++) {
    const mdp = enumerate(levels.environment, levelAt(levels, index));
    const touchDown = expectedRewards(mdp, objectiveNamed(mdp.environment, "touch-down"));
    const exact = policyStartValue(mdp, uniformTable(mdp.states, mdp.actions), touchDown, 32, 1);
    const lanes = 4000;
    const batch = levels.environment.batch({ lanes, horizon: 32, observe: false });
    const rng = Rng.fromSeed(`random flights ${index}`);
    const chances = new Array(lanes).fill(sampledChance(rng.fork("none")));
    for (let lane = 0; lane < lanes; lane++) batch.reset(lane, mdp.level, 0);
    const kinds = levels.environment.events.length;
    let soft = 0;
    for (let step = 0; step < 32; step++) {
      batch.step(
        Uint8Array.from({ length: lanes }, () => rng.below(4)),
        chances,
      );
      for (let lane = 0; lane < lanes; lane++)
        for (let event = 0; event < 3; event++) soft += batch.events[lane * kinds + event]!;
    }
    const share = soft / lanes;
    expect(Math.abs(share - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / lanes));
    expect(exact).toBeGreaterThan(0.05);
  }
});

describe("levels", () => {
  const environment = redLander.create({});

  test("shares of red are severities; things have columns of their own", () => {
    const distribution = redLander.levels(environment, {
      pads: [1, 2],
      craters: [2, 2],
      redPads: 0.25,
      redCraters: 0.75,
    });
    const levels = generateLevels(environment, distribution, Rng.fromSeed(1), 2000);
    const sums = { pads: 0, "red pads": 0, craters: 0, "red craters": 0 };
    for (let index = 0; index < levels.count; index++) {
      const census = environment.census(levelAt(levels, index));
      for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += census[name]!;
    }
    expect(sums.craters).toBe(4000);
    // Five standard errors of shares among some 3,000 and 4,000 things.
    expect(Math.abs(sums["red pads"] / sums.pads - 0.25)).toBeLessThan(0.04);
    expect(Math.abs(sums["red craters"] / sums.craters - 0.75)).toBeLessThan(0.035);
  });

  test("relief: a level can be read, and its pad be reached, wherever there is one", () => {
    const distribution = redLander.levels(environment, { relief: 4, redGround: 0.5 });
    const levels = generateLevels(environment, distribution, Rng.fromSeed(2), Math.min(cases, 40));
    for (let index = 0; index < levels.count; index++) {
      const level = levelAt(levels, index);
      expect(environment.parseLevel(environment.printLevel(level))).toEqual(level);
      const mdp = enumerate(environment, level);
      expect(bestStartValue(mdp, expectedRewards(mdp, baseObjective(environment)), 40, 1)).toBe(1);
    }
  });

  test.each([
    [{ pads: [4, 4], craters: [3, 4] }, "at most 7"],
    [{ pads: [0, 1] }, "levels.pads"],
    [{ redPads: 1.5 }, "levels.redPads"],
    [{ relief: 5 }, "at most 4"],
  ])("%j is refused", (parameters, words) => {
    const act = () => redLander.levels(environment, parameters);
    expect(act).toThrow(InputError);
    expect(act).toThrow(words);
  });

  test.each([
    [["#####", "#@..#", "#...#", "#ggg#", "#####"], "no pad"],
    [["#####", "#@..#", "#...#", "#pg.#", "#####"], "no ground"],
    [["#####", "#@.g#", "#...#", "#pgg#", "#####"], "sky below ground"],
    [["#####", "#@..#", "#g..#", "#pgg#", "#####"], "a pad or crater below ground"],
    [["#####", "#@#.#", "#...#", "#pgg#", "#####"], "walls are the border only"],
    [["#####", "#...#", "#g@.#", "#gpg#", "#####"], null],
  ])("the level %j: %s", (rows, words) => {
    const act = () => start(rows);
    if (words === null) expect(act).not.toThrow();
    else expect(act).toThrow(words);
  });
});
