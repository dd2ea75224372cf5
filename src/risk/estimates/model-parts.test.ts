// Which parts of a model are asked about: quantities as wholes, then causes; and which of them trials can be run of.
import { expect, test } from "vitest";
import { compileModel } from "../compile-model.ts";
import { parseModel } from "../parse-model.ts";
import { modelParts } from "./model-parts.ts";
import { valueOfInformation } from "./value-of-information.ts";
import { finished } from "./work.ts";

const text = `
quantities:
  gap: { beta: [2, 3] }
  discount: { beta: [9, 1], unit: per step }
  oversight: { interval: [0.1, 0.4], unit: probability }
  mixed: { mixture: { weights: [0.3, 0.7], of: [{ beta: [2, 3] }, 0.1] }, unit: probability }
  delay: { exponential: { mean: 3 } }
  either: { or: [gap, mixed], dependence: unknown }
  harm: either * discount ^ delay * (1 - oversight)
causes:
  capability: { loadings: { gap: 0.6, delay: -0.5 } }
outcome: harm
`;

test("parts of a model with a mixture, an interval, unknown dependence and a cause", () => {
  const compiled = compileModel(parseModel(text));
  const parts = modelParts(compiled);
  expect([...parts.about].sort()).toEqual(
    ["capability", "delay", "discount", "either", "gap", "mixed", "oversight"].sort(),
  );
  expect(parts.about.at(-1)).toBe("capability");
  expect([...parts.observable].sort()).toEqual(["gap", "mixed", "oversight"]);
  const found = finished(valueOfInformation(compiled.program, { ...parts, draws: 2 ** 14 }));
  expect(found.parts).toHaveLength(7);
  for (const { name, observed } of found.parts)
    expect(observed !== null).toBe(parts.observable.includes(name));
  // Knowing the whole quantity tells of the cause as well; together they cannot tell more than there is.
  const gap = found.parts.find(({ name }) => name === "gap")!;
  expect(gap.perfect.estimate).toBeGreaterThan(0);
  expect(gap.perfect.estimate).toBeLessThan(found.everything.estimate);
});
