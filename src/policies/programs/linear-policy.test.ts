import { expect, test } from "vitest";
import { Rng } from "../../base/rng.ts";
import { environmentNamed } from "../../environments/index.ts";
import { generateLevels } from "../../environments/levels.ts";
import { playEpisodes } from "../../rollouts/episodes.ts";
import { linearParameters, linearPolicy } from "./linear-policy.ts";
import { Sensors } from "./sensors.ts";

const definition = environmentNamed("red-lander");

/** Weights by sensor, answer and action; all others are 0. */
function weighted(weights: readonly (readonly [string, string, string, number])[]) {
  const environment = definition.create({});
  const { sensors } = new Sensors(environment);
  const parameters = linearParameters(environment);
  for (const [name, answer, action, weight] of weights) {
    let row = 0;
    for (const sensor of sensors) {
      if (sensor.name === name) {
        row += sensor.answers.indexOf(answer);
        break;
      }
      row += sensor.answers.length;
    }
    const column = environment.actions.indexOf(action);
    parameters["linear/weight"]!.data[row * environment.actions.length + column] = weight;
  }
  return { environment, policy: linearPolicy(environment, parameters) };
}

test("a linear policy can brake, go where it is red, and come down there", async () => {
  const { environment, policy } = weighted([
    ["falling speed", "2", "thrust", 40],
    ["falling speed", "3", "thrust", 40],
    ["red column", "left", "left", 20],
    ["red column", "right", "right", 20],
    ["red column", "in this column", "coast", 20],
  ]);
  const count = 500;
  const levels = generateLevels(
    environment,
    definition.levels(environment, {}),
    Rng.fromSeed("lander"),
    count,
  );
  const { values } = await playEpisodes({
    environment,
    levels: levels.bytes,
    count,
    horizon: 32,
    policy,
    selection: "sampled",
    rng: Rng.fromSeed("play"),
  });
  expect(values.land!.reduce((sum, value) => sum + value, 0) / count).toBe(1);
});

test("no weights are no preferences, and others must fit", () => {
  const { policy } = weighted([]);
  const wrong = linearParameters(environmentNamed("context-choice").create({}));
  expect(() => policy.replaceParameters(wrong)).toThrow(/linear\/weight: found float32 \[6,3\]/);
  expect(() => policy.replaceParameters({})).toThrow("linear/weight: found nothing");
});
