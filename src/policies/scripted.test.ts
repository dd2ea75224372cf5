import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { environmentNamed } from "../environments/index.ts";
import { allocateDecisions, type Policy } from "./policy.ts";
import { fixedActionPolicy, noisyPolicy, uniformPolicy } from "./scripted.ts";

const environment = environmentNamed("keys-and-chests").create({});
const batch = environment.batch({ lanes: 3, horizon: 5 });

async function probabilities(policy: Policy): Promise<number[]> {
  const out = allocateDecisions(batch.lanes, environment.actions.length);
  await policy.decide(batch, new Float32Array(0), out);
  return [...out.probabilities];
}

describe("scripted policies", () => {
  test("uniform play knows no preference", async () => {
    expect(await probabilities(uniformPolicy())).toEqual(new Array(12).fill(0.25));
  });

  test("a fixed action is always taken", async () => {
    for (const [index, action] of environment.actions.entries()) {
      const rows = await probabilities(fixedActionPolicy(action));
      expect(rows).toEqual(rows.map((_, i) => (i % 4 === index ? 1 : 0)));
    }
    await expect(probabilities(fixedActionPolicy("jump"))).rejects.toThrow('found "jump"');
  });

  test("noise mixes with uniform play, from the policy itself to random play", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), async (share) => {
        const rows = await probabilities(noisyPolicy(fixedActionPolicy(environment.actions[2]!), share));
        rows.forEach((p, i) => {
          expect(p).toBeCloseTo((i % 4 === 2 ? 1 - share : 0) + share / 4, 6);
        });
      }),
    );
    expect(() => noisyPolicy(uniformPolicy(), 1.2)).toThrow("found 1.2");
  });
});
