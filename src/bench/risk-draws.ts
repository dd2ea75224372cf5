// How long the shipped models of risk take on one core: draws, indices, worth of information.
import { compileModel } from "../risk/compile-model.ts";
import { draw } from "../risk/estimates/draws.ts";
import { modelParts } from "../risk/estimates/model-parts.ts";
import { sobolIndices } from "../risk/estimates/sobol-indices.ts";
import { summariseDraws } from "../risk/estimates/summarise-draws.ts";
import { valueOfInformation } from "../risk/estimates/value-of-information.ts";
import { finished } from "../risk/estimates/work.ts";
import { shippedModels } from "../risk/models/index.ts";
import { parseModel } from "../risk/parse-model.ts";
import { atMost, type Measure, median, shown } from "./figure.ts";

const repetitions = 3;
const barDrawsSeconds = 2;
const barIndicesSeconds = 10;

/** Median seconds of three for a million draws with all figures, Sobol indices at 2^16 points, and the worth of every part at 2^17 draws. */
export const measure: Measure = async (report) => {
  for (const [model, text] of Object.entries(shippedModels)) {
    const compiled = compileModel(parseModel(text));
    const { program } = compiled;
    const { outcome } = program;
    const draws = seconds(() => {
      const drawn = finished(draw(program, { quantities: [outcome] }, { draws: 1e6 }));
      summariseDraws(drawn.quantities[0]!, drawn.replicates);
    });
    report(atMost({ name: `risk-draws/${model}-million-draws`, value: draws, unit: "s" }, barDrawsSeconds));
    const indices = seconds(() => finished(sobolIndices(program, outcome, { base: 2 ** 16 })));
    report(atMost({ name: `risk-draws/${model}-indices`, value: indices, unit: "s" }, barIndicesSeconds));
    const worth = seconds(() => finished(valueOfInformation(program, modelParts(compiled))));
    report(shown({ name: `risk-draws/${model}-information`, value: worth, unit: "s" }));
  }
};

function seconds(work: () => void): number {
  return median(
    Array.from({ length: repetitions }, () => {
      const start = performance.now();
      work();
      return (performance.now() - start) / 1000;
    }),
  );
}
