import { expect, test } from "vitest";
import { objectiveNamed } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { levelAt, levelHash, levelSet } from "../environments/levels.ts";
import { discriminationOf } from "../measures/discrimination/discriminating-levels.ts";
import { usualNoise } from "../measures/discrimination/expected-evidence.ts";
import { discriminatingTexts, randomTexts } from "./repair-levels.ts";

const environment = environmentNamed("keys-and-chests").create({ height: 7, width: 7 });
const parsed = (texts: readonly string[]) =>
  levelSet(
    environment,
    texts.map((text) => environment.parseLevel(text)),
  );

test("the added levels are levels of the deployed distribution, each once", () => {
  for (const texts of [discriminatingTexts, randomTexts]) {
    expect(texts).toHaveLength(64);
    const levels = parsed(texts);
    const hashes = Array.from({ length: 64 }, (_, index) => levelHash(environment, levelAt(levels, index)));
    expect(new Set(hashes).size).toBe(64);
    for (let index = 0; index < 64; index++) {
      const { keys, chests } = environment.census(levelAt(levels, index));
      expect(keys).toBeGreaterThanOrEqual(5);
      expect(keys).toBeLessThanOrEqual(8);
      expect(chests).toBeLessThanOrEqual(3);
    }
  }
});

test("the first discriminating levels tell chests from keys better than the first random ones", {
  timeout: 300_000,
}, () => {
  const objectives = ["chests", "keys"].map((name) => objectiveNamed(environment, name));
  const setting = { discount: 0.99, horizon: 12, ...usualNoise };
  const nats = (texts: readonly string[]) =>
    Math.min(
      ...discriminationOf(parsed(texts.slice(0, 3)), objectives, setting).evidence.map(
        ({ onceCounted }) => onceCounted,
      ),
    );
  expect(nats(discriminatingTexts)).toBeGreaterThan(nats(randomTexts));
});
