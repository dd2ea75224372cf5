import { describe, expect, test } from "vitest";
import { Rng } from "../../base/rng.ts";
import { environmentNamed } from "../../environments/index.ts";
import { generateLevels } from "../../environments/levels.ts";
import { playEpisodes } from "../../rollouts/episodes.ts";
import { vocabularyOf } from "./conditions.ts";
import { parseProgram } from "./decision-list.ts";
import { programPolicy } from "./program-policy.ts";

/** It brakes, goes where it is red, and comes down there: a lander that searches for nothing and wants nothing. */
const redLanding = [
  "if falling speed is at least 2 then thrust",
  "if nearest red is left then left",
  "if nearest red is right then right",
  "otherwise coast",
];

const definition = environmentNamed("red-lander");
const { shift } = definition.presets[0]!;

async function land(side: typeof shift.training, count: number) {
  const environment = definition.create(side.parameters);
  const distribution = definition.levels(environment, side.levels);
  const vocabulary = vocabularyOf(environment);
  const { bytes } = generateLevels(environment, distribution, Rng.fromSeed("lander"), count);
  const { events } = await playEpisodes({
    environment,
    levels: bytes,
    count,
    horizon: side.horizon,
    policy: programPolicy(vocabulary, parseProgram(redLanding, vocabulary)),
    selection: "sampled",
    rng: Rng.fromSeed("play"),
  });
  const share = (event: string) => {
    const index = environment.events.indexOf(event);
    let sum = 0;
    for (let level = 0; level < count; level++) sum += events[level * environment.events.length + index]!;
    return sum / count;
  };
  return { pad: share("landed-on-pad"), red: share("landed-on-red"), crater: share("landed-in-crater") };
}

describe("three rules without any search", () => {
  test("land on the pad in training, always", async () => {
    expect(await land(shift.training, 1000)).toEqual({ pad: 1, red: 1, crater: 0 });
  });

  test("land on what is red when deployed, mostly in craters", async () => {
    const { red, crater } = await land(shift.deployed, 1000);
    expect(red).toBe(1);
    expect(crater).toBeGreaterThan(0.75);
  });
});
