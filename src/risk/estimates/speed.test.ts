// How long the shipped tree takes on one core: a million draws under 2 s, Sobol indices at 2^16 points under 10 s.
import { expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { compileModel } from "../compile-model.ts";
import { shippedModels } from "../models/index.ts";
import { parseModel } from "../parse-model.ts";
import { draw } from "./draws.ts";
import { modelParts } from "./model-parts.ts";
import { sobolIndices } from "./sobol-indices.ts";
import { summariseDraws } from "./summarise-draws.ts";
import { valueOfInformation } from "./value-of-information.ts";
import { finished, type Work } from "./work.ts";

const full = process.env.INNERGAP_FULL !== undefined;
/** The sample does an eighth of the work, and keeps the bars. */
const part = full ? 1 : 8;

/** Seconds of processor time, which other processes do not lengthen. */
function seconds(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

test("the shipped models are drawn and analysed in time", () => {
  const rows = Object.entries(shippedModels).map(([name, text]) => {
    const compiled = compileModel(parseModel(text));
    const { program } = compiled;
    const { outcome } = program;
    const timed = <Result>(work: Work<Result>) => seconds(() => finished(work));
    // Warm, as the second command of a session would not be, but a million draws are after a few blocks.
    finished(draw(program, { quantities: [outcome] }, { draws: 2 ** 14 }));
    const draws = seconds(() => {
      const drawn = finished(draw(program, { quantities: [outcome] }, { draws: Math.ceil(1e6 / part) }));
      summariseDraws(drawn.quantities[0]!, drawn.replicates);
    });
    const indices = timed(sobolIndices(program, outcome, { base: 2 ** 16 / part }));
    const information = timed(
      valueOfInformation(program, { ...modelParts(compiled), draws: 2 ** 17 / part }),
    );
    return { model: name, inputs: program.inputs.length, draws, indices, information };
  });
  const title = full
    ? "Seconds of processor time: a million draws with figures, indices at 2^16 points, worth of information at 2^17 draws"
    : "Seconds of processor time for an eighth of the work: draws, indices, worth of information";
  printFigures("risk-speed", title, rows);
  for (const { draws, indices } of rows) {
    expect(draws).toBeLessThan(2);
    expect(indices).toBeLessThan(10);
  }
}, 120_000);
