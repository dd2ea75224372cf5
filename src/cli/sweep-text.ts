// The ranking of a sweep for the terminal: one row per point, best first.
import { formatCompact, formatInterval, formatNumber } from "../drawing/numbers.ts";
import { type TextTable, textTableLines } from "../drawing/table.ts";
import { rankingDigits, rankingNotes, shortNames, valueWord } from "../reports/sweep-words.ts";
import type { RankedPoint, SweepRanking } from "../trials/sweep-record.ts";
import { wrap } from "./wording.ts";

/** Where every seed is shown, more than that would wrap. */
const shownSeeds = 9;

export function rankingLines(ranking: SweepRanking, width: number): readonly string[] {
  const { points, paths, declaration, look } = ranking;
  const rungs = points.some(({ share }) => share < 1);
  const names = shortNames(paths);
  const digits = rankingDigits(ranking);
  const table: TextTable = {
    columns: [
      { title: "rank", align: "right" },
      ...names.map((title) => ({ title, align: "right" as const })),
      ...(rungs ? [{ title: "budget", align: "right" as const }] : []),
      { title: "seeds", align: "right" },
      { title: "mean", align: "right" },
      { title: look ? "each seed" : "95 % interval", align: "left" },
    ],
    rows: points.map((point) => ({
      cells: [
        point.rank === null ? "–" : `${point.rank}`,
        ...paths.map((path) => valueWord(point.values[path]!)),
        ...(rungs ? [formatCompact(point.share)] : []),
        `${point.perSeed.length}`,
        formatNumber(point.mean, digits),
        spreadText(point, digits),
      ],
    })),
  };
  return [
    `${declaration.figure}, ${declaration.best} first: ${declaration.method}`,
    "",
    ...textTableLines(table, Number.POSITIVE_INFINITY),
    "",
    ...rankingNotes(ranking).flatMap((note) => wrap(note, Math.min(width, 110))),
    "",
  ];
}

function spreadText({ perSeed, low, high, failures }: RankedPoint, digits: number): string {
  const shown =
    low === null
      ? perSeed
          .slice(0, shownSeeds)
          .map((value) => formatNumber(value, digits))
          .join(" ")
      : formatInterval(low, high, digits);
  const lost = failures.length === 0 ? "" : `${failures.length} failed`;
  return [shown, lost].filter(Boolean).join("  ");
}
