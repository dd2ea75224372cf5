import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels } from "../environments/levels.ts";
import { blindedPolicy } from "./blinded.ts";
import { allocateDecisions, type Policy } from "./policy.ts";

const definition = environmentNamed("keys-and-chests");
const environment = definition.create({ height: 5, width: 5 });

/** Remembers what it was shown. */
function witness(): Policy & { seen: Uint8Array } {
  const policy = {
    name: "witness",
    memorySize: 0,
    seen: new Uint8Array(0),
    decide(batch: Parameters<Policy["decide"]>[0]) {
      policy.seen = batch.observations.slice();
    },
  };
  return policy;
}

describe("blindedPolicy", () => {
  test("hides the channels it names, in every lane, and nothing else", async () => {
    const levels = generateLevels(
      environment,
      definition.levels(environment, { keys: [2, 4], chests: [2, 4] }),
      Rng.fromSeed(1),
      3,
    );
    const batch = environment.batch({ lanes: 3, horizon: 5 });
    for (let lane = 0; lane < 3; lane++) batch.reset(lane, levels.bytes, lane * environment.levelLength);
    const before = batch.observations.slice();
    const inner = witness();
    const blind = blindedPolicy(environment, inner, ["chest"]);
    await blind.decide(batch, new Float32Array(0), allocateDecisions(3, 4));
    const plane = 25;
    const chest = environment.observation.channels.indexOf("chest");
    before.forEach((value, index) => {
      const channel = Math.floor(index / plane) % environment.observation.channels.length;
      expect(inner.seen[index]).toBe(channel === chest ? 0 : value);
    });
    expect(before.some((value, index) => value !== inner.seen[index])).toBe(true);
    expect(batch.observations).toEqual(before);
  });

  test("refuses a channel that the world does not have", () => {
    expect(() => blindedPolicy(environment, witness(), ["cheese"])).toThrow("one of wall, agent");
  });
});
