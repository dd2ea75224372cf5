import { describe, expect, test } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { environmentNamed } from "../../environments/index.ts";
import { allocateDecisions } from "../policy.ts";
import { vocabularyOf } from "./conditions.ts";
import {
  mostConditions,
  mostRules,
  type ProgramCode,
  parseProgram,
  printProgram,
  programLength,
  programOf,
  programParameters,
  ruleWidth,
} from "./decision-list.ts";
import { programPolicy } from "./program-policy.ts";

const lander = vocabularyOf(environmentNamed("red-lander").create({}));
const keys = vocabularyOf(environmentNamed("keys-and-chests").create({ height: 5, width: 5 }));

const collect = `
1. if keys held is at least 1 and nearest chest is left then left
2. if nearest key is above and wall is not above then up
3. always right
otherwise any`.trim();

describe("text", () => {
  test("what is read is printed again", () => {
    expect(printProgram(parseProgram(collect, keys), keys)).toBe(collect);
    expect(printProgram(parseProgram("otherwise coast", lander), lander)).toBe("otherwise coast");
  });

  test("any program of any numbers is printed and read back to the same program", () => {
    const rng = Rng.fromSeed("programs");
    for (let trial = 0; trial < 100; trial++) {
      const code: ProgramCode = new Int32Array(programLength);
      for (let entry = 0; entry < programLength; entry++) {
        const row = Math.floor(entry / ruleWidth);
        if (entry % ruleWidth === 0) {
          // Rules that are none stand at the end, where reading puts them.
          code[entry] = row < mostRules && row > trial % mostRules ? -1 : rng.below(4);
        } else if (row < mostRules && code[row * ruleWidth] !== -1) {
          code[entry] = rng.between(1, lander.conditions.length) * (rng.below(2) === 0 ? 1 : -1);
        }
      }
      expect(parseProgram(printProgram(code, lander), lander)).toEqual(code);
      expect(programOf(programParameters(code), lander)).toEqual(code);
    }
  });

  test.each([
    ["if nearest red is left then left", /rules: found "if nearest red is left then left".*otherwise ACTION/],
    [
      "if nearest read is left then left\notherwise any",
      /rules\[0\]: found "nearest read is left".*nearest red is left/,
    ],
    ["if nearest red is left then lift\notherwise any", /rules\[0\]: found "lift".*left/],
    ["if nearest red is left: left\notherwise any", /rules\[0\]: .*"if CONDITION/],
    [`${"always left\n".repeat(9)}otherwise any`, /rules: found 9 rules, expected at most 8/],
    [`if ${new Array(4).fill("red is in sight").join(" and ")} then left\notherwise any`, /4 conditions/],
    ["otherwise land", /rules: found "land"/],
  ])("%j is refused with its place", (text, message) => {
    expect(() => parseProgram(text, lander)).toThrow(InputError);
    expect(() => parseProgram(text, lander)).toThrow(message);
  });
});

test("numbers that name nothing are refused", () => {
  const code = parseProgram("otherwise any", lander);
  for (const [entry, value] of [
    [0, 4],
    [0, -2],
    [1, lander.conditions.length + 1],
    [1 + mostConditions, 99],
  ] as const) {
    const wrong = code.slice();
    wrong[entry] = value;
    expect(() => programOf(programParameters(wrong), lander)).toThrow(`rules[${entry}]: found ${value}`);
  }
  expect(() => programOf({}, lander)).toThrow("found nothing, expected int32 [9,4]");
});

test("the first rule that applies is followed, else the last resort", () => {
  const { environment } = keys;
  const batch = environment.batch({ lanes: 3, horizon: 9 });
  const levels = [
    "#####\n#..k#\n#@..#\n#c..#\n#####",
    "#####\n#@.k#\n#...#\n#c..#\n#####",
    "#####\n#...#\n#@..#\n#k.c#\n#####",
  ];
  levels.forEach((level, lane) => {
    batch.reset(lane, environment.parseLevel(level), 0);
  });
  const out = allocateDecisions(3, 4);
  const program = parseProgram(
    [
      "if nearest key is above and wall is not above then up",
      "if nearest key is right then right",
      "otherwise any",
    ],
    keys,
  );
  programPolicy(keys, program).decide(batch, new Float32Array(0), out);
  expect([...out.probabilities]).toEqual([1, 0, 0, 0, 0, 0, 0, 1, 0.25, 0.25, 0.25, 0.25]);
});
