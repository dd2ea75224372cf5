import { expect, test } from "vitest";
import { InputError } from "../../base/errors.ts";
import { logSumExp } from "../../base/log-sum-exp.ts";
import { Rng } from "../../base/rng.ts";
import { enumeratePrograms, equalTables, placesOf } from "./enumerate-programs.ts";
import { cellCount, languageOf, targetsOf, wordCount } from "./language.ts";
import { type Class, ExactBayes, type LabelledCells } from "./posterior.ts";

/** A few contexts with labels at random, and how often each was sampled. */
function drawn(rng: Rng): LabelledCells {
  const contexts = 1 + rng.below(5);
  return {
    cells: Uint8Array.from({ length: contexts }, () => rng.below(cellCount)),
    label: Uint8Array.from({ length: contexts }, () => rng.below(2)),
    times: Int32Array.from({ length: contexts }, () => rng.below(5)),
  };
}

test("the posterior is that of every program with every set of exceptions, one by one", () => {
  const cases = Number(process.env.INNERGAP_SETTINGS ?? 25);
  const rng = Rng.fromSeed("posterior");
  for (let round = 0; round < cases; round++) {
    const exceptionBits = 1 + rng.below(8);
    const language = languageOf({
      exceptionBits,
      truthBits: 10 + rng.below(5),
      deltaBits: 13 + rng.below(8),
    });
    const programs = enumeratePrograms(language, 5);
    const targets = targetsOf(rng.below(2) === 0 ? "systematic" : "hardware");
    const [noise, timePrice] = [0.01 + 0.3 * rng.unit(), 0.1 * rng.unit()];
    const data = drawn(rng);
    const masses: Record<Class, number[]> = {
      proxy: [],
      truth: [],
      "truth-with-exceptions": [],
      label: [],
      other: [],
    };
    const probed = rng.below(cellCount);
    const saysOne: number[] = [];
    for (let i = 0; i < programs.count; i++) {
      const table = programs.tables.subarray(i * wordCount, (i + 1) * wordCount);
      const at = (cell: number) => (table[cell >> 5]! >>> (cell & 31)) & 1;
      const named = (["proxy", "truth", "label"] as const).find((name) => equalTables(table, targets[name]!));
      for (let set = 0; set < 2 ** data.cells.length; set++) {
        let mass = programs.logPrior[i]!;
        let samples = 0;
        for (let context = 0; context < data.cells.length; context++) {
          const excepted = (set >> context) & 1;
          const right = (at(data.cells[context]!) ^ excepted) === data.label[context];
          mass +=
            data.times[context]! * Math.log(right ? 1 - noise : noise) - excepted * exceptionBits * Math.LN2;
          samples += data.times[context]!;
        }
        mass -= samples * timePrice * (programs.time[i]! + (set > 0 ? 1 : 0));
        masses[named === "truth" && set > 0 ? "truth-with-exceptions" : (named ?? "other")].push(mass);
        if (at(probed) === 1) saysOne.push(mass);
      }
    }
    const total = logSumExp(Object.values(masses).flat());
    const bayes = new ExactBayes({ language, programs, targets, noise, timePrice });
    const found = bayes.posterior(data);
    for (const [name, parts] of Object.entries(masses)) {
      expect(found.classes[name as Class]).toBeCloseTo(Math.exp(logSumExp(parts) - total), 9);
    }
    expect(found.answers[probed]).toBeCloseTo(Math.exp(logSumExp(saysOne) - total), 9);
    expect(found.logOdds).toBeCloseTo(bayes.logOddsAfterEach(data).at(-1)!, 9);
    const prior = logSumExp(placesOf(programs, targets.label!).map((place) => programs.logPrior[place]!));
    const truth = logSumExp(placesOf(programs, targets.truth).map((place) => programs.logPrior[place]!));
    expect(bayes.logOddsAfterEach(data)[0]).toBeCloseTo(prior - truth, 12);
  }
}, 300_000);

test("what cannot be asked is refused with its place", () => {
  const language = languageOf();
  const programs = enumeratePrograms(language, 3);
  const options = { language, programs, noise: 0.01, timePrice: 0 };
  expect(() => new ExactBayes({ ...options, targets: targetsOf("systematic") })).toThrow(
    /nodes: found no program/,
  );
  const random = { ...options, targets: targetsOf("random") };
  for (const change of [{ noise: 0 }, { noise: 0.5 }, { timePrice: -1 }]) {
    expect(() => new ExactBayes({ ...random, ...change })).toThrow(InputError);
  }
  const data = drawn(Rng.fromSeed(1));
  expect(new ExactBayes(random).posterior(data).logOdds).toBeNull();
  expect(() => new ExactBayes(random).logOddsAfterEach(data)).toThrow(/errors that a program can state/);
});
