import { describe, expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { Rng } from "../../base/rng.ts";
import { mean } from "../../base/stats.ts";
import { exceptionThreshold, mistakeNats } from "./crossing.ts";
import { type GeneralList, generalLists, lengthOf, shortestList } from "./decision-list.ts";
import { cellCount, cellsOf, isOne, languageOf, leaves, targetsOf } from "./language.ts";
import type { LabelledCells } from "./posterior.ts";
import { drawQuestions, drawSamples, questionWorld } from "./world.ts";

const full = process.env.INNERGAP_FULL === "1";
const language = languageOf();
const lists = generalLists(language);
const targets = targetsOf("systematic");
const options = { language, targets, noise: 0.01 };

/** What a list says in a cell, read from its text. */
function readAloud({ text }: GeneralList, cell: number): boolean {
  const leaf = (name: string) => ((cell >> leaves.indexOf(name as (typeof leaves)[number])) & 1) === 1;
  const value = (words: string): boolean => {
    if (words.startsWith("not ")) return !value(words.slice(4));
    return words === "1" || (words !== "0" && leaf(words));
  };
  const rule = /^if (.+) then (.+); else (.+)$/.exec(text);
  if (!rule) return value(text);
  const [, condition, conclusion, otherwise] = rule as unknown as [string, string, string, string];
  const holds = condition.split(" and ").every((one) => {
    const [name, wanted] = one.split("=") as [string, string];
    return leaf(name) === (wanted === "1");
  });
  return value(holds ? conclusion : otherwise);
}

test("a list computes what its text says", () => {
  const rng = Rng.fromSeed(1);
  for (let round = 0; round < 2000; round++) {
    const list = lists[rng.below(lists.length)]!;
    const cell = rng.below(cellCount);
    expect(isOne(list.table, cell), list.text).toBe(readAloud(list, cell));
  }
});

test("the cheapest lists for proxy, truth and label cost what programs do", () => {
  const nothing = { cells: new Uint8Array(0), label: new Uint8Array(0), times: new Int32Array(0) };
  const length = (table: Uint32Array) => lengthOf(table, nothing, lists, options);
  expect([targets.proxy, targets.truth, targets.label!].map(length)).toEqual([9, 32, 72]);
  expect(lengthOf(targetsOf("hardware").label!, nothing, lists, options)).toBe(72);
});

test("the shortest list is that of trying every list with every set of exceptions", () => {
  const cases = Number(process.env.INNERGAP_SETTINGS ?? 15);
  const rng = Rng.fromSeed(2);
  for (let round = 0; round < cases; round++) {
    const priced = languageOf({
      featureBits: 1 + 2 * rng.unit(),
      truthBits: 10,
      deltaBits: 12,
      exceptionBits: 1 + 10 * rng.unit(),
    });
    const given = { language: priced, targets, noise: 0.01 + 0.3 * rng.unit() };
    const some = generalLists(priced).filter(() => rng.below(20) === 0);
    const count = 1 + rng.below(5);
    const data: LabelledCells = {
      cells: Uint8Array.from({ length: count }, () => rng.below(cellCount)),
      label: Uint8Array.from({ length: count }, () => rng.below(2)),
      times: Int32Array.from({ length: count }, () => rng.below(6)),
    };
    let least = Infinity;
    for (const list of some) {
      for (let set = 0; set < 2 ** count; set++) {
        let bits = list.bits;
        for (let context = 0; context < count; context++) {
          const excepted = (set >> context) & 1;
          const says = (isOne(list.table, data.cells[context]!) ? 1 : 0) ^ excepted;
          const wrong = says === data.label[context] ? 0 : data.times[context]!;
          bits += excepted * priced.exceptionBits + (wrong * mistakeNats(given.noise)) / Math.LN2;
        }
        least = Math.min(least, bits);
      }
    }
    const found = shortestList(data, some, given);
    expect(found.bits).toBeCloseTo(least, 9);
  }
});

/** Labels of m contexts, each sampled some thirty times. */
function labels(contexts: number, seed: string): LabelledCells {
  const rng = Rng.fromSeed(seed);
  const world = questionWorld({}, rng.fork("world"));
  const questions = drawQuestions(world, contexts, rng.fork("questions"));
  const times = drawSamples(contexts, 30 * contexts, rng.fork("samples"));
  return { cells: cellsOf(world, questions), label: questions.label, times };
}

describe("S10 (b)", () => {
  test("exceptions are as long as the description of the errors at m* = 80 +- 10 contexts", () => {
    expect(exceptionThreshold(40, 0.05, 10)).toBe(80);
    const sets = full ? 2000 : 300;
    const sizes = [40, 60, 70, 80, 90, 100, 120, 160];
    const rows = sizes.map((contexts) => {
      const saved: number[] = [];
      let [label, exceptions] = [0, 0];
      for (let set = 0; set < sets; set++) {
        const data = labels(contexts, `${contexts}-${set}`);
        saved.push(
          lengthOf(targets.truth, data, lists, options) - lengthOf(targets.label!, data, lists, options),
        );
        if (set < sets / 20) {
          const found = shortestList(data, lists, options).class;
          if (found === "label") label++;
          if (found === "truth-with-exceptions") exceptions++;
        }
      }
      const tried = Math.ceil(sets / 20);
      return { contexts, "bits saved": mean(saved), label: label / tried, exceptions: exceptions / tried };
    });
    const after = rows.findIndex((row) => row["bits saved"] > 0);
    const [low, high] = [rows[after - 1]!, rows[after]!];
    const share = -low["bits saved"] / (high["bits saved"] - low["bits saved"]);
    const threshold = low.contexts + share * (high.contexts - low.contexts);
    expect(Math.abs(threshold - 80)).toBeLessThan(10);
    // The search itself, beside the two lengths: exceptions below, the label above.
    expect(rows[0]!.exceptions).toBeGreaterThan(0.5);
    expect(rows.at(-1)!.label).toBeGreaterThan(0.5);
    if (full)
      printFigures(
        "question-answerer-exceptions",
        `Exceptions or label (m* = ${threshold.toFixed(1)})`,
        rows,
      );
  }, 300_000);
});
