// What training cost: steps and seconds of every setting, from the metrics of its runs.
import { mean } from "../../base/stats.ts";
import { formatNumber } from "../../drawing/numbers.ts";
import { htmlTable } from "../../drawing/table.ts";
import type { MetricsLine } from "../../runs/format.ts";
import type { ReportPart } from "../page.ts";
import type { ReportRun } from "../report-input.ts";

/** Null where nothing was trained. Seconds are those of this machine, beside whatever else it did. */
export function trainingCostPart(runs: readonly ReportRun[]): ReportPart | null {
  const trained = runs.filter(({ metrics }) => metrics.length > 0);
  const settings = [...new Set(trained.map(({ config }) => config.setting))];
  if (settings.length === 0) return null;
  const rows = settings.map((setting) => {
    const own = trained.filter(({ config }) => config.setting === setting);
    const steps = mean(own.map(({ metrics }) => metrics.at(-1)?.global_step ?? 0));
    const seconds = mean(own.map(({ metrics }) => trainingSeconds(metrics)));
    return {
      cells: [
        setting,
        formatNumber(own.length, 0),
        formatNumber(steps, 0),
        formatNumber(seconds, 1),
        formatNumber(steps / seconds, 0),
      ],
    };
  });
  const table = {
    caption:
      "Means over seeds, on the machine that ran them and beside the runs that ran at the same time; acting and learning, without the writing of checkpoints.",
    columns: ["setting", "seeds", "steps", "seconds", "steps per second"].map((title, index) => ({
      title,
      align: index === 0 ? ("left" as const) : ("right" as const),
    })),
    rows,
  };
  return { id: "training-cost", title: "Training cost", body: htmlTable(table, "Training cost") };
}

/** Sum over the cycles of their steps by their rate; NaN where rates were not told. */
export function trainingSeconds(metrics: readonly MetricsLine[]): number {
  let [seconds, before] = [0, 0];
  for (const line of metrics) {
    seconds += (line.global_step - before) / (line["charts/SPS"] ?? Number.NaN);
    before = line.global_step;
  }
  return seconds;
}
