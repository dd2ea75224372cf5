// How long a person waits for the help page.
import { atMost, type Measure, median } from "./figure.ts";
import { commandPath, runNode } from "./program.ts";

const repetitions = 15;
const barMilliseconds = 200;

/** Median wall time of `innergap --help`; the ratio to an empty Node program is printed by its own line. */
export const measure: Measure = async (report) => {
  const command = commandPath();
  const help: number[] = [];
  const empty: number[] = [];
  // In turns, so that both meet the same machine.
  for (let repetition = 0; repetition < repetitions; repetition++) {
    help.push((await runNode([command, "--help"])).seconds * 1000);
    empty.push((await runNode(["-e", "0"])).seconds * 1000);
  }
  report(atMost({ name: "help-latency/help", value: median(help), unit: "ms" }, barMilliseconds));
  const bare = median(empty);
  report({
    name: "help-latency/node-alone",
    value: bare,
    unit: "ms",
    ratio: bare / median(help),
    bar: null,
    pass: null,
  });
};
