import "../../tests/support/seeded.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { normalDistribution } from "../base/normal.ts";
import { ColumnCode } from "./column-code.ts";
import { apply, type Formula, functions, infixLevels, type Operator } from "./formula.ts";
import { parseFormula } from "./parse-formula.ts";
import { printFormula } from "./print-formula.ts";
import { type Range, rangeOf, slopesOf } from "./range.ts";

const runs = { numRuns: Number(process.env.INNERGAP_CASES ?? 10) * 40 };
const names = ["p", "q_2", "longName"];

const leaf = fc.oneof(
  fc.constantFrom(...names).map((name): Formula => ({ kind: "name", name, column: 1 })),
  fc
    .oneof(
      fc.nat(20),
      fc.double({ min: 0, max: 1e9, noNaN: true }).map((x) => x + 0),
    )
    .map((value): Formula => ({ kind: "number", value })),
);
const arities = new Map<Operator, number>([
  ...Object.keys(infixLevels).map((name): [Operator, number] => [name as Operator, 2]),
  ...Object.entries(functions).map(([name, [least]]): [Operator, number] => [name as Operator, least]),
  ["negate", 1],
]);
const formulas: fc.Arbitrary<Formula> = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: "small", maxDepth: 6 },
    leaf,
    fc
      .tuple(fc.constantFrom(...arities.keys()), fc.array(tie("formula"), { minLength: 3, maxLength: 3 }))
      .map(([operator, operands]) => apply(operator, ...operands.slice(0, arities.get(operator)!))),
  ),
})).formula;

const withoutColumns = (formula: Formula) =>
  JSON.parse(JSON.stringify(formula, (key, value) => (key === "column" ? 0 : value)));

/** What a formula means, told a second time. */
function interpreted(formula: Formula, values: Readonly<Record<string, number>>): number {
  if (formula.kind === "number") return formula.value;
  if (formula.kind === "name") return values[formula.name]!;
  const [a, b, c] = formula.operands.map((one) => interpreted(one, values)) as [number, number, number];
  const bit = (value: boolean) => Number(value);
  const meanings: Readonly<Record<Operator, () => number>> = {
    "+": () => a + b,
    "-": () => a - b,
    "*": () => a * b,
    "/": () => a / b,
    "^": () => a ** b,
    "<": () => bit(a < b),
    "<=": () => bit(a <= b),
    ">": () => bit(a > b),
    ">=": () => bit(a >= b),
    "==": () => bit(a === b),
    "!=": () => bit(a !== b),
    negate: () => -a,
    min: () => Math.min(a, b),
    max: () => Math.max(a, b),
    exp: () => Math.exp(a),
    log: () => Math.log(a),
    sqrt: () => Math.sqrt(a),
    abs: () => Math.abs(a),
    logistic: () => 1 / (1 + Math.exp(-a)),
    normal_cdf: () => normalDistribution(a),
    clamp: () => Math.min(Math.max(a, b), c),
    if: () => (a === 0 ? c : b),
    between: () => a + c * (b - a),
  };
  return meanings[formula.operator]();
}

describe("formulas", () => {
  test("printed and read again they are the same tree", () => {
    fc.assert(
      fc.property(formulas, (formula) => {
        const text = printFormula(formula);
        const again = parseFormula(text, "f");
        expect(withoutColumns(again)).toEqual(withoutColumns(formula));
        expect(printFormula(again)).toBe(text);
      }),
      runs,
    );
  });

  test("columns hold what an interpreter comes to", () => {
    const value = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        formulas,
        fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 9 }),
        (formula, rows) => {
          const code = new ColumnCode();
          const program = code.compile(formula, "out");
          rows.forEach((row, index) => {
            for (const [place, name] of names.entries()) code.column(name)[index] = row[place]!;
          });
          for (const instruction of program) instruction(rows.length);
          rows.forEach((row, index) => {
            const expected = interpreted(
              formula,
              Object.fromEntries(names.map((name, place) => [name, row[place]!])),
            );
            const found = code.column("out")[index]!;
            const usesTable = printFormula(formula).includes("normal_cdf");
            if (usesTable) return;
            expect(Object.is(found, expected) || found === expected, `${found} for ${expected}`).toBe(true);
          });
        },
      ),
      runs,
    );
  });

  test("a range of quotients holds those of the smallest numbers there are", () => {
    const [low, high] = rangeOf("/", [
      [Number.MIN_VALUE, 1],
      [-Number.MIN_VALUE, -Number.MIN_VALUE],
    ]);
    expect([low <= -1e300, high >= -1]).toEqual([true, true]);
  });

  test("ranges hold every value, slopes every difference", () => {
    const operators = [...arities.keys()];
    const end = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -3, max: 3, noNaN: true }));
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom(...operators),
        fc.array(fc.tuple(end, end, share, share), { minLength: 3, maxLength: 3 }),
        (operator, drawn) => {
          const parts = drawn.slice(0, arities.get(operator)!);
          const ranges = parts.map(([a, b]): Range => [Math.min(a, b), Math.max(a, b)]);
          const at = (which: 2 | 3) =>
            parts.map((part, i) => ranges[i]![0] + part[which] * (ranges[i]![1] - ranges[i]![0]));
          const asNames = parts.map((_, i): Formula => ({ kind: "name", name: String(i), column: 1 }));
          const value = (xs: readonly number[]) =>
            interpreted(apply(operator, ...asNames), Object.fromEntries(xs.map((x, i) => [i, x])));
          const point = at(2);
          const here = value(point);
          const [low, high] = rangeOf(operator, ranges);
          if (Number.isFinite(here)) {
            const slack = 1e-9 * (1 + Math.abs(here));
            expect(
              here >= low - slack && here <= high + slack,
              `${operator} ${here} in ${low}, ${high}`,
            ).toBe(true);
          }
          // Mean value theorem, one operand at a time.
          const slopes = slopesOf(operator, ranges);
          parts.forEach((_, i) => {
            const moved = point.map((x, j) => (j === i ? at(3)[i]! : x));
            const [there, step] = [value(moved), moved[i]! - point[i]!];
            if (Math.abs(step) < 1e-3 || !Number.isFinite(there) || !Number.isFinite(here)) return;
            const slope = (there - here) / step;
            const slack = 1e-6 * (1 + Math.abs(slope));
            const [least, most] = slopes[i]!;
            expect(
              slope >= least - slack && slope <= most + slack,
              `${operator} by ${i}: ${slope} in ${least}, ${most}`,
            ).toBe(true);
          });
        },
      ),
      { numRuns: runs.numRuns * 10 },
    );
  });

  test("powers and signs bind as on paper", () => {
    const value = (text: string) => interpreted(parseFormula(text, "f"), { p: 0.5 });
    expect(value("-2 ^ 2")).toBe(-4);
    expect(value("2 ^ 3 ^ 2")).toBe(512);
    expect(value("2 ^ -1 * 4")).toBe(2);
    expect(value("8 - 3 - 2")).toBe(3);
    expect(value("8 / 4 / 2")).toBe(1);
    expect(value("1 - p * (1 - p) > .7")).toBe(1);
    expect(value("if(p >= 0.5, clamp(7, 0, 1), 2) + 1e-1")).toBeCloseTo(1.1, 12);
  });

  test.each(
    [
      ["", "the end of the formula at column 1"],
      ["1 +", "the end of the formula at column 4"],
      ["p_m * )", '")" at column 7: p_m * ▸)'],
      ["2p", '"p" at column 2'],
      ["a $ b", '"$" at column 3'],
      ["sn(1)", "the function sn at column 1"],
      ["exp", "exp at column 1"],
      ["exp(1, 2)", "exp of 2 arguments at column 1"],
      ["min(1)", "min of 1 arguments"],
      ["1 < 2 < 3", '"<" at column 7'],
      ["1e999", "1e999 at column 1"],
      ["(1", "the end of the formula at column 3"],
      ["1 2", '"2" at column 3'],
      ["🙂", '"🙂" at column 1'],
      ["(".repeat(200), "parentheses and signs at column"],
      ["-".repeat(3000), "parentheses and signs at column"],
      ["1+".repeat(3000), "a formula of 6000 characters"],
    ].map(([text, found]) => [text!.slice(0, 20), text!, found!] as const),
  )("%j is refused where it is wrong", (_, text, found) => {
    expect(() => parseFormula(text, "quantities.p")).toThrow(InputError);
    expect(() => parseFormula(text, "quantities.p")).toThrow(`quantities.p: found ${found}`);
  });

  test("the longest chain that is allowed is printed, ranged and worked out", () => {
    const formula = parseFormula(`1${"+1".repeat(1999)}`, "f");
    const code = new ColumnCode();
    for (const instruction of code.compile(formula, "out")) instruction(3);
    expect(code.column("out")[2]).toBe(2000);
    expect(printFormula(formula).length).toBeGreaterThan(4000);
  });
});
