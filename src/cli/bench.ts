// `innergap bench`: measures, one figure after the other.
import { exitCodes } from "../base/errors.ts";
import type { Figure } from "../bench/figure.ts";
import { benches, selectBenches } from "../bench/index.ts";
import { textTableLines } from "../drawing/table.ts";
import type { Execute } from "./command.ts";
import { definitionList } from "./wording.ts";

export const execute: Execute = async (args, terminal, interruption) => {
  const selected = selectBenches(args.texts("names"));
  if (args.flag("list")) {
    const pairs = benches.map((bench) => [bench.name, bench.summary] as const);
    for (const line of definitionList(pairs, terminal.width)) terminal.print(line);
    terminal.record({
      kind: "done",
      result: { benches: pairs.map(([name, summary]) => ({ name, summary })) },
    });
    return exitCodes.ok;
  }
  const figures: Figure[] = [];
  for (const bench of selected) {
    if (interruption.signal.aborted) break;
    terminal.say(`${bench.name}: ${bench.summary} ...`);
    const { measure } = await bench.load();
    await measure((figure) => {
      figures.push(figure);
      terminal.record(figure);
      terminal.detail(`  ${figureCells(figure).join("  ")}`);
    });
  }
  for (const line of figureTable(figures, terminal.width)) terminal.print(line);
  const failed = figures.filter((figure) => figure.pass === false).length;
  const passed = figures.filter((figure) => figure.pass === true).length;
  terminal.record({
    kind: "done",
    result: { passed, failed, figures: Object.fromEntries(figures.map(byName)) },
  });
  const stopped = interruption.exitCode();
  if (stopped !== null) return stopped;
  return failed > 0 && args.flag("assert") ? exitCodes.assertion : exitCodes.ok;
};

function byName({ name, ...rest }: Figure): [string, Omit<Figure, "name">] {
  return [name, rest];
}

function figureTable(figures: readonly Figure[], width: number): readonly string[] {
  const columns = [
    { title: "figure", align: "left" },
    { title: "value", align: "right" },
    { title: "unit", align: "left" },
    { title: "ratio", align: "right" },
    { title: "bar", align: "right" },
    { title: "", align: "left" },
  ] as const;
  return textTableLines({ columns, rows: figures.map((figure) => ({ cells: figureCells(figure) })) }, width);
}

function figureCells(figure: Figure): string[] {
  const verdict = figure.pass === null ? "" : figure.pass ? "pass" : "MISSED";
  return [
    figure.name,
    readable(figure.value),
    figure.unit,
    figure.ratio === null ? "" : readable(figure.ratio),
    figure.bar === null ? "" : readable(figure.bar),
    verdict,
  ];
}

/** Three significant digits below a thousand, whole numbers with separators above. */
function readable(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toPrecision(3)));
}
