// A comparison for the terminal: the groups, then their pairs, then what the figures may be taken for.
import { formatInterval, formatNumber } from "../drawing/numbers.ts";
import { type TextTable, textTableLines } from "../drawing/table.ts";
import type { Compared, Comparison, GroupComparison, PairComparison } from "../measures/comparison.ts";
import { wrap } from "./wording.ts";

const digits = 3;

/** Everything that is printed under the title; fits 100 columns unless names are long. */
export function comparisonLines(comparison: Comparison, width: number): readonly string[] {
  const { groups, pairs, margin } = comparison;
  const tables = [
    groupTable(groups, comparison.level),
    ...(pairs.length > 0 ? [pairTable(pairs, comparison.level, margin)] : []),
  ];
  return [
    ...tables.flatMap((table) => [...textTableLines(table, Number.POSITIVE_INFINITY), ""]),
    ...notes(comparison).flatMap((note) => wrap(note, Math.min(width, 110))),
  ];
}

function groupTable(groups: readonly GroupComparison[], level: number): TextTable {
  const titles = ["", "seeds", "mean", "interquartile mean"];
  const rows = groups.flatMap(({ name, seeds, perSeed, look, mean, interquartileMean }) => {
    const figures = [mean, interquartileMean];
    return [
      { cells: [look ? `${name} (a look)` : name, `${seeds.length}`, ...figures.map(estimate)] },
      ...intervalRows(level, ["", ...figures.map(interval)]),
      ...(look
        ? seeds.map((seed, index) => ({ cells: [`  seed ${seed}`, "", number(perSeed[index]!), ""] }))
        : []),
    ];
  });
  return { columns: columnsOf(titles), rows };
}

function pairTable(pairs: readonly PairComparison[], level: number, margin: number | null): TextTable {
  const titles = [
    "",
    "difference of means",
    "probability of improvement",
    "permutation p",
    "p (Holm)",
    ...(margin === null ? [] : ["equivalence p (Holm)", `within ±${margin}`]),
  ];
  const rows = pairs.flatMap(
    ({ one, other, look, difference, probabilityOfImprovement, permutation, equivalence }) => {
      const figures = [difference, probabilityOfImprovement];
      const tested =
        equivalence === null
          ? ["–", "–"]
          : [pText(equivalence.adjusted), equivalence.equivalent ? "yes" : "not shown"];
      const tests = [pText(permutation.p), pText(permutation.adjusted), ...(margin === null ? [] : tested)];
      const name = `${one} − ${other}${look ? " (a look)" : ""}`;
      const blank = tests.map(() => "");
      return [
        { cells: [name, ...figures.map(estimate), ...tests] },
        ...intervalRows(level, [...figures.map(interval), ...blank]),
      ];
    },
  );
  return { columns: columnsOf(titles), rows };
}

function columnsOf(titles: readonly string[]): TextTable["columns"] {
  return titles.map((title, index) => ({ title, align: index === 0 ? "left" : "right" }));
}

/** One row with the intervals, or none where there are none. */
function intervalRows(level: number, cells: readonly string[]): TextTable["rows"] {
  return cells.every((cell) => cell === "") ? [] : [{ cells: [`  ${percent(level)} interval`, ...cells] }];
}

const number = (value: number) => formatNumber(value, digits);
const estimate = ({ estimate: value }: Compared) => number(value);
const interval = ({ low, high }: Compared) => formatInterval(low, high, digits);
const pText = (p: number) => (p < 0.001 ? "<0.001" : number(p));
const percent = (share: number) => `${Number((100 * share).toPrecision(6))} %`;

function notes({ groups, pairs, margin }: Comparison): string[] {
  const drawn = pairs.filter(({ permutation }) => !permutation.exact).length;
  const permutations =
    drawn === 0 ? "over all arrangements of the seeds" : "over drawn arrangements where there are too many";
  return [
    ...(groups.some(({ look }) => look)
      ? ["A look: below ten seeds every seed is shown, no interval is given and no claim is made."]
      : []),
    ...(pairs.length === 0
      ? []
      : [
          `Permutation p: two-sided, ${permutations}; p (Holm) is adjusted for ${pairs.length === 1 ? "the one pair" : `all ${pairs.length} pairs`}.`,
        ]),
    ...(margin === null || pairs.length === 0
      ? []
      : [
          "Equivalence p: two one-sided Welch tests at the margin, adjusted likewise; a large one shows no difference either.",
        ]),
  ];
}
