import { describe, expect, test } from "vitest";
import { environmentNamed } from "../../environments/index.ts";
import { Sensors } from "./sensors.ts";

/** The answers by sensor, on a level. */
function answersOn(name: string, level: string, parameters = {}): Record<string, string> {
  const environment = environmentNamed(name).create(parameters);
  const sensors = new Sensors(environment);
  const batch = environment.batch({ lanes: 2, horizon: 9 });
  // The second lane: what stands before it must not matter.
  for (const lane of [0, 1]) batch.reset(lane, environment.parseLevel(level), 0);
  const out = new Uint8Array(sensors.sensors.length);
  sensors.read(batch.observations, 1, out);
  return Object.fromEntries(
    sensors.sensors.map(({ name: sensor, answers }, index) => [sensor, answers[out[index]!]!]),
  );
}

const level = `
#######
#..k..#
#.@...#
#....c#
#..k..#
#.....#
#######`.trim();

describe("keys and chests", () => {
  const whole = {
    "wall above": "no",
    "wall left": "no",
    "wall below": "no",
    "wall right": "no",
    "key column": "right",
    "key row": "above",
    "chest column": "right",
    "chest row": "below",
    "keys held": "0",
  };

  test("the nearest thing of each kind, by side", () => {
    expect(answersOn("keys-and-chests", level, { height: 7, width: 7 })).toEqual(whole);
  });

  test("in a window only what is near is seen, from its middle", () => {
    const seen = answersOn("keys-and-chests", level, { height: 7, width: 7, view: 3 });
    expect(seen).toEqual({ ...whole, "chest column": "nowhere", "chest row": "nowhere" });
  });

  test("of two equally near ones the first in reading order counts; walls are on their sides", () => {
    const corner = "#####\n#@.k#\n#.###\n#k#c#\n#####";
    const seen = answersOn("keys-and-chests", corner, { height: 5, width: 5 });
    expect(seen).toMatchObject({
      "wall above": "yes",
      "wall left": "yes",
      "wall below": "no",
      "key column": "right",
      "key row": "in this row",
    });
  });
});

test("counts end at three: the lander's speed is told by the plane that counts it", () => {
  const environment = environmentNamed("red-lander").create({});
  const sensors = new Sensors(environment);
  const speed = sensors.sensors.findIndex(({ name }) => name === "falling speed");
  const batch = environment.batch({ lanes: 1, horizon: 9 });
  batch.reset(0, environment.parseLevel(`${sky}#gggPggc#\n#########`), 0);
  const out = new Uint8Array(sensors.sensors.length);
  const speeds = [0, 0, 2, 2, 2].map((action) => {
    batch.stepLane(0, action, { choose: () => 0 });
    sensors.read(batch.observations, 0, out);
    return out[speed];
  });
  expect(speeds).toEqual([2, 3, 2, 1, 0]);
});

const sky = `#########\n#@......#\n${"#.......#\n".repeat(5)}`;

test("a world that is no grid tells what is seen", () => {
  const environment = environmentNamed("context-choice").create({});
  const sensors = new Sensors(environment);
  expect(sensors.sensors.map(({ name }) => name)).toEqual(["first", "second", "third"]);
  const batch = environment.batch({ lanes: 1, horizon: 1 });
  batch.reset(0, Uint8Array.of(1), 0);
  const out = new Uint8Array(3);
  sensors.read(batch.observations, 0, out);
  expect([...out]).toEqual([0, 1, 0]);
});
